// Everything that Linux and Darwin do differently is in this file.

#if canImport(Glibc)
  internal import CSystem
  import Glibc

  typealias SpawnActions = posix_spawn_file_actions_t
  typealias SpawnAttributes = posix_spawnattr_t

  /// New sessions: POSIX_SPAWN_SETSID of spawn.h.
  let spawnInNewSession: Int16 = 0x80

  func emptySpawnActions() -> SpawnActions { unsafe SpawnActions() }
  func emptySpawnAttributes() -> SpawnAttributes { SpawnAttributes() }

  func addChangeDirectory(_ actions: inout SpawnActions, _ directory: String) -> Int32 {
    unsafe system_add_change_directory(&actions, directory)
  }

  /// A pipe that no other child inherits, not even one that starts right now.
  func openPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
    unsafe system_pipe(ends)
  }

  /// The C environment array.
  func environmentPointer() -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    unsafe environ
  }

  func modificationTime(_ status: stat) -> timespec { status.st_mtim }

  /// Forces one file's data and metadata to the disk.
  func flushToDisk(_ descriptor: Int32) -> Int32 { fsync(descriptor) }

  /// Lets the disk begin with a file's contents, and waits for nothing; it may fail, since the file
  /// is flushed afterwards all the same.
  func beginFlush(_ descriptor: Int32) -> Int32 {
    _ = system_begin_flush(descriptor)
    return 0
  }

  /// Writes one file of a batch out; a `flushToDisk` of a later one makes all of them durable.
  func flushInBatch(_ descriptor: Int32) -> Int32 {
    let result = system_flush_contents(descriptor)
    // File systems that lack the call, and pipes, are synchronised the slow way.
    return result < 0 && errno != EINTR ? fsync(descriptor) : result
  }
#else
  import Darwin

  typealias SpawnActions = posix_spawn_file_actions_t?
  typealias SpawnAttributes = posix_spawnattr_t?

  /// New sessions: POSIX_SPAWN_SETSID of spawn.h.
  let spawnInNewSession: Int16 = 0x0400

  func emptySpawnActions() -> SpawnActions { nil }
  func emptySpawnAttributes() -> SpawnAttributes { nil }

  func addChangeDirectory(_ actions: inout SpawnActions, _ directory: String) -> Int32 {
    unsafe posix_spawn_file_actions_addchdir_np(&actions, directory)
  }

  /// A pipe that is closed on exec; Darwin has no call that does both at once.
  func openPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 {
    let result = unsafe pipe(ends)
    if result == 0 {
      _ = unsafe fcntl(ends[0], F_SETFD, FD_CLOEXEC)
      _ = unsafe fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    }
    return result
  }

  /// The C environment array.
  func environmentPointer() -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    unsafe _NSGetEnviron().pointee
  }

  func modificationTime(_ status: stat) -> timespec { status.st_mtimespec }

  /// Forces one file's data and metadata through the drive's own cache.
  func flushToDisk(_ descriptor: Int32) -> Int32 {
    fcntl(descriptor, F_FULLFSYNC) == 0 ? 0 : fsync(descriptor)
  }

  /// Writes one file of a batch out; a `flushToDisk` of a later one makes all of them durable.
  func flushInBatch(_ descriptor: Int32) -> Int32 { fsync(descriptor) }

  func beginFlush(_ descriptor: Int32) -> Int32 { 0 }
#endif
