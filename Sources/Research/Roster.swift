/// Everybody who is or was on the roster.
public struct Roster: Sendable {
  /// By name.
  public let agents: [Agent]
  private let byName: [AgentName: Int]
  private let bySpelling: [String: Int]

  /// A roster of these. Names win over aliases, and among aliases the agent whose name is lowest.
  public init(_ agents: [Agent]) {
    let sorted = agents.sorted { $0.name < $1.name }
    self.agents = sorted
    var byName: [AgentName: Int] = [:]
    var bySpelling: [String: Int] = [:]
    for (index, agent) in sorted.enumerated() {
      byName[agent.name] = index
      let key = AgentName.squashed(agent.name.text)
      if !key.isEmpty, bySpelling[key] == nil { bySpelling[key] = index }
    }
    for (index, agent) in sorted.enumerated() {
      for alias in agent.profile.aliases ?? [] {
        let key = AgentName.squashed(alias)
        if !key.isEmpty, bySpelling[key] == nil { bySpelling[key] = index }
      }
    }
    self.byName = byName
    self.bySpelling = bySpelling
  }

  /// Those who are on it now, systems among them; by name.
  public var active: [Agent] { agents.filter(\.isActive) }

  /// Who has exactly this name.
  public subscript(name: AgentName) -> Agent? { byName[name].map { agents[$0] } }

  /// Whose spelling this is: a name, an alias, or either in other case and with other separators.
  /// A name as it is written stands for nobody else.
  public func agent(spelled spelling: some StringProtocol) -> Agent? {
    if let name = AgentName(spelling), let agent = self[name] { return agent }
    return bySpelling[AgentName.squashed(spelling)].map { agents[$0] }
  }

  /// Names on the roster that look like this one, the nearest first; at most three.
  public func nearest(to spelling: String) -> [AgentName] {
    let wanted = Array(AgentName.squashed(spelling).prefix(AgentName.longest))
    let near = agents.map { agent in
      (distance(wanted, Array(AgentName.squashed(agent.name.text))), agent.name)
    }
    let limit = max(2, wanted.count / 2)
    return near.filter { $0.0 <= limit }.sorted { $0 < $1 }.prefix(3).map(\.1)
  }
}

/// Levenshtein's distance.
private func distance(_ a: [Character], _ b: [Character]) -> Int {
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let substituted = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
