import ArgumentParsing
import Documents
import Enforcement
import Ledger
import Research

/// Commits the ledger's files beside the code.
struct CarryCommand: Command {
  static let name = "carry"
  static let summary = "Commit the ledger's files beside the code, on the branch you are on"
  static let discussion = """
    One commit for all that is new in the ledger, made by git with your hooks and identity. What \
    else is staged or changed stays as it is. A clone that has only this branch builds the ledger \
    again from it: rtrack init. What the branch carries and the ledger does not hold yet, as after \
    a merge of another clone's branch, is taken into the ledger first.

    With `rtrack policy set carry main`, each sync that is made on main carries by itself, in one \
    commit; `rtrack policy set carry none` stops it, and the copy stays as it is.
    """
  static let examples = [Example("rtrack carry")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    let writer = context.writer(of: ledger)
    guard try ledger.exists() else {
      return CarryReport(outcome: try Carry(of: ledger, writer: writer).run(), taken: 0)
    }
    let standing = try Standing(of: try ledger.snapshot(), environment: context.environment)
    if standing.policy.carrying == .stopped {
      throw Refusal(
        rule: "carry", reason: "the policy has it that no branch carries the ledger any longer",
        hint: "whoever may change that does so with `rtrack policy set carry by-hand`")
    }
    let carry = Carry(of: ledger, writer: writer, redacted: standing.redactions)
    let taken = try carry.takeIn()
    return CarryReport(outcome: try carry.run(), taken: taken)
  }
}

/// What the branch carries now.
struct CarryReport: Report {
  let outcome: Carry.Outcome
  /// Files that only the branch had, and the ledger holds now.
  let taken: Int

  private var branch: String? {
    outcome.branch.map { $0.hasPrefix("refs/heads/") ? String($0.dropFirst(11)) : $0 }
  }

  var ids: [String] { outcome.commit.map { [$0] } ?? [] }

  var json: [JSON.Member] {
    [
      JSON.Member("commit", .optional(outcome.commit)),
      JSON.Member("files", .integer(outcome.files)),
      JSON.Member("removed", .strings(outcome.removed)), JSON.Member("branch", .optional(branch)),
      JSON.Member("taken_in", .integer(taken)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let place = branch ?? "the commit checked out here"
    let taken = Self.taking(self.taken)
    guard let commit = outcome.commit else {
      return taken + "\(place) carries all of the ledger already."
    }
    let files = counted(outcome.files, "file")
    let removed = outcome.removed.map { "\n  without \(terminalSafe($0)), which was redacted" }
    return taken + "\(place) carries \(files) more of the ledger: commit \(commit.prefix(10))."
      + removed.joined()
  }

  /// What was taken from the branch, in a line; nothing where that is none.
  static func taking(_ files: Int) -> String {
    files == 0 ? "" : "Took \(counted(files, "file")) into the ledger that only the branch had.\n"
  }
}
