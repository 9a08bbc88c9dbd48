public import Documents
public import Research

/// What another tool kept of a run, in the words of ours.
public struct ForeignMetrics: Hashable, Sendable {
  /// What it measured, in the order told.
  public var records: [MetricRecord] = []
  /// What it was configured with; several values where its parts differ.
  public var parameters: [Parameter] = []
  /// How long it took, in seconds; nil where that is not told.
  public var seconds: Double?

  /// A parameter and the values that it had.
  public struct Parameter: Hashable, Sendable {
    /// Its name; parts of a nested one are joined by points.
    public var name: String
    /// Its values, each once.
    public var values: [JSON]

    /// A parameter and the values that it had.
    public init(_ name: String, _ values: [JSON]) {
      self.name = name
      self.values = values
    }
  }

  /// Nothing yet.
  public init() {}

  /// What these measured together, each for a seed or an arm of its own.
  ///
  /// - Parameter parts: what each kept, with the name that messages call it.
  /// - Throws: ``MetricFault`` where two told the same arm and seed.
  public init(joining parts: [(name: String, part: ForeignMetrics)]) throws(MetricFault) {
    struct Place: Hashable {
      let arm: MetricRecord.Arm
      let seed: Int?
    }
    var owners: [Place: String] = [:]
    for (name, part) in parts {
      for record in part.records {
        let place = Place(arm: record.arm ?? .treatment, seed: record.seed)
        let owner = owners[place] ?? name
        owners[place] = owner
        guard owner == name else {
          let seed = record.seed.map { "seed \($0)" } ?? "no seed"
          throw MetricFault("\(owner) and \(name) both measured the \(place.arm.rawValue), \(seed)")
        }
      }
      records += part.records
      for parameter in part.parameters { add(parameter) }
      if let more = part.seconds { seconds = (seconds ?? 0) + more }
    }
  }

  private mutating func add(_ parameter: Parameter) {
    guard let index = parameters.firstIndex(where: { $0.name == parameter.name }) else {
      return parameters.append(parameter)
    }
    for value in parameter.values where !parameters[index].values.contains(value) {
      parameters[index].values.append(value)
    }
  }

  /// The measurements as a run tells them, a JSON object a line: what the result was made from.
  public var stream: [UInt8] { Array(records.map { $0.line + "\n" }.joined().utf8) }

  /// What `config.json` says of it; nil where no parameter is known.
  public var configuration: [UInt8]? {
    if parameters.isEmpty { return nil }
    let members = parameters.map { parameter in
      JSON.Member(
        parameter.name,
        parameter.values.count == 1 ? parameter.values[0] : .array(parameter.values))
    }
    return Array((JSON.object(members).serialized(pretty: true) + "\n").utf8)
  }

  /// The `metrics.json` of a result of a spec, and the metrics that the spec does not name.
  public func metrics(
    for spec: Spec, of experiment: String, at timestamp: Timestamp
  ) -> (bytes: [UInt8], unpromised: [String]) {
    var fold = MetricsFold()
    for record in records { fold.add(.record(record)) }
    var evidence = RunAccount.Evidence(
      files: ResultFiles(), stream: fold, timestamp: timestamp, seconds: seconds, hasGraphics: true)
    evidence.seconds = seconds
    let subject = AccountSubject(
      evidence: evidence, spec: spec, bytes: [], experiment: experiment)
    return (subject.folded(), fold.metrics(for: spec).unpromised)
  }

  /// A scalar that is written without saying of which kind it is.
  static func scalar(_ text: String) -> JSON {
    if let number = Int(text), String(number) == text { return .integer(number) }
    if let number = Double(text), number.isFinite, text.contains(where: \.isNumber) {
      return .number(number)
    }
    switch text.lowercased() {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default: return .string(text)
    }
  }
}

extension MetricRecord {
  /// As a line of `$RTRACK_METRICS` says it.
  var line: String {
    var members = [
      JSON.Member("metric", .string(metric)), JSON.Member("value", MetricsWriter.json(of: value)),
    ]
    if let seed { members.append(JSON.Member("seed", .integer(seed))) }
    if let step { members.append(JSON.Member("step", .number(step))) }
    if let arm { members.append(JSON.Member("arm", .string(arm.rawValue))) }
    return JSON.object(members).serialized(pretty: false)
  }
}
