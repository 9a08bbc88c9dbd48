import ArgumentParsing
import Documents
import Enforcement
import Ledger

/// Commits the ledger's files beside the code.
struct CarryCommand: Command {
  static let name = "carry"
  static let summary = "Commit the ledger's files beside the code, on the branch you are on"
  static let discussion = """
    One commit for all that is new in the ledger, made by git with your hooks and identity. What \
    else is staged or changed stays as it is. A clone that has only this branch builds the ledger \
    again from it: rtrack init.
    """
  static let examples = [Example("rtrack carry")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    var carry = Carry(of: ledger)
    if try ledger.exists() {
      let standing = try Standing(of: try ledger.snapshot(), environment: context.environment)
      carry.redacted = standing.redactions
    }
    return CarryReport(outcome: try carry.run())
  }
}

private struct CarryReport: Report {
  let outcome: Carry.Outcome

  private var branch: String? {
    outcome.branch.map { $0.hasPrefix("refs/heads/") ? String($0.dropFirst(11)) : $0 }
  }

  var ids: [String] { outcome.commit.map { [$0] } ?? [] }

  var json: [JSON.Member] {
    [
      JSON.Member("commit", .optional(outcome.commit)),
      JSON.Member("files", .integer(outcome.files)),
      JSON.Member("removed", .strings(outcome.removed)), JSON.Member("branch", .optional(branch)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let place = branch ?? "the commit checked out here"
    guard let commit = outcome.commit else {
      return "\(place) carries all of the ledger already."
    }
    let files = counted(outcome.files, "file")
    let removed = outcome.removed.map { "\n  without \(terminalSafe($0)), which was redacted" }
    return "\(place) carries \(files) more of the ledger: commit \(commit.prefix(10))."
      + removed.joined()
  }
}
