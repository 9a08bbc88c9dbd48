#include "CLibgit2.h"
#include "zlib_load.h"

size_t object_deflate_bound(size_t count) {
  // More than zlib's own bound for any window and any memory level.
  return count + count / 4 + 128;
}

/// A window that holds all of a small object: zlib's usual tables take 256 KiB, which each object
/// would fetch from the system, clear and give back. Any reader of git's takes any window.
static int window_bits(size_t count) {
  int bits = 9;
  while (bits < 15 && ((size_t)1 << bits) < count) bits++;
  return bits;
}

/// What fits into one block of the disk all the same is only wrapped: to make its code tables would
/// take longer than all else there is to do with it, here and at each reading. `git gc` deflates it
/// when it goes into a pack. A block has 4,096 bytes, and the wrapping takes eleven.
static int level(size_t count) {
  return count <= 4096 - 11 ? Z_NO_COMPRESSION : Z_BEST_SPEED;
}

size_t object_deflate(unsigned char *to, size_t capacity, const unsigned char *from, size_t count) {
  const struct zlib_functions *zlib = zlib_load();
  if (!zlib) return 0;
  int bits = window_bits(count);
  // zlib's own level of memory for the largest window is 8.
  int memory = bits - 7;
  z_stream stream = {0};
  if (zlib->deflate_start(&stream, level(count), Z_DEFLATED, bits, memory, Z_DEFAULT_STRATEGY,
                          ZLIB_VERSION, (int)sizeof stream) != Z_OK)
    return 0;
  // zlib counts in 32 bits, sizes here in 64: in pieces.
  const size_t most = (size_t)1 << 30;
  size_t written = 0;
  int code = Z_OK;
  stream.next_in = (unsigned char *)from;
  while (code == Z_OK && written < capacity) {
    size_t left = count - (size_t)(stream.next_in - from);
    size_t room = capacity - written;
    stream.avail_in = (uInt)(left < most ? left : most);
    stream.avail_out = (uInt)(room < most ? room : most);
    stream.next_out = to + written;
    code = zlib->deflate(&stream, left <= most ? Z_FINISH : Z_NO_FLUSH);
    written = (size_t)(stream.next_out - to);
  }
  zlib->deflate_end(&stream);
  return code == Z_STREAM_END ? written : 0;
}
