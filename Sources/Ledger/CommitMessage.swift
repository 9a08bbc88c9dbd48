import Git
import Platform
import Research

/// The message of a ledger commit: for people and `git log --grep`; no fold reads it.
struct CommitMessage {
  let text: String

  init(_ composition: Composition, numbering: Numbering) {
    let subject = Subject.line(
      composition.speaker.title, composition.act, about: composition.about, numbering: numbering)
    var text = subject + "\n\n"
    text += "Rtrack-Agent: \(composition.speaker)\n"
    if let event = composition.events.first {
      text += "Rtrack-Cycle: \(event.name.cycle)\n"
      // A batch over many issues is about none of them.
      if case .issue(let number, _) = event.thread,
        composition.events.allSatisfy({ $0.thread == event.thread })
      {
        text += "Rtrack-Issue: \(number)\n"
      }
      let experiment: ExperimentID? =
        switch event.thread {
        case .results(let id), .experiment(let id, _): id
        case .policy, .agent, .cycle, .issue, .program, .numbers: nil
        }
      if let experiment, composition.events.allSatisfy({ $0.thread == event.thread }) {
        text += "Rtrack-Experiment: \(experiment)\n"
      }
      text += "Rtrack-Kind: \(event.name.kind)\n"
    }
    // A host builds nothing for a branch that holds no code.
    text += "\n[skip ci]\n"
    self.text = text
  }
}

extension Ledger {
  /// The commit's author is the agent that speaks. The address is one that can never exist.
  func author(_ speaker: AgentName, at now: Timestamp) -> Signature {
    Signature(
      name: speaker.title, email: "\(speaker)@rtrack.invalid", seconds: now.seconds,
      offsetMinutes: 0)
  }

  /// The committer is the person or machine, as git's configuration names it.
  func committer(at now: Timestamp) throws -> Signature {
    let name = try environment["GIT_COMMITTER_NAME"] ?? repository.setting("user.name") ?? "rtrack"
    let email =
      try environment["GIT_COMMITTER_EMAIL"] ?? repository.setting("user.email")
      ?? "rtrack@rtrack.invalid"
    return Signature(
      name: Self.plain(name), email: Self.plain(email), seconds: now.seconds, offsetMinutes: 0)
  }

  /// The moment that the commit of these parents bears as its committer's: now; or theirs, where a
  /// clock that was less than a day fast put them ahead of it. Else the next honest commit would
  /// look backdated. One that was further off pins nobody's time: that is told, once.
  func moment(_ now: Timestamp, on parents: [ObjectID]) throws -> Timestamp {
    let latest = try parents.map {
      Timestamp(seconds: try repository.commit($0).committer.seconds)
    }.max()
    guard let latest, latest > now, latest.seconds - now.seconds < Self.furthestAhead else {
      return now
    }
    return latest
  }

  /// As far as clocks may differ by the policy, in seconds.
  private static let furthestAhead: Int64 = 86_400

  /// Git's own rule: these characters cannot stand in a signature.
  private static func plain(_ text: String) -> String {
    String(text.filter { $0 != "<" && $0 != ">" && !$0.isNewline && $0 != "\0" })
  }

  /// Writes a commit, signed when `commit.gpgsign` says so; git then makes it, since it knows every
  /// format and program that can be configured. What was written is published, unless the caller
  /// does so.
  func signed(
    _ commit: Commit, with writer: ObjectWriter, publishing: Bool = true
  ) throws -> ObjectID {
    guard try repository.setting("commit.gpgsign").map(Self.isTrue) == true else {
      let id = try writer.commit(commit)
      if publishing { try writer.publish() }
      return id
    }
    try writer.publish()
    let parents = commit.parents.flatMap { ["-p", $0.hex] }
    var variables = environment
    for (role, who) in [("AUTHOR", commit.author), ("COMMITTER", commit.committer)] {
      variables["GIT_\(role)_NAME"] = who.name
      variables["GIT_\(role)_EMAIL"] = who.email
      variables["GIT_\(role)_DATE"] = "@\(who.seconds) +0000"
    }
    let result = try GitProcess.run(
      ["commit-tree", "-S"] + parents + [commit.tree.hex], in: repository.gitDirectory,
      environment: variables, input: Array(commit.message.utf8), timeLimit: .seconds(60))
    let output = String(decoding: result.output.prefix { $0 != 10 }, as: UTF8.self)
    guard result.succeeded, let id = ObjectID(hex: output) else {
      throw LedgerError(
        .system, "git could not sign the commit: " + String(decoding: result.errors, as: UTF8.self),
        hint: "commit.gpgsign is set; see `git config --get-regexp 'gpg|signingkey'`")
    }
    return id
  }

  static func isTrue(_ setting: String) -> Bool {
    ["true", "yes", "on", "1"].contains(setting.lowercased())
  }
}
