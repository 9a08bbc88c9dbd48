#include "CLibgit2.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static struct libgit2_functions functions;
static char failure[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int durable;

#if defined(LIBGIT2_STATIC)
static bool find(void) {
#define LIBGIT2_TAKE(name) functions.name = name;
  LIBGIT2_FUNCTIONS(LIBGIT2_TAKE)
#undef LIBGIT2_TAKE
  return true;
}
#else
/// The places of the library whose header this was compiled with: another version may differ.
static const char *const places[] = {
#if defined(__APPLE__)
  "libgit2." LIBGIT2_SOVERSION ".dylib",
  "/opt/homebrew/lib/libgit2." LIBGIT2_SOVERSION ".dylib",
  "/usr/local/lib/libgit2." LIBGIT2_SOVERSION ".dylib",
#else
  "libgit2.so." LIBGIT2_SOVERSION,
#endif
};

static void *open_library(void) {
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    void *library = dlopen(places[i], RTLD_LAZY | RTLD_LOCAL);
    if (library) return library;
    // The first place is the usual one: what is said of it is what helps.
    if (i == 0) snprintf(failure, sizeof failure, "%s", dlerror());
  }
  return NULL;
}

static bool find(void) {
  void *library = open_library();
  if (!library) return false;
#define LIBGIT2_LOAD(name) \
  *(void **)&functions.name = dlsym(library, #name); \
  if (!*(void **)&functions.name) { \
    snprintf(failure, sizeof failure, "%s lacks %s", places[0], #name); \
    return false; \
  }
  LIBGIT2_FUNCTIONS(LIBGIT2_LOAD)
#undef LIBGIT2_LOAD
  failure[0] = 0;
  return true;
}
#endif

static void load(void) {
  if (!find()) return;
  if (functions.git_libgit2_init() < 0) {
    const git_error *error = functions.git_error_last();
    snprintf(failure, sizeof failure, "libgit2 does not start: %s",
             error && error->message ? error->message : "no reason given");
    return;
  }
  // What git accepts and does not change how objects and references are stored.
  const char *extensions[] = {
    "worktreeconfig", "relativeworktrees", "preciousobjects", "partialclone"};
  functions.git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
                             sizeof extensions / sizeof *extensions);
  functions.git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  // What is configured beyond a repository's own file is read by `Settings`, which goes by the
  // environment it is given; libgit2 would go by the process's.
  const int levels[] = {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
                        GIT_CONFIG_LEVEL_GLOBAL};
  for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
    functions.git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
  // Who owns a repository is asked before it is opened, and git has the last word.
  functions.git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
}

const struct libgit2_functions *libgit2_functions(const char **error) {
  pthread_once(&once, load);
  *error = failure[0] ? failure : NULL;
  return failure[0] ? NULL : &functions;
}

void libgit2_durable_begin(void) {
  pthread_mutex_lock(&lock);
  if (durable++ == 0) functions.git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
  pthread_mutex_unlock(&lock);
}

void libgit2_durable_end(void) {
  pthread_mutex_lock(&lock);
  if (--durable == 0) functions.git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0);
  pthread_mutex_unlock(&lock);
}
