import ArgumentParsing
import Documents
import Experiments
import Ledger
import Platform
import Research

/// Makes a draft of a spec.
struct ExperimentNew: Command {
  static let name = "new"
  static let summary = "Make a draft of a spec from the template, and say where it lies"
  static let discussion = """
    It lies in experiments/ at the top of the work tree, under the next free number, and is yours \
    to edit until it is registered; the ledger does not know it. Every gap in it is marked TODO:.
    """
  static let examples = [
    Example("rtrack experiment new \"learning-rate warm-up\""),
    Example("rtrack experiment new warm-up -q", "the path alone"),
    Example("rtrack experiment new warm-up --output .kit/experiments/exp-007-warm-up.md"),
  ]

  @Argument(help: "What it is about, in a few words")
  var name: Line

  @Option(short: "o", value: "FILE", help: "Where the draft is to lie", completion: .files)
  var output: String?

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let path = try output.map { context.path($0) } ?? usual(in: context)
    if try FileSystem.status(path) != nil {
      throw LedgerError(
        .invalid, "\(path) is there already",
        hint: "edit it, or name another place with --output FILE")
    }
    do {
      try FileSystem.makeDirectory(Path.parent(path))
      try FileSystem.create(Array(ExperimentDraft.text(named: name.text).utf8), at: path)
    } catch {
      throw LedgerError(.system, "cannot write \(path): \(error.reason)")
    }
    return DraftReport(path: Path.relative(path, to: context.directory) ?? path)
  }

  /// `experiments/exp-007-warm-up.md` at the top of the work tree.
  private func usual(in context: Context) throws -> String {
    guard let top = try context.workTree() else {
      throw LedgerError(
        .refused, "a bare repository has no work tree for a draft",
        hint: "say where it is to lie, with --output FILE")
    }
    let folder = Path.join(top, "experiments")
    if let status = try FileSystem.status(folder), status.kind != .directory {
      throw LedgerError(
        .refused, "\(folder) is no folder of this work tree",
        hint: "say where the draft is to lie, with --output FILE")
    }
    guard let id = try names(context, folder).next(called: name.text) else {
      throw LedgerError(
        .invalid, "\"\(name.text)\" has no letter or digit for a file's name",
        hint: "say where the draft is to lie, with --output FILE")
    }
    return Path.join(folder, "\(id).md")
  }

  /// What is taken: in the ledger, beside the code, and by other drafts.
  private func names(_ context: Context, _ folder: String) throws -> ExperimentNames {
    let entries = try FileSystem.status(folder) == nil ? [] : try FileSystem.entries(folder)
    let drafts = entries.map { $0.hasSuffix(".md") ? String($0.dropLast(3)) : $0 }
    let ledger = try context.ledger()
    guard try ledger.exists() else { return ExperimentNames(beside: drafts) }
    return try ExperimentNames(in: try ledger.snapshot(), drafts: drafts)
  }
}

/// Where a draft lies.
private struct DraftReport: Report {
  let path: String

  var ids: [String] { [path] }
  var json: [JSON.Member] { [JSON.Member("draft", .string(path))] }

  func text(for terminal: Terminal) -> String {
    terminalSafe(
      "A draft lies at \(path).\n"
        + "Fill in what is marked TODO:, then `rtrack experiment check` and "
        + "`rtrack experiment register` it.\n")
  }
}
