/// The control group that this process is in and that what it starts shares, as far as it counts
/// memory: cgroups(7), of either version.
public struct MemoryGroup: Hashable, Sendable {
  private let folder: String
  private let isFirstVersion: Bool

  /// This process's; nil where the system has none, or shows none.
  public static var own: MemoryGroup? {
    let bytes = (try? FileSystem.read("/proc/self/cgroup", limit: 1 << 20)) ?? []
    return MemoryGroup(
      membership: String(decoding: bytes, as: UTF8.self), mountedAt: "/sys/fs/cgroup")
  }

  /// A group by the lines of `/proc/<pid>/cgroup`.
  init?(membership: String, mountedAt root: String) {
    var places: [(folder: String, isFirstVersion: Bool)] = []
    for line in membership.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let path = String(parts[2].drop { $0 == "/" })
      if parts[1].split(separator: ",").contains("memory") {
        let mount = Path.join(root, "memory")
        // Within a container the group may be what is mounted, whatever its name outside.
        places += [(Path.join(mount, path), true), (mount, true)]
      } else if parts[1].isEmpty {
        places += [(Path.join(root, path), false), (root, false)]
      }
    }
    let found = places.first { place in
      Self.value(Self.counters(place.isFirstVersion), "oom_kill", in: place.folder) != nil
    }
    guard let found else { return nil }
    folder = found.folder
    isFirstVersion = found.isFirstVersion
  }

  /// How many of its processes the system has killed so far for want of memory.
  public var kills: Int? { Self.value(Self.counters(isFirstVersion), "oom_kill", in: folder) }

  /// The most memory that it may hold, in bytes; nil for no limit of its own.
  public var limit: Int64? {
    let name = isFirstVersion ? "memory.limit_in_bytes" : "memory.max"
    let bytes = (try? FileSystem.read(Path.join(folder, name), limit: 100)) ?? []
    let limit = Int64(String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
    // The first version says "none" by the largest number of whole pages.
    return limit.flatMap { $0 < 1 << 60 ? $0 : nil }
  }

  private static func counters(_ isFirstVersion: Bool) -> String {
    isFirstVersion ? "memory.oom_control" : "memory.events"
  }

  /// One line `name number` of a flat keyed file.
  private static func value(_ file: String, _ name: String, in folder: String) -> Int? {
    guard let bytes = try? FileSystem.read(Path.join(folder, file), limit: 65_536) else {
      return nil
    }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[0] == name { return Int(words[1]) }
    }
    return nil
  }
}
