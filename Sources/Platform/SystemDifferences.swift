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

  /// Gives a pipe more room, where the system lets it; it works with less, too.
  func enlargePipe(_ descriptor: Int32, to bytes: Int32) {
    // F_SETPIPE_SZ of fcntl.h.
    _ = fcntl(descriptor, 1_031, bytes)
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

  /// Whether a path is known to lie on a disk of this machine.
  func liesOnLocalDisk(_ path: String) -> Bool { unsafe system_is_local(path) == 1 }

  /// Whether a loader of shared libraries started this process.
  func hasLoader() -> Bool { system_loader() != 0 }

  /// When a process started, in clock ticks since the boot; nil when there is none that lives.
  func processStart(_ id: Int32) -> UInt64? {
    guard let stat = processStatus(id), stat.state != UInt8(ascii: "Z") else { return nil }
    return stat.start
  }

  /// Whether every process of a group has ended, though somebody may still have to wait for it.
  func isGroupOver(_ group: Int32) -> Bool {
    for name in (try? FileSystem.entries("/proc")) ?? [] {
      guard let id = Int32(name), let stat = processStatus(id) else { continue }
      if stat.group == group, stat.state != UInt8(ascii: "Z") { return false }
    }
    return true
  }

  /// The third, fifth and twenty-second field of proc(5)'s stat; the second may hold anything.
  private func processStatus(_ id: Int32) -> (state: UInt8, group: Int32, start: UInt64)? {
    guard let bytes = try? FileSystem.read("/proc/\(id)/stat", limit: 8_192),
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
    guard fields.count > 19, let state = fields[0].first,
      let group = Int32(String(decoding: fields[2], as: UTF8.self)),
      let start = UInt64(String(decoding: fields[19], as: UTF8.self))
    else { return nil }
    return (state, group, start)
  }

  /// Waits for a process as `waitpid` does, and tells what it used.
  func waitForUsage(
    _ id: Int32, _ status: inout Int32, _ options: Int32, _ usage: inout rusage
  ) -> Int32 {
    unsafe wait4(id, &status, options, &usage)
  }

  /// Bytes in the unit of `ru_maxrss`.
  let residentUnit: Int64 = 1_024

  /// This process, for `getrusage`.
  let ownUsage = __rusage_who_t(RUSAGE_SELF.rawValue)

  /// The processor's name for itself.
  func processorModel() -> String? {
    let bytes = (try? FileSystem.read("/proc/cpuinfo", limit: 16 << 20)) ?? []
    for line in bytes.split(separator: 10, maxSplits: 64) where line.starts(with: "model name".utf8)
    {
      return line.firstIndex(of: UInt8(ascii: ":")).map {
        String(decoding: line[($0 + 1)...].drop { $0 == 32 }, as: UTF8.self)
      }
    }
    return nil
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

  /// Darwin's pipes grow by themselves.
  func enlargePipe(_ descriptor: Int32, to bytes: Int32) {}

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

  /// Whether a path is known to lie on a disk of this machine.
  func liesOnLocalDisk(_ path: String) -> Bool {
    var status = unsafe statfs()
    return unsafe statfs(path, &status) == 0 && status.f_flags & UInt32(MNT_LOCAL) != 0
  }

  /// Whether a loader of shared libraries started this process; here it is in all of them.
  func hasLoader() -> Bool { true }

  /// When a process started, in microseconds since 1970; nil when there is none that lives.
  func processStart(_ id: Int32) -> UInt64? {
    guard let info = processInformation(id), info.kp_proc.p_stat != SZOMB else { return nil }
    let time = unsafe info.kp_proc.p_un.__p_starttime
    return UInt64(clamping: time.tv_sec) &* 1_000_000 &+ UInt64(clamping: time.tv_usec)
  }

  /// Whether every process of a group has ended, as far as the system says.
  func isGroupOver(_ group: Int32) -> Bool { kill(-group, 0) != 0 }

  private func processInformation(_ id: Int32) -> kinfo_proc? {
    var name = [CTL_KERN, KERN_PROC, KERN_PROC_PID, id]
    var info = kinfo_proc()
    var size = MemoryLayout<kinfo_proc>.stride
    guard unsafe sysctl(&name, 4, &info, &size, nil, 0) == 0, size > 0 else { return nil }
    return info
  }

  /// Waits for a process as `waitpid` does, and tells what it used.
  func waitForUsage(
    _ id: Int32, _ status: inout Int32, _ options: Int32, _ usage: inout rusage
  ) -> Int32 {
    unsafe wait4(id, &status, options, &usage)
  }

  /// Bytes in the unit of `ru_maxrss`.
  let residentUnit: Int64 = 1

  /// This process, for `getrusage`.
  let ownUsage = RUSAGE_SELF

  /// The processor's name for itself.
  func processorModel() -> String? {
    var size = 0
    guard unsafe sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0 else {
      return nil
    }
    var text = [UInt8](repeating: 0, count: size)
    guard unsafe sysctlbyname("machdep.cpu.brand_string", &text, &size, nil, 0) == 0 else {
      return nil
    }
    return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
  }
#endif
