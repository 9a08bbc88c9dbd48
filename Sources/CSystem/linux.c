#if defined(__linux__)
#define _GNU_SOURCE
#include "CSystem.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <spawn.h>
#include <sys/auxv.h>
#include <sys/statfs.h>
#include <unistd.h>

int system_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

int system_add_change_directory(void *actions, const char *directory) {
  return posix_spawn_file_actions_addchdir_np(actions, directory);
}

unsigned long system_loader(void) { return getauxval(AT_BASE); }

int system_is_local(const char *path) {
  struct statfs status;
  if (statfs(path, &status) < 0) return -1;
  switch ((unsigned)status.f_type) {
  case EXT4_SUPER_MAGIC:
  case XFS_SUPER_MAGIC:
  case BTRFS_SUPER_MAGIC:
  case F2FS_SUPER_MAGIC:
  case TMPFS_MAGIC:
  case OVERLAYFS_SUPER_MAGIC:
  case 0x2fc12fc1: // ZFS, of which the kernel's own headers know nothing
    return 1;
  default:
    return 0;
  }
}

int system_begin_flush(int descriptor) {
  return sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int system_flush_contents(int descriptor) {
  return sync_file_range(
      descriptor, 0, 0,
      SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
}
#endif
