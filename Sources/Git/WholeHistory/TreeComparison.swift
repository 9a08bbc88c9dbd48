/// Compares folders of a history, each with what it was before.
struct TreeComparison {
  /// A commit that brings more is not gone through entry by entry: no honest one does, and a few
  /// small objects can be made to look like more files than there is memory.
  static let mostChanges = 2_000_000
  /// No file system takes a longer path.
  static let longestPath = 4_096

  let reader: ObjectReader
  let scope: PathScope

  /// Visits every file, link and submodule in scope that differs. nil is the empty folder. A walk
  /// that `isLeaving` the new folder goes on with the old one.
  func compare(
    _ old: ObjectID?, _ new: ObjectID?, isLeaving: Bool = false,
    _ visit: (RawChange) throws -> Void
  ) throws {
    if old == new { return }
    // By a stack of its own: folders can be deeper than the call stack.
    var waiting: [(path: [UInt8], old: ObjectID?, new: ObjectID?)] = [([], old, new)]
    var seen = 0
    while let (prefix, old, new) = waiting.popLast() {
      let before = try old.map { id throws(GitError) in try reader.tree(id) } ?? []
      let after = try new.map { id throws(GitError) in try reader.tree(id) } ?? []
      if isLeaving, let new { reader.leave(new) }
      guard let pairs = TreeStep.pairs(before, after) else {
        throw GitError(
          .corrupt, doing: "compare tree \((old ?? .zero).hex) with \((new ?? .zero).hex)",
          message: "one of them is not in git's format")
      }
      seen += pairs.count
      if seen > Self.mostChanges {
        throw GitError(
          .corrupt, doing: "compare tree \((new ?? .zero).hex)",
          message: "more than \(Self.mostChanges) entries differ")
      }
      for pair in pairs {
        let path = prefix.isEmpty ? Array(pair.name) : prefix + [47] + pair.name
        guard path.count <= Self.longestPath else {
          throw GitError(
            .corrupt, doing: "compare tree \((new ?? .zero).hex)",
            message: "a path in it is longer than \(Self.longestPath) bytes")
        }
        // Long paths weigh more: they are copied for each folder in them.
        seen += path.count >> 8
        guard scope.enters(path) else { continue }
        let isFolder = (pair.old ?? pair.new).map { $0.mode & 0o170000 == 0o040000 } ?? false
        if isFolder {
          if pair.old?.id != pair.new?.id { waiting.append((path, pair.old?.id, pair.new?.id)) }
          if !pair.isDisordered { continue }
        }
        try visit(
          RawChange(path: path, old: pair.old, new: pair.new, isDisordered: pair.isDisordered))
      }
    }
  }

  /// What lies at a path; nil when nothing does.
  func entry(at path: [UInt8], in root: ObjectID) throws(GitError) -> RawChange.Entry? {
    var folder = root
    var found: RawChange.Entry?
    for name in path.split(separator: 47) {
      if let found {
        guard found.mode & 0o170000 == 0o040000 else { return nil }
        folder = found.id
      }
      found = TreeStep.entry(named: name, in: try reader.tree(folder))
      if found == nil { return nil }
    }
    return found
  }
}

extension TreeStep {
  /// The first entry of that name.
  static func entry(named name: ArraySlice<UInt8>, in tree: [UInt8]) -> RawChange.Entry? {
    let spot: RawSpot? = unsafe tree.withUnsafeBytes { bytes in
      var place = 0
      while let spot = unsafe RawSpot(bytes, at: place) {
        if spot.nameEnd - spot.name == name.count, tree[spot.name..<spot.nameEnd] == name {
          return spot
        }
        place = spot.end
      }
      return nil
    }
    return spot.map { found($0, tree) }
  }
}
