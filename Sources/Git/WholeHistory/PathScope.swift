/// The folders of a repository that a walk enters.
public struct PathScope: Sendable {
  /// Nil for everything.
  private let folders: [[UInt8]]?

  /// Everything.
  public static let everything = PathScope(folders: nil)

  /// What lies at or below one of these paths, names joined by slashes; an empty path is all.
  public init(paths: some Sequence<String>) {
    let folders = paths.map { Array($0.utf8) }
    self.init(folders: folders.contains([]) ? nil : folders)
  }

  private init(folders: [[UInt8]]?) { self.folders = folders }

  /// Whether something at or below `path` may be wanted.
  func enters(_ path: ArraySlice<UInt8>) -> Bool {
    guard let folders else { return true }
    return folders.contains { folder in
      let shared = min(folder.count, path.count)
      guard folder[..<shared].elementsEqual(path.prefix(shared)) else { return false }
      if folder.count == path.count { return true }
      // Whole names only: `data` is not above `database`.
      return folder.count > shared ? folder[shared] == 47 : path[path.startIndex + shared] == 47
    }
  }
}

/// One path at which two folders differ, told in bytes; never a folder itself.
public struct RawChange: Sendable {
  /// What a tree says of a name.
  public struct Entry: Hashable, Sendable {
    /// The mode as the tree has it, such as 0o100644.
    public let mode: UInt32
    /// The object.
    public let id: ObjectID

    /// An entry from its parts.
    public init(mode: UInt32, id: ObjectID) {
      self.mode = mode
      self.id = id
    }

    /// What the mode means; a plain file where it means nothing.
    public var kind: Tree.Mode { Tree.Mode(reading: mode) ?? .file }
  }

  /// Names joined by slashes.
  public let path: [UInt8]
  /// What was there; nil for what is new.
  public let old: Entry?
  /// What is there; nil for what is gone.
  public let new: Entry?
  /// Whether the folder that holds it is not in git's order, or holds a name twice.
  public let isDisordered: Bool

  /// The path as text.
  public var text: String { String(decoding: path, as: UTF8.self) }
}
