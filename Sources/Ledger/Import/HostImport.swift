public import Research

/// Takes what a host exported into the ledger: what is not there yet, in one commit.
public struct HostImport {
  let export: HostExport

  /// An import of what was read.
  public init(_ export: HostExport) { self.export = export }

  /// What an import did, or would do.
  public struct Outcome: Sendable {
    /// Issues that were opened, in order.
    public internal(set) var opened: [IssueNumber] = []
    /// Comments that were added.
    public internal(set) var comments = 0
    /// Titles, texts, labels, assignees and states that changed on the host since.
    public internal(set) var changes = 0
    /// Pull requests that were linked to issues.
    public internal(set) var pullRequests = 0
    /// Issues that were here already.
    public internal(set) var knownIssues = 0
    /// Comments that were here already.
    public internal(set) var knownComments = 0
    /// Issues of which a newer export was imported before.
    public internal(set) var older: [IssueNumber] = []
    /// Comments on pull requests, which have no thread here.
    public internal(set) var leftOut = 0
    /// Who is on no roster, and how much of what was written is theirs.
    public internal(set) var authors: [String: Int] = [:]

    /// An outcome of nothing.
    public init() {}

    /// What was written, in words: `200 issues`, `1 comment`.
    public var news: [String] {
      [
        Self.count(opened.count, "issue"), Self.count(comments, "comment"),
        Self.count(changes, "change"), Self.count(pullRequests, "pull request"),
      ].compactMap { $0 }
    }

    /// What was here already, in words.
    public var known: [String] {
      [Self.count(knownIssues, "issue"), Self.count(knownComments, "comment")].compactMap { $0 }
    }

    /// `1 issue`, `200 issues`; nil for none.
    private static func count(_ number: Int, _ thing: String) -> String? {
      number == 0 ? nil : "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
  }

  /// Decides what to write.
  ///
  /// - Throws: ``Refusal`` naming every number that another issue has here; ``LedgerError`` when
  ///   comments belong to issues that are nowhere.
  public func compose(
    _ composer: Composer, by speaker: AgentName
  ) throws -> (composition: Composition, outcome: Outcome) {
    let voices = HostVoices(roster: try composer.snapshot.roster())
    var work = ImportWork(composer, try HostThreads(composer), voices)
    let issues = Dictionary(export.issues.map { ($0.number, $0) }, uniquingKeysWith: newer)
    let pullRequests = Set(export.pullRequests.map(\.number))
    let comments = export.comments.filter { !pullRequests.contains($0.number) }
    work.outcome.leftOut = export.leftOut + export.comments.count - comments.count
    let talk = Dictionary(grouping: comments, by: \.number)
    try work.find(issues: Set(issues.keys), commented: Set(talk.keys))
    for number in Set(issues.keys).union(talk.keys).sorted() {
      try work.take(number, issues[number], talk[number] ?? [])
    }
    for request in export.pullRequests.sorted(by: { $0.number < $1.number }) {
      try work.link(request, besides: pullRequests)
    }
    let outcome = work.outcome
    var composition = Composition(work.events, speaker: speaker, act: "import github")
    composition.about = outcome.news.joined(separator: ", ")
    return (composition, outcome)
  }

  private func newer(_ a: HostIssue, _ b: HostIssue) -> HostIssue {
    (a.updated ?? a.created) > (b.updated ?? b.created) ? a : b
  }
}
