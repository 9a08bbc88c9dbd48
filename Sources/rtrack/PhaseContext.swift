import Enforcement
import Git
import Ledger
import Research

/// The phase of the protocol that holds where a command was called.
extension Context {
  /// Where this work tree keeps its phase; outside of a repository there is none.
  func phaseFile() throws -> PhaseFile {
    PhaseFile(gitDirectory: try repository().gitDirectory)
  }

  /// The phase that holds here, whoever said so; nil when none does.
  func phase() throws -> PhaseStanding? {
    let repository = try repository()
    return try PhaseStanding.standing(
      environment, file: PhaseFile(gitDirectory: repository.gitDirectory)
    ) { try role(in: repository) }
  }

  /// The role of whoever speaks; nil where nobody does, or there is no ledger to know it from.
  func role() throws -> String? { try role(in: repository()) }

  private func role(in repository: Repository) throws -> String? {
    let ledger = try Ledger(of: repository, environment: environment)
    guard try ledger.exists() else { return nil }
    let speaker = try? Speaker(self, try ledger.snapshot()).required(nil)
    return speaker?.profile.role
  }
}
