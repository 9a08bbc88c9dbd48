import Git
import Ledger
import Research

/// Finds out who speaks. Identity is a claim; what matters is that it is one name of the roster,
/// and never somebody's by accident.
struct Speaker {
  let context: Context
  let snapshot: Snapshot

  init(_ context: Context, _ snapshot: Snapshot) {
    self.context = context
    self.snapshot = snapshot
  }

  /// The roster's entry for whoever speaks.
  func required(_ given: String?) throws -> Agent {
    guard let name = try claimed(given) else { throw try missing() }
    return try onRoster(name)
  }

  /// As ``required(_:)``, but nobody named means the machine.
  func orSystem(_ given: String?) throws -> AgentName {
    guard let name = try claimed(given) else { return .system }
    if name == AgentName.system.text { return .system }
    return try onRoster(name).name
  }

  /// The name as it was given, in the order of precedence; nil when nobody said.
  private func claimed(_ given: String?) throws -> String? {
    if let given { return given }
    if let variable = context.environment["RTRACK_AGENT"], !variable.isEmpty { return variable }
    // On a machine that several agents share, git's configuration would make one speak as another.
    let agents = try snapshot.roster().active.filter { $0.kind == .agent }
    if agents.count > 1 { return nil }
    return try snapshot.repository.setting("rtrack.agent")
  }

  private func onRoster(_ spelling: String) throws -> Agent {
    // A name as it is written needs no look at everybody else.
    let exact = try AgentName(spelling).flatMap { try snapshot.agent($0) }
    guard let agent = try exact ?? snapshot.roster().agent(spelled: spelling) else {
      throw try Self.unknown(spelling, roster: snapshot.roster())
    }
    guard agent.isActive else {
      throw LedgerError(
        .unknownAgent, "\(agent.name) has been retired",
        hint: "bring it back with `rtrack agent add \(agent.name)`")
    }
    return agent
  }

  static func unknown(_ spelling: String, roster: Roster) throws -> LedgerError {
    let near = roster.nearest(to: spelling).map { "\($0)" }
    let hint =
      near.isEmpty
      ? "add it with `rtrack agent add NAME`, or see the roster with `rtrack agent list`"
      : "did you mean \(near.joined(separator: ", "))? The roster: `rtrack agent list`"
    return LedgerError(.unknownAgent, "\"\(spelling)\" is not on the roster", hint: hint)
  }

  private func missing() throws -> LedgerError {
    let active = try snapshot.roster().active
    if active.isEmpty {
      return LedgerError(
        .identity, "nobody is on the roster yet, so nobody can speak",
        hint: "begin with `rtrack agent add NAME`, then `--as NAME`")
    }
    let names = active.prefix(5).map { "\($0.name)" }.joined(separator: ", ")
    let agents = active.filter { $0.kind == .agent }
    let configured = try snapshot.repository.setting("rtrack.agent")
    if configured != nil, agents.count > 1 {
      return LedgerError(
        .identity,
        "git's rtrack.agent is no identity while \(agents.count) agents share the roster",
        hint: "say who speaks with --as NAME or RTRACK_AGENT=NAME (\(names))")
    }
    return LedgerError(
      .identity, "it is not known who speaks",
      hint: "say so with --as NAME or RTRACK_AGENT=NAME (on the roster: \(names))")
  }
}

extension Context {
  /// The issue that a call names.
  func issue(
    _ reference: IssueReference, in snapshot: Snapshot, conversation: Bool = false
  ) throws -> Issue {
    let number = try hosted(reference.number, in: snapshot)
    let all =
      try reference.suffix == nil
      ? snapshot.issues(number, conversation: conversation)
      : snapshot.issues(everCalled: number, conversation: conversation)
    if let suffix = reference.suffix {
      let fitting = all.filter { $0.opening.suffix.hasPrefix(suffix) }
      if fitting.count == 1 { return fitting[0] }
    } else if all.count == 1 {
      return all[0]
    }
    if all.isEmpty {
      throw LedgerError(
        .unknownIssue, "there is no issue \(reference.number)",
        hint: "see them with `rtrack list --state all`")
    }
    if let suffix = reference.suffix, !all.contains(where: { $0.opening.suffix.hasPrefix(suffix) })
    {
      let known = all.map { "\(number)~\($0.opening.suffix)" }.joined(separator: ", ")
      throw LedgerError(
        .unknownIssue, "no opening of issue \(number) ends with ~\(suffix)",
        hint: "there is \(known)")
    }
    let choices = all.map { "\($0.number)~\($0.opening.suffix) (\($0.title))" }
    throw LedgerError(
      .ambiguous, "issue \(number) is ambiguous: two clones opened it before they met",
      hint: "say which: \(choices.joined(separator: ", ")); `rtrack sync` settles it")
  }

  /// A number that a host gave to an issue opened here leads to that issue.
  private func hosted(_ number: IssueNumber, in snapshot: Snapshot) throws -> IssueNumber {
    guard !number.isLocal, try !snapshot.hasIssue(number),
      try snapshot.plainPolicy().numbering == .mirror
    else { return number }
    let linked = try snapshot.allIssues().first { $0.hostNumber == number.value }
    return linked?.number ?? number
  }
}
