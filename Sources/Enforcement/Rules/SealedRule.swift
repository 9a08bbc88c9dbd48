import Git
import Ledger
import Research

/// Nothing is added to a run's folder once its manifest is committed.
enum SealedRule {
  /// The file that seals the folder it lies in.
  static let manifest = RunFolder.manifest

  /// A path that came into a folder which a parent without it holds sealed.
  static func violation(at change: PathChange) -> Violation? {
    guard let seal = change.seal, let after = change.after, !after.isDirectory,
      zip(seal.parents, change.before).contains(where: { $0 && $1 == nil })
    else { return nil }
    var remedy = "make a new run of it, in a folder of its own"
    if case .runFile(let experiment, _, _)? = Layout.place(of: change.path) {
      remedy += ": `rtrack result add \(Remedy.quoted(experiment.text)) DIR`"
    }
    return Violation(
      .sealed, .added, change.path, after: after,
      message: "it was added to \(seal.folder), whose manifest was committed before",
      remedy: remedy)
  }
}
