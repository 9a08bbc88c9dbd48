import Platform

/// An instant at which a process can be killed: before its n-th call of one kind.
struct KillPoint: Hashable, CustomStringConvertible {
  let call: String
  let number: Int

  var description: String { "\(call) \(number)" }

  /// What strace is told.
  var injection: [String] {
    ["-e", "trace=\(call)", "-e", "inject=\(call):signal=KILL:when=\(number)"]
  }
}

/// The instants between which something on the disk can differ, found by watching one run.
enum KillPoints {
  /// Calls that change something: files, names, locks, and the end. `?`: not every machine has it.
  static let calls = [
    "?open", "openat", "?creat", "write", "?writev", "pwrite64", "?rename", "renameat",
    "?renameat2", "?link", "linkat", "?symlink", "symlinkat", "?unlink", "unlinkat", "?rmdir",
    "?mkdir", "mkdirat", "fsync", "fdatasync", "sync_file_range", "flock", "ftruncate", "?chmod",
    "fchmod", "?utimes", "utimensat", "exit_group",
  ]

  static var watching: [String] { ["-e", "trace=" + calls.joined(separator: ",")] }

  /// The points in what strace wrote; with `-f`, those of all processes together.
  ///
  /// Opening counts only where it can make or change a file.
  static func read(_ trace: String) -> [KillPoint] {
    var counts: [String: [String: Int]] = [:]
    var points: [KillPoint] = []
    var known: Set<KillPoint> = []
    for line in trace.split(separator: "\n") {
      var words = line[...]
      var process = ""
      if line.first?.isNumber == true {
        process = String(words.prefix { $0.isNumber })
        words = words.drop { $0.isNumber }.drop { $0 == " " }
      }
      let name = String(words.prefix { $0 != "(" })
      guard words.count > name.count, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
      else { continue }
      counts[process, default: [:]][name, default: 0] += 1
      let changes = ["O_CREAT", "O_WRONLY", "O_RDWR", "O_TRUNC"].contains { words.contains($0) }
      if name.hasPrefix("open"), !changes { continue }
      let point = KillPoint(call: name, number: counts[process]?[name] ?? 0)
      if known.insert(point).inserted { points.append(point) }
    }
    return points
  }
}
