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
    do {
      switch try CommandList.tree.parse(arguments) {
      case .version: outcome.output = "rtrack \(version)\n"
      case .help(let path):
        outcome.output = CommandList.tree.help(path: path, columns: context.terminal.columns)
      case .run(let definition, path: _):
        guard let command = definition as? any Command else { return outcome }
        outcome = run(command, in: context)
      }
    } catch {
      outcome = failed(error, json: arguments.contains("--json"))
    }
    return outcome
  }

  private static func run(_ command: any Command, in context: Context) -> Outcome {
    var context = context
    if let directory = command.common.directory { context.directory = context.path(directory) }
    do {
      let report = try command.run(in: context)
      return Outcome(
        output: Printer.output(report, command.common, context.terminal), errors: "",
        status: report.status)
    } catch {
      return failed(error, json: command.common.json)
    }
  }

  private static func failed(_ error: any Error, json: Bool) -> Outcome {
    let failure = Failure(error)
    return Outcome(
      output: json ? Printer.document(failure.json) : "", errors: failure.text,
      status: failure.status)
  }
}
