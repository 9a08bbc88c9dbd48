#if defined(__linux__)
#define _GNU_SOURCE
#include "CSystem.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/auxv.h>
#include <unistd.h>

int system_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

int system_add_change_directory(void *actions, const char *directory) {
  return posix_spawn_file_actions_addchdir_np(actions, directory);
}

unsigned long system_loader(void) { return getauxval(AT_BASE); }

int system_begin_flush(int descriptor) {
  return sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int system_flush_contents(int descriptor) {
  return sync_file_range(
      descriptor, 0, 0,
      SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
}
#endif
