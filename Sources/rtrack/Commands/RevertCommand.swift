import ArgumentParsing
import Documents
import Enforcement
import Ledger

/// Reverts code, and keeps what is protected.
struct RevertCommand: Command {
  static let name = "revert"
  static let summary = "Revert a commit's code, and keep the entries and results it brought"
  static let discussion = """
    `git revert` would remove the results that came with the code, and the hooks refuse that. This \
    makes one commit that takes back the code alone. Conflicts are left in the work tree, as git \
    leaves them.
    """
  static let examples = [
    Example("rtrack revert HEAD~2"), Example("rtrack revert 1f7a3c2 --mainline 1"),
  ]

  @Argument(help: "The commit, as git takes it")
  var commit: String

  @Option(value: "N", help: "Of a merge, which of its lines stays, counted from 1")
  var mainline: Int?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try Ledger(of: try context.repository(), environment: context.environment)
    return Reverted(outcome: try CodeRevert(of: ledger).run(commit, mainline: mainline))
  }
}

private struct Reverted: Report {
  let outcome: CodeRevert.Outcome

  var status: Int32 { outcome.commit == nil ? 1 : 0 }
  var ids: [String] { outcome.commit.map { [$0] } ?? [] }

  var json: [JSON.Member] {
    [
      JSON.Member("commit", .optional(outcome.commit)),
      JSON.Member("reverted", .string(outcome.reverted)),
      JSON.Member("kept", .strings(outcome.kept)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let what = outcome.reverted.prefix(10)
    guard let commit = outcome.commit else {
      return "\(what) changed no code; nothing was reverted."
    }
    var lines = ["Commit \(commit.prefix(10)) reverts the code of \(what)."]
    if !outcome.kept.isEmpty {
      lines.append("Kept, for it may not be taken back:")
      lines += outcome.kept.prefix(20).map { "  \($0)" }
      if outcome.kept.count > 20 { lines.append("  and \(outcome.kept.count - 20) more") }
    }
    return lines.map(terminalSafe).joined(separator: "\n")
  }
}
