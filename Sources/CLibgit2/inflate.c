#include "CLibgit2.h"

#include <stdlib.h>
#include <zlib.h>

#if defined(LIBGIT2_STATIC)
static struct {
  __typeof__(&inflateInit_) start;
  __typeof__(&inflateReset) reset;
  __typeof__(&inflate) run;
  __typeof__(&inflateEnd) end;
} zlib = {inflateInit_, inflateReset, inflate, inflateEnd};

static void load_once(void) {}
#else
#include <dlfcn.h>
#include <pthread.h>

static struct {
  __typeof__(&inflateInit_) start;
  __typeof__(&inflateReset) reset;
  __typeof__(&inflate) run;
  __typeof__(&inflateEnd) end;
} zlib;

/// libgit2 needs zlib itself, so this only finds what is loaded already.
static void load(void) {
#if defined(__APPLE__)
  void *library = dlopen("libz.1.dylib", RTLD_LAZY | RTLD_LOCAL);
#else
  void *library = dlopen("libz.so.1", RTLD_LAZY | RTLD_LOCAL);
#endif
  if (!library) return;
  *(void **)&zlib.start = dlsym(library, "inflateInit_");
  *(void **)&zlib.reset = dlsym(library, "inflateReset");
  *(void **)&zlib.run = dlsym(library, "inflate");
  *(void **)&zlib.end = dlsym(library, "inflateEnd");
}

static void load_once(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
}
#endif

struct object_inflater {
  z_stream stream;
};

object_inflater *object_inflater_new(void) {
  load_once();
  if (!zlib.start || !zlib.reset || !zlib.run || !zlib.end) return NULL;
  object_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  if (zlib.start(&inflater->stream, ZLIB_VERSION, (int)sizeof inflater->stream) != Z_OK) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

int object_inflate(object_inflater *inflater, unsigned char *to, size_t count, size_t room,
                   const unsigned char *from, size_t available) {
  if (zlib.reset(&inflater->stream) != Z_OK) return 0;
  if (available > 0xffffffffu) available = 0xffffffffu;
  if (room > 0x7fffffffu || count >= room) return 0;
  inflater->stream.next_in = (unsigned char *)from;
  inflater->stream.avail_in = (unsigned)available;
  inflater->stream.next_out = to;
  inflater->stream.avail_out = (unsigned)room;
  // What gives more than `count` does not end within the room, or is told by the total.
  return zlib.run(&inflater->stream, Z_FINISH) == Z_STREAM_END &&
         inflater->stream.total_out == count;
}

void object_inflater_free(object_inflater *inflater) {
  zlib.end(&inflater->stream);
  free(inflater);
}
