import ArgumentParsing
import Documents
import Enforcement
import Ledger
import Reports
import Research

/// Writes the text of a pull request.
struct PullRequestCommand: Command {
  static let name = "pr"
  static let summary = "Write the text of a pull request, of an issue or an experiment"
  static let discussion = """
    What was asked, what was done, what the experiments promised and measured, what was tried and \
    failed, and what `rtrack verify` says now: Markdown to be handed to a host's own program; \
    nothing is sent. An issue's experiments are those that it names. Words that a host would act \
    upon (`#12`, `@name`, \"fixes\") are taken apart unless the ledger's numbers mirror the host's.
    """
  static let examples = [
    Example(
      "rtrack pr 194 | gh pr create --title \"$(rtrack pr 194 --title)\" --body-file -",
      "on GitHub"),
    Example("rtrack pr exp-001-lr-warmup"), Example("rtrack pr 194 --title", "one line"),
  ]

  @Argument(
    name: "subject",
    help: "The issue or the experiment it is about, such as 194 or exp-001-lr-warmup",
    hint: "a shell takes `#194` for the start of a comment of its own: write 194",
    completion: .command(["list", "-q"]))
  var subject: RequestSubject

  @Flag(help: "Print the title alone")
  var title: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let snapshot = try context.ledger().snapshot()
    let request: PullRequest
    switch subject {
    case .issue(let reference):
      let issue = try context.issue(reference, in: snapshot, conversation: true)
      request = try PullRequest(about: issue, in: snapshot, verified: verified(context))
    case .experiment(let reference):
      let experiment = try context.experiment(reference, in: snapshot)
      request = try PullRequest(about: experiment, in: snapshot, verified: verified(context))
    }
    context.tellUnreadable(snapshot)
    return PullRequestReport(request: request, isTitle: title)
  }

  /// What `verify` says, which looks at what is new since the last time; nil where it cannot.
  private func verified(_ context: Context) throws -> Verification.Answer? {
    if title, !common.json { return nil }
    let verification = Verification(
      of: try context.repository(), ledger: try context.ledger(), version: Program.version,
      environment: context.environment)
    do {
      return try verification.run(Verification.Question())
    } catch {
      context.note("rtrack: whether everything stands could not be checked: see `rtrack verify`")
      return nil
    }
  }
}

/// What a request is about.
enum RequestSubject: ExpressibleByArgument, Hashable {
  case issue(IssueReference)
  case experiment(ExperimentReference)

  init(argument: String) throws(ArgumentFault) {
    if let issue = try? IssueReference(argument: argument) {
      self = .issue(issue)
    } else if let experiment = try? ExperimentReference(argument: argument) {
      self = .experiment(experiment)
    } else {
      throw ArgumentFault(
        "expected the number of an issue, such as 194, or an experiment, such as exp-001-lr-warmup")
    }
  }

  var argumentText: String {
    switch self {
    case .issue(let reference): reference.argumentText
    case .experiment(let reference): reference.argumentText
    }
  }
}

/// The text itself.
private struct PullRequestReport: Report {
  let request: PullRequest
  let isTitle: Bool

  var isVerbatim: Bool { true }

  var json: [JSON.Member] {
    [
      JSON.Member("title", .string(request.title)),
      JSON.Member("body", .string(request.body)),
    ]
  }

  func text(for terminal: Terminal) -> String { isTitle ? request.title : request.body }
}
