import Git
import Ledger

/// What the ledger holds more than when it was indexed: a walk through both trees in step, that
/// reads nothing which is the same.
struct IndexGrowth {
  let repository: Repository

  /// What became of the ledger since.
  enum Outcome {
    /// It holds all it held, and these files more; or with other bytes on the remote.
    case grown([String])
    /// The index is ahead of what was read here: another process has seen more.
    case behind
    /// Something is gone or other: by a redaction, say.
    case other
  }

  /// Compares what was indexed with what is there.
  func outcome(from old: [ObjectID], to new: [ObjectID]) throws -> Outcome {
    if let added = try additions(from: old, to: new) { return .grown(added) }
    return try additions(from: new, to: old) == nil ? .other : .behind
  }

  /// The paths of what is in `new` and not in `old`; nil unless everything of `old` is still there.
  private func additions(from old: [ObjectID], to new: [ObjectID]) throws -> [String]? {
    var covered = Set(new)
    var added: Set<String> = []
    for root in new where !old.contains(root) {
      var isPure = false
      for base in old {
        if let paths = try growth(from: base, to: root) {
          covered.insert(base)
          added.formUnion(paths)
          isPure = true
          break
        }
      }
      // Two lines that grew apart: what this one has more than the others have.
      guard !isPure, let base = old.first else { continue }
      try repository.difference(from: base, to: root) { change in
        if change.new != nil { added.insert(change.path) }
      }
    }
    return old.allSatisfy(covered.contains) ? Array(added) : nil
  }

  /// The paths that one tree has more than another; nil when it lacks one or has it otherwise.
  private func growth(from old: ObjectID, to new: ObjectID) throws -> [String]? {
    var paths: [String] = []
    do {
      try repository.difference(from: old, to: new) { change in
        if change.old != nil { throw NoGrowth() }
        paths.append(change.path)
      }
    } catch is NoGrowth {
      return nil
    }
    return paths
  }

  private struct NoGrowth: Error {}
}
