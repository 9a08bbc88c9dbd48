import ArgumentParsing
import Documents
import Ledger
import Platform
import Research

/// Makes the ledger, or mends what belongs around it.
struct InitCommand: Command {
  static let name = "init"
  static let summary = "Make the ledger of this repository, or mend what belongs around it"
  static let discussion = """
    Makes the ledger branch and the view in .research/. In a clone whose remote has a ledger that \
    one is taken; where only branches of code carry a copy, the ledger is built again from it. Run \
    again it repairs what is missing and changes nothing else.

    With --kit the work tree also gets what a project starts with that follows the experiment \
    protocol: experiments/, results/, templates for specs and hand-offs, and tools/cloud-run, \
    which calls `rtrack cloud`. What is there already is left as it is.
    """
  static let examples = [
    Example("rtrack init", "a ledger in this repository"),
    Example("rtrack init --kit", "and the folders and templates of the protocol"),
    Example("rtrack init --adopt agent/workers", "and a roster from a folder of agent files"),
  ]

  @Option(
    value: "DIR", help: "Take each Markdown file of DIR as an agent: its front matter and page",
    completion: .directories)
  var adopt: String?

  @Flag(help: "Make the folders and templates that the experiment protocol starts with")
  var kit: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let files = try adopt.map { try AgentFiles(in: context.path($0)) }
    let started = kit ? try makeKit(in: context) : nil
    let ledger = try Ledger(of: try context.repository(), environment: context.environment)
    let outcome = try context.founding(of: ledger).establish()
    outcome.warnings.forEach { context.note("rtrack: \($0)") }
    var adopted: [AgentName] = []
    if let files {
      let written = try context.writer(of: ledger).write { try files.composition($0) }
      adopted = written.events.compactMap {
        if case .agent(let name) = $0.thread { name } else { nil }
      }
    }
    var view = "none"
    if let projection = View(of: ledger) {
      let damaged = (try? projection.damage().isEmpty) != true
      switch projection.refresh(rebuilding: damaged) {
      case .current: view = "current"
      case .carried: view = "carried"
      case .behind: view = "behind"
      case .failed(let why):
        view = "failed"
        context.note("rtrack: the view in .research/ was not written: \(why)")
      }
    }
    return Made(
      outcome: outcome, branch: ledger.branchName, adopted: adopted, kit: started, view: view,
      tip: try ledger.tipText())
  }

  private func makeKit(in context: Context) throws -> (made: [String], kept: [String]) {
    guard let top = try context.workTree() else {
      throw LedgerError(
        .refused, "a bare repository has no work tree for a kit",
        hint: "call `rtrack init --kit` in a clone")
    }
    return try KitFiles(in: top).make()
  }
}

/// What `init` did.
private struct Made: Report {
  let outcome: Founding.Outcome
  let branch: String
  let adopted: [AgentName]
  let kit: (made: [String], kept: [String])?
  let view: String
  let tip: String?

  private var origin: String {
    switch outcome.origin {
    case .founded: "founded"
    case .taken: "taken"
    case .restored: "restored"
    case .present: "present"
    }
  }

  var json: [JSON.Member] {
    let started = kit.map {
      [JSON.Member("kit_made", .strings($0.made)), JSON.Member("kit_kept", .strings($0.kept))]
    }
    return [
      JSON.Member("branch", .string(branch)), JSON.Member("origin", .string(origin)),
      JSON.Member("held", .boolean(outcome.isHeld)), JSON.Member("view", .string(view)),
      JSON.Member("mended", .strings(outcome.mended)),
      JSON.Member("warnings", .strings(outcome.warnings)),
      JSON.Member("adopted", .strings(adopted)), JSON.Member("tip", .optional(tip)),
    ] + (started ?? [])
  }

  var ids: [String] { [branch] }

  func text(for terminal: Terminal) -> String {
    var lines: [String] = []
    switch outcome.origin {
    case .founded: lines.append("Made a new ledger on the branch \(branch).")
    case .taken(let remote):
      lines.append("Took the ledger from \(remote), trusting it on this first use.")
    case .restored(let from, let commits):
      lines.append("Built the ledger again from \(from): \(commits) commits.")
    case .present: lines.append("The ledger is on the branch \(branch).")
    }
    lines += outcome.mended.map { "  \($0)" }
    if !adopted.isEmpty {
      lines.append("On the roster now: \(adopted.map(\.text).joined(separator: ", ")).")
    }
    if let kit {
      lines += kit.made.map { "  made \($0)" } + kit.kept.map { "  kept \($0)" }
      lines.append("Yours to decide:")
      lines += KitFiles.advice.map { "  \($0)" }
    }
    if outcome.origin == .founded && adopted.isEmpty {
      lines.append("Next: `rtrack agent add NAME`, then `rtrack guide` for what agents are told.")
    }
    return lines.joined(separator: "\n")
  }
}
