import Git
import Platform

/// Where the view of one work tree is, and what it shows.
struct ViewState {
  /// The work tree's root.
  let workTree: String
  /// The tip that is shown, written last.
  private let markPath: String
  let lockPath: String

  /// Nil where there is no work tree.
  init?(of repository: Repository) {
    guard let workTree = repository.workTree else { return nil }
    self.workTree = workTree
    let folder = Path.join(repository.gitDirectory, "rtrack")
    markPath = Path.join(folder, "view")
    lockPath = Path.join(folder, "view.lock")
  }

  var folder: String { Path.join(workTree, Layout.root) }

  /// The tip that the view shows; nil when there is no view, or it is not known what it shows.
  func mark() -> ObjectID? {
    guard let bytes = try? FileSystem.read(markPath, limit: 64) else { return nil }
    return ObjectID(hex: String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
  }

  /// How much of that tip it shows: said on a line of its own where it is not all.
  func scope() -> ViewScope? {
    guard let bytes = try? FileSystem.read(markPath, limit: 64) else { return .all }
    let lines = bytes.split(separator: 10)
    return lines.count < 2 ? .all : ViewScope(rawValue: String(decoding: lines[1], as: UTF8.self))
  }

  func setMark(_ tip: ObjectID, _ scope: ViewScope) throws(SystemError) {
    let lines = scope == .all ? [tip.hex] : [tip.hex, scope.rawValue]
    try FileSystem.overwrite(markPath, with: Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  func removeMark() throws(SystemError) { try FileSystem.remove(markPath) }

  /// Whether the branch that is checked out here tracks `.research`: then what lies in the work
  /// tree is the carried copy, and rtrack writes nothing there.
  static func isTracked(in repository: Repository) throws -> Bool {
    guard let commit = try repository.head().commit else { return false }
    return try repository.tree(try repository.commit(commit).tree)[Layout.root] != nil
  }
}
