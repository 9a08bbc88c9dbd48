import Git
import Ledger
import Research

/// What agents did on branches of code, as their commits show it.
struct CodeActs {
  let ledger: Ledger
  let roster: Roster
  let notePaths: [PathPattern]

  init(of ledger: Ledger, roster: Roster, policy: Policy) {
    self.ledger = ledger
    self.roster = roster
    notePaths = policy.notePaths.map(PathPattern.init)
  }

  /// A commit's own time is its author's; rebasing keeps it. The walk goes by committers' times, so
  /// it looks this much further back.
  private static let slack: Int64 = 7 * 86400

  /// The acts since a moment, on every local branch and every branch last fetched from the
  /// ledger's remote, merged or not; a commit that stands on several counts once.
  func since(_ start: Timestamp) throws -> [Act] {
    let repository = ledger.repository
    var tips: [ObjectID] = []
    for (name, target) in try branches() where !isLedger(name) {
      if try repository.kind(of: target) == .commit { tips.append(target) }
    }
    var acts: [Act] = []
    var seen: Set<String> = []
    let horizon = start.seconds - Self.slack
    try repository.history(from: tips, order: .newestFirst) { id, commit in
      if commit.committer.seconds < horizon { return false }
      guard commit.author.seconds >= start.seconds, let agent = speaker(of: commit) else {
        return true
      }
      // Rebases and cherry-picks leave the same work twice.
      let work = "\(agent)\u{0}\(commit.author.seconds)\u{0}\(Self.subject(of: commit))"
      guard seen.insert(work).inserted, let weight = try weight(of: commit) else { return true }
      acts.append(
        Act(
          agent: agent, weight: weight, time: Timestamp(seconds: commit.author.seconds),
          evidence: "commit:\(id.hex)"))
      return true
    }
    return acts
  }

  private func branches() throws -> [(name: String, target: ObjectID)] {
    var all = try ledger.repository.references(under: "refs/heads/")
    if let remote = ledger.remote {
      all += try ledger.repository.references(under: "refs/remotes/\(remote)/")
    }
    return all
  }

  private func isLedger(_ name: String) -> Bool {
    name == ledger.branch || name.hasSuffix("/" + ledger.branchName)
  }

  /// Whose commit it is: by its `Rtrack-Agent:` trailer, by the `[Agent]` of its subject, or by its
  /// author as an alias on the roster. Nil when it names nobody.
  private func speaker(of commit: Commit) -> String? {
    for line in commit.message.split(whereSeparator: \.isNewline).reversed() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      if parts[0].lowercased() == "rtrack-agent" {
        let name = parts[1].drop { $0 == " " }
        if !name.isEmpty { return String(name) }
      }
    }
    let subject = Self.subject(of: commit)
    if subject.first == "[", let end = subject.firstIndex(of: "]") {
      let name = subject[subject.index(after: subject.startIndex)..<end]
      if !name.isEmpty, name.count <= AgentName.longest { return String(name) }
    }
    if let agent = roster.agent(spelled: commit.author.name) { return agent.name.text }
    let mailbox = commit.author.email.prefix { $0 != "@" }
    if let agent = roster.agent(spelled: commit.author.email) { return agent.name.text }
    return mailbox.isEmpty ? nil : roster.agent(spelled: mailbox)?.name.text
  }

  private static func subject(of commit: Commit) -> Substring {
    commit.message.prefix { !$0.isNewline }
  }

  /// What the commit touched, against its first parent: only notes, or more. Nil for one that only
  /// carries the ledger.
  private func weight(of commit: Commit) throws -> Act.Weight? {
    let repository = ledger.repository
    let before = try commit.parents.first.map { try repository.commit($0).tree }
    if before == commit.tree { return .spoke }
    var onlyNotes = true
    var onlyLedger = true
    do {
      try repository.difference(from: before, to: commit.tree) { change in
        if !change.path.hasPrefix(Layout.root + "/") { onlyLedger = false }
        if onlyNotes { onlyNotes = notePaths.contains { $0.matches(change.path) } }
        if !onlyNotes && !onlyLedger { throw Enough() }
      }
    } catch is Enough {
      return .spoke
    }
    if onlyLedger { return nil }
    return onlyNotes ? .noteOnly : .spoke
  }

  /// Ends the walk of a commit's changes early.
  private struct Enough: Error {}
}
