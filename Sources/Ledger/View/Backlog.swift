import Git

/// How many files a view still lacks: counted only so far, since counting tens of thousands would
/// hold up whoever only asks how things stand.
public struct Backlog: Hashable, Sendable {
  /// Counted so far.
  public let files: Int
  /// There are more than were counted.
  public let hasMore: Bool

  /// No more than this many are counted.
  public static let most = 1_000

  /// So many, and perhaps more.
  init(_ files: Int, hasMore: Bool = false) {
    self.files = files
    self.hasMore = hasMore
  }

  /// Counts the files that one tree has otherwise, or more, than another.
  init(from old: ObjectID?, to new: ObjectID?, in repository: Repository) throws {
    var files = 0
    var hasMore = false
    do {
      try repository.difference(from: old, to: new) { change in
        guard change.new != nil else { return }
        if files == Self.most { throw Enough() }
        files += 1
      }
    } catch is Enough {
      hasMore = true
    }
    self.init(files, hasMore: hasMore)
  }

  /// Ends a walk early.
  struct Enough: Error {}

  /// `1 file`, `12 files`, `more than 1000 files`.
  public var text: String {
    (hasMore ? "more than " : "") + "\(files) file\(files == 1 ? "" : "s")"
  }
}
