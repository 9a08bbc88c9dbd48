import Git

/// Two parents of a merge hold the path with different bytes: one of them was changed on its way
/// here, whatever the merge makes of it; but for the path's first version, which heals
/// (``Check``).
enum TwoVersionsRule {
  /// - Parameter binding: what the parents that bind the commit hold at the path.
  static func violation(at change: PathChange, _ binding: [Tree.Entry]) -> Violation? {
    guard let first = binding.first, let other = binding.first(where: { !$0.isSame(as: first) })
    else { return nil }
    let act: Violation.Act = change.after == nil ? .removed : .changed
    return Violation(
      .twoVersions, act, change.path, before: first, after: change.after ?? other,
      message: "the merged lines hold two versions of it: \(first.id.short) and \(other.id.short)",
      remedy:
        "find who changed it with `git log --all --full-history -- \(Remedy.quoted(change.path))`, "
        + "and give the line that did the first version back before it is merged")
  }
}
