import Git
public import Ledger
public import Research

extension Verification {
  /// What a repository holds now, to be written down.
  public static func statement(of ledger: Ledger, at now: Timestamp) throws -> WitnessStatement {
    let exists = try ledger.exists()
    let policy = exists ? try ledger.snapshot().policy() : Policy()
    return try WitnessStatement(
      of: ledger.repository, ledger: exists ? ledger : nil, protections: Protections(of: policy),
      at: now)
  }

  /// The program that fetches time stamps, as git's configuration names it.
  public static func stampCommand(of ledger: Ledger) throws -> String? {
    try ledger.repository.setting("rtrack.stampCommand")
  }
}
