import Documents
import Platform
public import Research

/// What asks a run that is at work to stop: left beside it, for whoever watches it to find.
public struct AbortRequest: Hashable, Sendable {
  /// A criterion of the spec's, as it is written there.
  public struct Criterion: Hashable, Sendable {
    /// From 1, in the spec's order.
    public var number: Int
    /// The whole line.
    public var text: String

    /// A criterion of the spec's.
    public init(_ number: Int, _ text: String) {
      self.number = number
      self.text = text
    }
  }

  /// Who asks.
  public var agent: AgentName
  /// Why, in a line.
  public var reason: String
  /// The criterion by which it is stopped; nil for none of the spec's.
  public var criterion: Criterion?

  /// A request to stop.
  public init(by agent: AgentName, _ reason: String, criterion: Criterion? = nil) {
    self.agent = agent
    self.reason = reason
    self.criterion = criterion
  }

  /// As `abort_reason` says it.
  public var words: String {
    let by = "aborted by \(agent)"
    guard let criterion else { return "\(by): \(reason)" }
    return "\(by), abort criterion \(criterion.number) (\(criterion.text)): \(reason)"
  }

  init?(_ json: JSON) {
    guard let agent = json["agent"]?.string.flatMap({ AgentName($0) }),
      let reason = json["reason"]?.string
    else { return nil }
    self.init(by: agent, reason)
    if let number = json["criterion"]?.integer, let text = json["criterion_text"]?.string {
      criterion = Criterion(number, text)
    }
  }

  var json: JSON {
    .object([
      JSON.Member("agent", .string(agent.text)), JSON.Member("reason", .string(reason)),
      JSON.Member("criterion", criterion.map { .integer($0.number) } ?? .null),
      JSON.Member("criterion_text", criterion.map { .string($0.text) } ?? .null),
    ])
  }
}

extension RunPlace {
  private var request: String { Path.join(folder, "abort.json") }

  /// Asks whoever watches the run to stop it.
  public func ask(_ abort: AbortRequest) throws {
    try FileSystem.write(Array((abort.json.serialized(pretty: true) + "\n").utf8), to: request)
  }

  /// What asks the run to stop; nil where nothing does.
  public var abortRequest: AbortRequest? {
    guard let bytes = try? FileSystem.readPlain(request, limit: 1 << 16),
      let json = try? JSON.parse(bytes)
    else { return nil }
    return AbortRequest(json)
  }

  /// Where a process that watches the run for nobody's eyes says what it has to say.
  public var watchLog: String { Path.join(folder, "watch.log") }

  /// What it has said so far, by lines.
  public var watcherSaid: [String] {
    let bytes = (try? FileSystem.readPlain(watchLog, limit: 1 << 20)) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
