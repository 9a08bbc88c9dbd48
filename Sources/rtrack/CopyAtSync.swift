import Documents
import Enforcement
import Git
import Ledger
import Research

/// The copy of the ledger on the branch that is checked out, kept in step by `sync` where the
/// policy names that branch. What is amiss with it is told, and never fails the sync.
struct CopyAtSync {
  let context: Context
  let ledger: Ledger

  init(of ledger: Ledger, in context: Context) {
    self.ledger = ledger
    self.context = context
  }

  /// Takes in what the branch carries and the ledger does not hold; answers how many files.
  func takeIn() -> Int { told { try $0.takeIn() } ?? 0 }

  /// Commits what the branch does not carry yet; nil where nothing is to be carried here.
  func carry() -> Carry.Outcome? { told { try $0.run() } }

  private func told<Answer>(_ work: (Carry) throws -> Answer) -> Answer? {
    do {
      guard try ledger.exists(), ledger.repository.workTree != nil else { return nil }
      let standing = try Standing(of: try ledger.snapshot(), environment: context.environment)
      guard case .branch(let name) = standing.policy.carrying,
        try ledger.repository.head().branch == "refs/heads/\(name)"
      else { return nil }
      return try work(
        Carry(of: ledger, writer: context.writer(of: ledger), redacted: standing.redactions))
    } catch {
      let failure = Failure(error)
      let hint = failure.hint.map { "\n  \($0)" } ?? ""
      context.note(terminalSafe("rtrack: the copy was not carried: \(failure.message)") + hint)
      return nil
    }
  }
}
