#ifndef RTRACK_CSYSTEM_H
#define RTRACK_CSYSTEM_H

/// What glibc has beyond POSIX and Swift's import of it leaves out. Called by name rather than
/// looked up, so that it is there in a program that takes the C library in.

#if defined(__clang__)
#pragma clang assume_nonnull begin
#endif

#if defined(__linux__)
/// A pipe that no other child inherits, not even one that starts right now.
int system_pipe(int *ends);

/// Has a child that `actions`, a `posix_spawn_file_actions_t`, belong to start in `directory`.
int system_add_change_directory(void *actions, const char *directory);

/// Where the loader of shared libraries lies in this process; 0 in a program that came without.
unsigned long system_loader(void);

/// Whether a path lies on a disk of this machine: 1, 0, or -1 where that cannot be told.
int system_is_local(const char *path);

/// Lets the disk begin with a file's contents, and waits for nothing.
int system_begin_flush(int descriptor);

/// Writes a file's contents out and waits for that; its metadata may be on the way yet.
int system_flush_contents(int descriptor);
#endif

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
