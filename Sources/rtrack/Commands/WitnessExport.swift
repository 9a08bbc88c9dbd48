import ArgumentParsing
import Documents
import Enforcement
import Ledger
import Platform
import Research

/// Writes down what this repository holds, for somebody else to keep.
struct WitnessExport: Command {
  static let name = "export"
  static let summary = "Write down what this repository holds, for somebody else to keep"
  static let discussion = """
    One line for each file of the ledger, and for each protected file of every branch, with its \
    blob. Kept elsewhere, it shows later what is gone: `rtrack verify --witness FILE`. With --sign \
    the file is signed by an ssh key; with --stamp an authority's RFC 3161 time stamp is put \
    beside it, fetched by the program that git's rtrack.stampCommand names.
    """
  static let examples = [
    Example("rtrack witness export ../kept/witness.txt"),
    Example("rtrack witness export w.txt --sign ~/.ssh/id_ed25519 --stamp"),
  ]

  @Argument(help: "The file to write; one that is there is not written over", completion: .files)
  var file: String

  @Option(value: "KEY", help: "Sign it with this ssh key", completion: .files)
  var sign: String?

  @Flag(help: "Have it time-stamped by git's rtrack.stampCommand")
  var stamp: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let path = context.path(file)
    if try FileSystem.status(path) != nil {
      throw LedgerError(
        .refused, "\(file) is there already", hint: "name a file that is not there yet")
    }
    let ledger = try context.ledger()
    let command = try Verification.stampCommand(of: ledger)
    if stamp, command == nil {
      throw LedgerError(
        .refused, "no program is set that fetches time stamps",
        hint: "it gets the query on standard input: `git config rtrack.stampCommand PROGRAM`")
    }
    let statement = try Verification.statement(of: ledger, at: context.now())
    try FileSystem.write(statement.serialized(), to: path)
    var files = [path]
    if let sign {
      files.append(
        try WitnessSeal.sign(
          path, key: context.path(sign), environment: context.environment))
    }
    if stamp, let command {
      files.append(
        try WitnessSeal.stamp(path, command: command, environment: context.environment))
    }
    return ExportReport(files: files, statement: statement)
  }
}

private struct ExportReport: Report {
  let files: [String]
  let statement: WitnessStatement

  var ids: [String] { files }

  var json: [JSON.Member] {
    [
      JSON.Member("files", .strings(files)), JSON.Member("at", .string(statement.at.description)),
      JSON.Member("branches", .integer(statement.branches.count)),
      JSON.Member("entries", .integer(entries)),
    ]
  }

  private var entries: Int { statement.branches.reduce(0) { $0 + $1.entries.count } }

  func text(for terminal: Terminal) -> String {
    let branches = statement.branches.count
    return "Wrote down \(entries) \(entries == 1 ? "entry" : "entries") of "
      + "\(branches) \(branches == 1 ? "branch" : "branches"):\n"
      + files.map { "  \(terminalSafe($0))\n" }.joined()
      + "Keep it where nobody who can push here can write.\n"
  }
}
