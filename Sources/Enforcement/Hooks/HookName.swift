/// The hooks of git that rtrack answers.
public enum HookName: String, CaseIterable, Hashable, Sendable {
  /// Every commit made by `git commit`, unless told not to.
  case preCommit = "pre-commit"
  /// Every merge that needs no help.
  case preMergeCommit = "pre-merge-commit"
  /// The one that `--no-verify` does not skip; cherry-pick, revert and rebase run it too.
  case prepareCommitMessage = "prepare-commit-msg"
  /// `git am`, and rebase by patches.
  case preApplyPatch = "pre-applypatch"
  /// Whatever leaves for another repository.
  case prePush = "pre-push"
  /// Whatever moves a reference.
  case referenceTransaction = "reference-transaction"
  /// A server, before it takes a push.
  case preReceive = "pre-receive"

  /// What a clone that people work in gets.
  public static let client: [HookName] = [
    .preCommit, .preMergeCommit, .prepareCommitMessage, .preApplyPatch, .prePush,
    .referenceTransaction,
  ]

  /// What a repository gets that others push to.
  public static let server: [HookName] = [.preReceive]

  /// All names that git looks for: where hooks stand already, each of theirs must go on running.
  static let known: Set<String> = Set(
    HookName.allCases.map(\.rawValue) + [
      "applypatch-msg", "commit-msg", "fsmonitor-watchman", "p4-changelist", "p4-post-changelist",
      "p4-pre-submit", "p4-prepare-changelist", "post-applypatch", "post-checkout", "post-commit",
      "post-index-change", "post-merge", "post-receive", "post-rewrite", "post-update",
      "pre-auto-gc", "pre-rebase", "proc-receive", "push-to-checkout", "sendemail-validate",
      "update",
    ])
}
