import Ledger
import Platform
import Research

/// What to do instead of breaking a rule: the command that does what was meant.
enum Remedy {
  static func instead(of act: Violation.Act, _ change: PathChange) -> String {
    if LedgerPath.isInside(change.path), case .event = Layout.place(of: change.path) {
      return "what changes is said in a new event, such as "
        + "`rtrack comment`, `rtrack issue edit` or `rtrack policy set`"
    }
    if case .spec(let id, _)? = Layout.place(of: change.path) {
      return "what is promised anew is said beside it: "
        + "`rtrack experiment amend \(quoted(id.text)) FILE --reason TEXT`"
    }
    if case .runFile(let experiment, let run, _)? = Layout.place(of: change.path) {
      return "what is measured anew is a new run: `rtrack result add "
        + "\(quoted(experiment.text)) DIR --supersedes \(run) --reason TEXT`"
    }
    switch change.protection.content {
    case .specs:
      return "what is promised anew is a new spec beside this one, "
        + "which names it and says what changed and why"
    case .results:
      return "what is measured anew is a new run beside the old: "
        + "in a folder of its own"
    case .files:
      return act == .changed || act == .emptied
        ? "put the new version beside it, under a name of its own"
        : "leave it where it is, and put a copy where another is needed"
    }
  }

  /// A path as a shell takes it.
  static func quoted(_ path: String) -> String { ShellQuoting.plain(path) }
}
