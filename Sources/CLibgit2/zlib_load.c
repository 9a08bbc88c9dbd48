#include "zlib_load.h"

#include <stddef.h>

#if defined(LIBGIT2_STATIC)
const struct zlib_functions *zlib_load(void) {
  static const struct zlib_functions functions = {
      deflateInit2_, deflate, deflateEnd, inflateInit_, inflateReset, inflate, inflateEnd};
  return &functions;
}
#else
#include <dlfcn.h>
#include <pthread.h>

static struct zlib_functions functions;
static int is_found;

/// libgit2 needs zlib itself, so this only finds what is loaded already.
static void load(void) {
#if defined(__APPLE__)
  void *library = dlopen("libz.1.dylib", RTLD_LAZY | RTLD_LOCAL);
#else
  void *library = dlopen("libz.so.1", RTLD_LAZY | RTLD_LOCAL);
#endif
  if (!library) return;
  *(void **)&functions.deflate_start = dlsym(library, "deflateInit2_");
  *(void **)&functions.deflate = dlsym(library, "deflate");
  *(void **)&functions.deflate_end = dlsym(library, "deflateEnd");
  *(void **)&functions.inflate_start = dlsym(library, "inflateInit_");
  *(void **)&functions.inflate_reset = dlsym(library, "inflateReset");
  *(void **)&functions.inflate = dlsym(library, "inflate");
  *(void **)&functions.inflate_end = dlsym(library, "inflateEnd");
  is_found = functions.deflate_start && functions.deflate && functions.deflate_end &&
             functions.inflate_start && functions.inflate_reset && functions.inflate &&
             functions.inflate_end;
}

const struct zlib_functions *zlib_load(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_found ? &functions : NULL;
}
#endif
