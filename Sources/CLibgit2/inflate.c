#include "CLibgit2.h"
#include "zlib_load.h"

#include <stdlib.h>

struct object_inflater {
  const struct zlib_functions *zlib;
  z_stream stream;
};

object_inflater *object_inflater_new(void) {
  const struct zlib_functions *zlib = zlib_load();
  if (!zlib) return NULL;
  object_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  inflater->zlib = zlib;
  if (zlib->inflate_start(&inflater->stream, ZLIB_VERSION, (int)sizeof inflater->stream) != Z_OK) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

int object_inflate(object_inflater *inflater, unsigned char *to, size_t count, size_t room,
                   const unsigned char *from, size_t available) {
  if (inflater->zlib->inflate_reset(&inflater->stream) != Z_OK) return 0;
  if (available > 0xffffffffu) available = 0xffffffffu;
  if (room > 0x7fffffffu || count >= room) return 0;
  inflater->stream.next_in = (unsigned char *)from;
  inflater->stream.avail_in = (unsigned)available;
  inflater->stream.next_out = to;
  inflater->stream.avail_out = (unsigned)room;
  // What gives more than `count` does not end within the room, or is told by the total.
  return inflater->zlib->inflate(&inflater->stream, Z_FINISH) == Z_STREAM_END &&
         inflater->stream.total_out == count;
}

void object_inflater_free(object_inflater *inflater) {
  inflater->zlib->inflate_end(&inflater->stream);
  free(inflater);
}
