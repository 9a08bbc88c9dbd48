#include "CLibgit2.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int walking;
static int strict;

static void apply(const struct libgit2_functions *functions) {
  functions->git_libgit2_opts(GIT_OPT_ENABLE_CACHING, walking ? 0 : 1);
  functions->git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, strict ? 1 : 0);
}

void libgit2_walk_begin(int hashing) {
  const char *error;
  const struct libgit2_functions *functions = libgit2_functions(&error);
  if (!functions) return;
  pthread_mutex_lock(&lock);
  walking++;
  if (hashing) strict++;
  apply(functions);
  pthread_mutex_unlock(&lock);
}

void libgit2_walk_end(int hashing) {
  const char *error;
  const struct libgit2_functions *functions = libgit2_functions(&error);
  if (!functions) return;
  pthread_mutex_lock(&lock);
  walking--;
  if (hashing) strict--;
  apply(functions);
  pthread_mutex_unlock(&lock);
}

void libgit2_read_sparsely(void) {
  const char *error;
  const struct libgit2_functions *functions = libgit2_functions(&error);
  if (!functions) return;
  functions->git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)1 << 20);
  functions->git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)12 << 20);
  functions->git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)16 << 20);
}
