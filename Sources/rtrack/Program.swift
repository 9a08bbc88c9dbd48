import ArgumentParsing
import Documents
import Ledger
import Platform
import Research

/// One call of rtrack: words in, text and a status out.
enum Program {
  static let version = "0.1.0"

  /// What a call printed on standard output, said on standard error, and answered.
  struct Outcome {
    var output = ""
    var errors = ""
    var status: Int32 = 0
  }

  static func run(_ arguments: [String], in context: Context) -> Outcome {
    var outcome = Outcome()
    // git waits for its hooks; what they were called with needs no reading.
    if arguments.count > 1, arguments[0] == "hook", !arguments[1].hasPrefix("-") {
      return hook(arguments[1], Array(arguments.dropFirst(2)), in: context)
    }
    do {
      switch try CommandList.tree.parse(Self.leadingDirectoryLast(arguments)) {
      case .version: outcome.output = "rtrack \(version)\n"
      case .help(let path):
        outcome.output = CommandList.tree.help(path: path, columns: context.terminal.columns)
      case .run(let definition, path: _):
        guard let command = Self.command(definition) else { return outcome }
        outcome = run(command, in: context)
      }
    } catch {
      outcome = failed(error, json: arguments.contains("--json"))
    }
    return outcome
  }

  /// A command of this program. Asked is what it is; else the box that it comes in would be asked
  /// too, and each asking takes a look at all that conforms to anything.
  private static func command(_ definition: some CommandDefinition) -> (any Command)? {
    definition as? any Command
  }

  private static func hook(
    _ name: String, _ arguments: [String], in context: Context
  ) -> Outcome {
    let passes = HookCommand.passes(name, arguments)
    if passes { Machine.succeedOnFaults() }
    do {
      try HookCommand.run(name, arguments, in: context)
      return Outcome()
    } catch {
      var outcome = failed(error, json: false)
      if passes, outcome.status != 1 { outcome.status = 0 }
      return outcome
    }
  }

  /// `rtrack -C DIR list`, as git takes it, is `rtrack list -C DIR`.
  private static func leadingDirectoryLast(_ arguments: [String]) -> [String] {
    guard arguments.count > 2, arguments[0] == "-C" || arguments[0] == "--directory" else {
      return arguments
    }
    let end = arguments.firstIndex(of: "--") ?? arguments.count
    return Array(arguments[2..<end]) + Array(arguments[..<2]) + Array(arguments[end...])
  }

  private static func run(_ command: any Command, in context: Context) -> Outcome {
    var context = context
    context.basis = AnswerBasis()
    do {
      if let directory = command.common.directory {
        context.directory = try Self.folder(context.path(directory), named: directory)
      }
      let report = try command.run(in: context)
      return Outcome(
        output: Printer.output(report, command.common, in: context), errors: "",
        status: report.status)
    } catch {
      return failed(error, json: command.common.json)
    }
  }

  private static func folder(_ path: String, named given: String) throws -> String {
    guard try FileSystem.status(path, following: true)?.kind == .directory else {
      throw LedgerError(
        .invalid, "there is no folder \(given) to work in", hint: "name one with -C DIR")
    }
    return path
  }

  private static func failed(_ error: any Error, json: Bool) -> Outcome {
    let failure = Failure(error)
    return Outcome(
      output: json ? Printer.document(failure.json) : "", errors: failure.text,
      status: failure.status)
  }
}
