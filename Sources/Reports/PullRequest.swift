public import Enforcement
import Git
public import Ledger
public import Research

/// What a pull request says of its work: what was asked, what was done, the experiments with what
/// they promised and measured, and what was tried and failed.
///
/// Made from the ledger alone, so that it says what was said, and not what somebody remembers.
public struct PullRequest: Sendable {
  /// One line.
  public let title: String
  /// Markdown.
  public let body: String

  /// About an issue, its conversation read, and the experiments that it speaks of.
  ///
  /// - Parameter answer: what `verify` says of everything; nil where that could not be asked.
  public init(
    about issue: Issue, in snapshot: Snapshot, verified answer: Verification.Answer?
  ) throws {
    let folder = Layout.folder(ofIssue: issue.place) + "/"
    self.init(
      about: issue, experiments: try ReportedExperiment.all(of: issue, in: snapshot),
      numbering: try snapshot.plainPolicy().numbering,
      unreadable: snapshot.faults.filter { $0.path.hasPrefix(folder) }.count,
      verified: answer.map { VerifyLine($0) } ?? .unknown, source: Self.source(snapshot))
  }

  /// About an experiment.
  ///
  /// - Parameter answer: what `verify` says of everything; nil where that could not be asked.
  public init(
    about experiment: Experiment, in snapshot: Snapshot, verified answer: Verification.Answer?
  ) throws {
    self.init(
      about: try ReportedExperiment(experiment, in: snapshot),
      numbering: try snapshot.plainPolicy().numbering,
      verified: answer.map { VerifyLine($0) } ?? .unknown, source: Self.source(snapshot))
  }

  /// - Parameters:
  ///   - unreadable: how many files of the issue could not be read.
  ///   - source: what it was read from.
  init(
    about issue: Issue, experiments: [ReportedExperiment] = [], numbering: Numbering,
    unreadable: Int = 0, verified: VerifyLine = .unknown, source: String
  ) {
    let text = HostText(numbering)
    let sections = IssueSections(issue: issue, text: text, numbering: numbering)
    var page = MarkdownPage()
    sections.addAsked(to: &page)
    sections.addDone(to: &page)
    if !experiments.isEmpty { page.add(heading: "What was promised and measured") }
    for experiment in experiments {
      ExperimentSections(subject: experiment, text: text).addResults(to: &page)
    }
    sections.addFailed(to: &page)
    if unreadable > 0 {
      page.add("Files of this issue that could not be read, and so are not in this: \(unreadable).")
    }
    page.end(verified, "`rtrack pr \(issue.number)`", source)
    title = text.line(issue.title, longest: Self.longestTitle)
    body = page.text + "\n"
  }

  init(
    about subject: ReportedExperiment, numbering: Numbering, verified: VerifyLine = .unknown,
    source: String
  ) {
    let text = HostText(numbering)
    let sections = ExperimentSections(subject: subject, text: text)
    var page = MarkdownPage()
    sections.addAsked(to: &page)
    page.add(heading: "What was promised and measured")
    sections.addResults(to: &page, isNamed: true)
    sections.addFailed(to: &page)
    page.end(verified, "`rtrack pr \(subject.experiment.id)`", source)
    title = text.line(subject.experiment.inForce.record.title, longest: Self.longestTitle)
    body = page.text + "\n"
  }

  private static func source(_ snapshot: Snapshot) -> String {
    snapshot.tips.map(\.short).joined(separator: " and ")
  }

  /// GitHub takes 256 characters.
  private static let longestTitle = 200
}

extension MarkdownPage {
  /// What every request ends with.
  fileprivate mutating func end(_ verified: VerifyLine, _ command: String, _ source: String) {
    add(heading: "Whether it stands")
    add(verified.text)
    add("Written by \(command) from the ledger at \(source).")
  }
}
