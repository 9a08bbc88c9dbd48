import Documents
public import Research

/// What the call that started a run asked of whoever watches it. Noted beside the run, so that
/// another process can take its watch over, or tell its end.
public struct RunTerms: Hashable, Sendable {
  /// Who started it, and tells its end.
  public var agent: AgentName
  /// When the command is asked to stop, in seconds from its start; nil for never.
  public var limit: Double?
  /// How long it may take to stop, in seconds.
  public var grace: Double
  /// When to say that it is time for something else, in seconds.
  public var pivot: Double?
  /// The issue that is told when the time was over, as a call names it for good: `194~p2m7xa`.
  public var issue: String?
  /// The cycle that its end belongs to, in the same way; nil where it was not said.
  public var cycle: String?

  /// The terms of a run that nothing stops.
  public init(
    agent: AgentName, limit: Double? = nil, grace: Double = 10, pivot: Double? = nil,
    issue: String? = nil, cycle: String? = nil
  ) {
    self.agent = agent
    self.limit = limit
    self.grace = grace
    self.pivot = pivot
    self.issue = issue
    self.cycle = cycle
  }

  init?(_ json: JSON) {
    guard let agent = json["agent"]?.string.flatMap({ AgentName($0) }) else { return nil }
    self.init(
      agent: agent, limit: json["limit_seconds"]?.number,
      grace: json["grace_seconds"]?.number ?? 10, pivot: json["pivot_seconds"]?.number,
      issue: json["issue"]?.string, cycle: json["cycle"]?.string)
  }

  var json: JSON {
    .object([
      JSON.Member("agent", .string(agent.text)),
      JSON.Member("limit_seconds", limit.map { .number($0) } ?? .null),
      JSON.Member("grace_seconds", .number(grace)),
      JSON.Member("pivot_seconds", pivot.map { .number($0) } ?? .null),
      JSON.Member("issue", issue.map { .string($0) } ?? .null),
      JSON.Member("cycle", cycle.map { .string($0) } ?? .null),
    ])
  }
}
