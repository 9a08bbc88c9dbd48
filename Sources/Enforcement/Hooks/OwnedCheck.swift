import Git
import Ledger
import Platform
import Research

/// Looks at what is about to be committed by the phase that holds in this work tree.
///
/// Only what the commit itself writes is judged: what it holds otherwise than every parent. What a
/// merge, a rebase or a cherry-pick brings along was written elsewhere, and so was a copy of what
/// the ledger holds.
struct OwnedCheck {
  let ledger: Ledger
  let protections: Protections
  /// The role of whoever speaks; asked for only where nothing else names a phase.
  let role: () throws -> String?

  private var repository: Repository { ledger.repository }

  /// What the phase may not write; none where no phase holds.
  ///
  /// - Parameters:
  ///   - tree: the root of what is staged.
  ///   - parents: the roots of the commits below it.
  func violations(in tree: ObjectID, over parents: [ObjectID]) throws -> [Violation] {
    let standing = try PhaseStanding.standing(
      ledger.environment, file: PhaseFile(gitDirectory: repository.gitDirectory), role: role)
    guard let standing, try !isBringingAlong else { return [] }
    let places = ProtocolPlaces(protections: protections.all)
    let ledger = try ledger.tip().map { try repository.commit($0).tree }
    var found: [Violation] = []
    try repository.difference(from: parents.first, to: tree) { change in
      if let ledger, let new = change.new,
        try repository.entry(at: change.path, in: ledger)?.isSame(as: new) == true
      {
        return
      }
      let isOwn = try parents.dropFirst().allSatisfy { parent in
        let there = try repository.entry(at: change.path, in: parent)
        guard let there, let new = change.new else { return (there == nil) != (change.new == nil) }
        return !there.isSame(as: new)
      }
      guard isOwn else { return }
      do throws(Refusal) {
        try OwnedRule.check(change.path, in: standing, on: .committing, places: places)
      } catch {
        let act: Violation.Act =
          change.old == nil ? .added : change.new == nil ? .removed : .changed
        found.append(
          Violation(
            .owned, act, change.path, before: change.old, after: change.new,
            message: error.reason, remedy: error.hint))
      }
    }
    return found
  }

  /// Whether git is replaying commits that were made before.
  private var isBringingAlong: Bool {
    get throws {
      let marks = ["rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD"]
      return try marks.contains {
        try FileSystem.status(Path.join(repository.gitDirectory, $0)) != nil
      }
    }
  }
}
