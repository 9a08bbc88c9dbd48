import Platform

/// A git work tree as it lies on the disk, found without opening the repository.
struct WorkTree: Hashable {
  /// Its top folder.
  let top: String
  /// Its own git directory.
  let gitDirectory: String
  /// The one with objects and branches, which linked work trees share.
  let commonDirectory: String

  /// The work tree that holds a folder or file, there or still to be made; nil for none.
  static func holding(_ path: String) -> WorkTree? {
    var folder = path
    while true {
      if let found = WorkTree(top: folder) { return found }
      if folder == "/" || folder == "." || folder.isEmpty { return nil }
      folder = Path.parent(folder)
    }
  }

  private init?(top: String) {
    let mark = Path.join(top, ".git")
    guard let kind = (try? FileSystem.status(mark, following: true))?.kind else { return nil }
    var directory = mark
    if kind == .file {
      // A linked work tree or a submodule: `gitdir: PATH`.
      guard let bytes = try? FileSystem.read(mark, limit: 65_536) else { return nil }
      let line = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
      guard line.hasPrefix("gitdir: ") else { return nil }
      directory = Path.absolute(String(line.dropFirst(8)), in: top)
    }
    guard Glob.isThere(Path.join(directory, "HEAD")) else { return nil }
    self.top = top
    gitDirectory = directory
    if let bytes = try? FileSystem.read(Path.join(directory, "commondir"), limit: 65_536) {
      let line = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
      commonDirectory = Path.absolute(line, in: directory)
    } else {
      commonDirectory = directory
    }
  }
}
