import Git
import Research

/// What was committed is never changed, renamed, retyped, emptied or removed.
enum AppendOnlyRule {
  /// - Parameter binding: what the parents that bind the commit hold at the path.
  static func violation(at change: PathChange, _ binding: [Tree.Entry]) -> Violation? {
    guard let before = binding.first(where: { change.after?.isSame(as: $0) != true })
    else { return nil }
    return broken(change, before, change.protection.freeze == .atOnce ? .appendOnly : .freeze)
  }

  /// The violation at a path that `before` bound.
  static func broken(
    _ change: PathChange, _ before: Tree.Entry, _ rule: EnforcedRule
  ) -> Violation {
    let act = act(change, before)
    return Violation(
      rule, act, change.path, before: before, after: change.after ?? change.obstacle,
      message: message(act, change), remedy: Remedy.instead(of: act, change))
  }

  private static func act(_ change: PathChange, _ before: Tree.Entry) -> Violation.Act {
    guard let after = change.after else { return change.obstacle == nil ? .removed : .retyped }
    if after.mode != before.mode { return .retyped }
    return after.id == .emptyBlob ? .emptied : .changed
  }

  private static func message(_ act: Violation.Act, _ change: PathChange) -> String {
    let since =
      change.protection.freeze == .firstResult
      ? "after its experiment had a result" : "after it was committed"
    if act == .retyped, change.after == nil, let obstacle = change.obstacle {
      return "it is gone \(since): \(obstacle.kindName) stands in the place of its folder"
    }
    return switch act {
    case .added: "it was added"
    case .changed: "its bytes were changed \(since)"
    case .removed, .renamed: "it was removed \(since)"
    case .retyped: "it became \(change.after?.kindName ?? "something else") \(since)"
    case .emptied: "it was emptied \(since)"
    }
  }
}

extension Tree.Entry {
  /// What an entry is, as people say it.
  var kindName: String {
    switch mode {
    case .file, .groupWritable: "a plain file"
    case .executable: "a program"
    case .symbolicLink: "a symbolic link"
    case .directory: "a folder"
    case .submodule: "a submodule"
    }
  }
}
