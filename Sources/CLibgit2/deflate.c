#include "CLibgit2.h"

#include <dlfcn.h>
#include <pthread.h>
#include <zlib.h>

#if defined(LIBGIT2_STATIC)
static __typeof__(&compress2) compress_at_level = compress2;
static __typeof__(&compressBound) bound = compressBound;

static void load(void) {}
#else
static __typeof__(&compress2) compress_at_level;
static __typeof__(&compressBound) bound;

/// libgit2 needs zlib itself, so this only finds what is loaded already.
static void load(void) {
#if defined(__APPLE__)
  void *library = dlopen("libz.1.dylib", RTLD_LAZY | RTLD_LOCAL);
#else
  void *library = dlopen("libz.so.1", RTLD_LAZY | RTLD_LOCAL);
#endif
  if (!library) return;
  *(void **)&compress_at_level = dlsym(library, "compress2");
  *(void **)&bound = dlsym(library, "compressBound");
}
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;

size_t object_deflate_bound(size_t count) {
  pthread_once(&once, load);
  return compress_at_level && bound ? bound(count) : 0;
}

size_t object_deflate(unsigned char *to, size_t capacity, const unsigned char *from, size_t count) {
  pthread_once(&once, load);
  if (!compress_at_level) return 0;
  uLongf written = capacity;
  int code = compress_at_level(to, &written, from, count, Z_BEST_SPEED);
  return code == Z_OK ? written : 0;
}
