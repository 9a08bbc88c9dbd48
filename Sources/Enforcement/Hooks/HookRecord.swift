import Platform

/// What an installation of hooks found and changed, so that it can be taken back.
struct HookRecord: Equatable {
  /// The folder of the stubs, in the common git directory.
  var folder: String
  /// Whether that folder had to be made.
  var madeFolder = false
  /// The folder beside it that holds the hooks which stood there; nil where there were none.
  var moved: String?
  /// What `core.hooksPath` was, as it was found; nil where it was not set.
  var hooksPath: String?
  /// Whether the repository is one that others push to.
  var isServer = false

  private static let name = "hooks-installed"

  /// The record of a clone, nil where no hooks are installed.
  static func read(in folder: String) throws(SystemError) -> HookRecord? {
    let path = Path.join(folder, name)
    guard try FileSystem.status(path) != nil else { return nil }
    let text = String(decoding: try FileSystem.read(path, limit: 1 << 16), as: UTF8.self)
    var record = HookRecord(folder: "hooks")
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      let value = words.count > 1 ? words[1] : ""
      switch words.first {
      case "folder": record.folder = value
      case "made": record.madeFolder = true
      case "moved": record.moved = value
      case "hooksPath": record.hooksPath = value
      case "server": record.isServer = true
      default: break
      }
    }
    return record
  }

  func write(in folder: String) throws(SystemError) {
    var lines = ["folder \(self.folder)"]
    if madeFolder { lines.append("made") }
    if let moved { lines.append("moved \(moved)") }
    if let hooksPath { lines.append("hooksPath \(hooksPath)") }
    if isServer { lines.append("server") }
    try FileSystem.makeDirectory(folder)
    try FileSystem.write(
      Array((lines.joined(separator: "\n") + "\n").utf8), to: Path.join(folder, Self.name))
  }

  static func remove(in folder: String) throws(SystemError) {
    try FileSystem.remove(Path.join(folder, name))
  }
}
