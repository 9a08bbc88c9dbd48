import Research

/// Who of the roster spoke on a host: by the account's spelling, or, where one account posts for
/// all agents, by the agent's own header.
struct HostVoices {
  let roster: Roster

  /// Who speaks here, and whose name is kept beside that.
  struct Voice: Hashable {
    /// `system` for who is on no roster.
    let agent: AgentName
    /// Set only for who is on no roster.
    let author: String?
  }

  /// Who opened an issue: its title may begin with `[Agent]`.
  func opener(_ author: HostAuthor, title: String) -> Voice {
    voice(author, claimed: Self.bracketed(title)?.name, isSure: false)
  }

  /// Who wrote a comment: it may begin with a header `# [Agent]`.
  func commenter(_ author: HostAuthor, body: String) -> Voice {
    let line = body.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
    let text = (line ?? "").drop(while: \.isWhitespace)
    let marks = text.prefix { $0 == "#" }.count
    guard (1...6).contains(marks) else { return voice(author, claimed: nil, isSure: false) }
    let header = Self.bracketed(text.dropFirst(marks))
    // A header that holds nothing else is a name, even one that nobody has here.
    return voice(author, claimed: header?.name, isSure: header?.rest.isEmpty ?? false)
  }

  /// Who did something that carries no header.
  func account(_ author: HostAuthor) -> Voice { voice(author, claimed: nil, isSure: false) }

  /// The host's assignees as the roster knows them, and whom an arrow in the title names. An
  /// account that is on no roster keeps its name.
  func assignees(_ logins: [String], title: String) -> [AgentName] {
    var names = logins.compactMap { login in speaker(login)?.name ?? AgentName(folding: login) }
    if let assignee = Headline(title).assignee, let agent = speaker(assignee) {
      names.append(agent.name)
    }
    var seen: Set<AgentName> = []
    return names.filter { $0 != .system && seen.insert($0).inserted }
  }

  private func voice(_ author: HostAuthor, claimed: String?, isSure: Bool) -> Voice {
    let account = speaker(author.login)
    // An agent's own account says more than a header; a stranger's header says nothing.
    if let claimed, account?.kind != .agent, !author.isOutsider {
      if let agent = speaker(claimed), agent.kind == .agent || agent.name == account?.name {
        return Voice(agent: agent.name, author: nil)
      }
      if isSure { return Voice(agent: .system, author: claimed) }
    }
    if let account { return Voice(agent: account.name, author: nil) }
    return Voice(agent: .system, author: author.login)
  }

  /// Systems never speak.
  private func speaker(_ spelling: String) -> Agent? {
    guard let agent = roster.agent(spelled: spelling), agent.kind != .system else { return nil }
    return agent
  }

  private static func bracketed(_ text: some StringProtocol) -> (name: String, rest: String)? {
    let text = text.drop(while: \.isWhitespace)
    guard text.first == "[", let end = text.firstIndex(of: "]") else { return nil }
    let name = text[text.index(after: text.startIndex)..<end]
    guard !name.isEmpty, name.count <= AgentName.longest, !name.contains("[") else { return nil }
    return (String(name), String(text[text.index(after: end)...].drop(while: \.isWhitespace)))
  }
}
