import ArgumentParsing
import Documents
import Ledger

/// Brings the view in step.
struct FilesCommand: Command {
  static let name = "files"
  static let summary = "Bring the files in .research/ in step with the ledger"
  static let discussion = """
    They are for eyes, grep and editors; nothing is read back from them, so whatever happened to \
    them is put right. What was written there by hand and is not in the ledger stays, and is \
    listed. With `git config ledger.files open` closed issues have no files there.
    """
  static let examples = [
    Example("rtrack files"),
    Example("rtrack files --check", "change nothing; exit with 1 when something is damaged"),
  ]

  @Flag(help: "Change nothing; exit with 1 when a file is not what the ledger holds")
  var check: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try context.ledger()
    guard let view = View(of: ledger) else {
      throw LedgerError(
        .refused, "a bare repository has no work tree, and so no view",
        hint: "read the ledger itself, as with `rtrack show` or `git show \(ledger.branchName):`")
    }
    guard let tip = try ledger.tipText() else {
      throw LedgerError(
        .noLedger, "there is no ledger in this repository", hint: "make one with `rtrack init`")
    }
    let damaged = try view.damage()
    if !check {
      if case .failed(let why) = view.refresh(rebuilding: !damaged.isEmpty) {
        throw LedgerError(
          .system, "the view was not written: \(why)",
          hint: "move what stands in its way, then `rtrack files` again; the ledger is whole")
      }
    }
    return FilesReport(
      isCheck: check, standing: try view.standing(), damaged: damaged,
      strays: try view.strays(), folder: view.folder, tip: tip)
  }
}

private struct FilesReport: Report {
  let isCheck: Bool
  let standing: View.Standing
  let damaged: [String]
  let strays: [String]
  let folder: String
  let tip: String

  var status: Int32 {
    guard isCheck else { return 0 }
    return damaged.isEmpty && standing != .blocked ? 0 : 1
  }

  /// What is or was damaged.
  var ids: [String] { damaged }

  var json: [JSON.Member] {
    [
      JSON.Member("folder", .string(folder)), JSON.Member("tip", .string(tip)),
      JSON.Member("view", .string(StandingWords(standing).word)),
      JSON.Member("behind", .optional(StandingWords(standing).behind)),
      JSON.Member("behind_more", .boolean(StandingWords(standing).hasMore)),
      JSON.Member("damaged", .strings(damaged)),
      JSON.Member("repaired", .boolean(!isCheck && !damaged.isEmpty)),
      JSON.Member("strays", .strings(strays)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    var text: String
    switch standing {
    case .current: text = ".research/ shows the ledger as of \(tip.prefix(10)).\n"
    case .behind(let backlog):
      text = ".research/ is \(backlog.text) behind: `rtrack files` brings it forward\n"
    case .carried(let backlog):
      text = "This branch carries .research/ itself, so nothing is written there"
      text +=
        backlog.files == 0
        ? ".\n" : "; it lacks \(backlog.text) of the ledger: `rtrack carry`\n"
    case .missing: text = "There is no view in .research/: `rtrack files` makes it\n"
    case .blocked:
      text = "\(terminalSafe(folder)) is no folder; move it away, then `rtrack files`\n"
    }
    if !damaged.isEmpty {
      text += isCheck ? "Not what the ledger holds:\n" : "Put right:\n"
      text += damaged.map { "  \(terminalSafe($0))\n" }.joined()
    }
    if !strays.isEmpty {
      text += "Not in the ledger; `rtrack add FILE` takes an event in:\n"
      text += strays.map { "  \(terminalSafe($0))\n" }.joined()
    }
    return text
  }
}
