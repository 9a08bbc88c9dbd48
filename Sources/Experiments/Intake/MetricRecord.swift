import Documents
public import Research

/// One measurement as a command tells it while it runs.
public struct MetricRecord: Hashable, Sendable {
  /// Where a measurement belongs.
  public enum Arm: String, CaseIterable, Hashable, Sendable {
    case baseline
    case treatment
    case sanityChecks = "sanity_checks"
    case resourceUsage = "resource_usage"

    /// Reads an arm as it is told; `sanity` and `resources` are short for the longer words.
    init?(word: String) {
      switch word {
      case "sanity", "sanity_check": self = .sanityChecks
      case "resources": self = .resourceUsage
      default: self.init(rawValue: word)
      }
    }
  }

  /// The metric's name.
  public var metric: String
  /// What was measured, or why nothing was.
  public var value: MetricValue
  /// Whether something was measured that is no number, such as `nan`.
  public var isNotANumber: Bool {
    if case .missing(let reason) = value { reason.hasPrefix(Self.gave) } else { false }
  }
  static let gave = "the run gave "
  /// The seed it was measured with; nil where that was not said.
  public var seed: Int?
  /// How far the run was; nil where that was not said.
  public var step: Double?
  /// Where it belongs; nil where that was not said.
  public var arm: Arm?

  /// A measurement.
  public init(
    _ metric: String, _ value: MetricValue, seed: Int? = nil, step: Double? = nil, arm: Arm? = nil
  ) {
    self.metric = metric
    self.value = value
    self.seed = seed
    self.step = step
    self.arm = arm
  }
}

/// What one line of a command's measurements says.
public enum MetricLine: Hashable, Sendable {
  case record(MetricRecord)
  /// A fact in words, for the notes.
  case note(String)

  /// Longer lines are no measurements.
  public static let longest = 65_536

  /// Reads a line of `$RTRACK_METRICS`, an object such as
  /// `{"metric": "loss", "value": 0.3, "seed": 1, "step": 200, "arm": "treatment"}`; keys that are
  /// none of these are left alone. `{"note": "…"}` is a fact in words.
  ///
  /// - Throws: What is wrong with it.
  public static func json(_ bytes: [UInt8]) throws(MetricFault) -> MetricLine {
    if bytes.count > longest { throw MetricFault("it has \(bytes.count) bytes") }
    let json = try object(bytes)
    guard json.object != nil else {
      throw MetricFault("it is \(MetricsReader.kind(of: json)), not an object")
    }
    if let note = json["note"]?.string { return .note(note) }
    guard let metric = json["metric"]?.string, isName(metric) else {
      throw MetricFault("`metric` is missing, or no name")
    }
    let value = MetricsReader.value(of: json["value"] ?? .null)
    if case .other(let kind) = value {
      throw MetricFault("`value` is \(kind), neither a number nor a truth value")
    }
    return .record(
      MetricRecord(
        metric, value, seed: try whole(json["seed"], "seed"), step: try number(json["step"]),
        arm: try arm(json["arm"])))
  }

  /// The line as JSON. Many programs write `NaN` and `Infinity`, for which JSON has no word: as a
  /// value they are kept as missing, as those that are printed are.
  private static func object(_ bytes: [UInt8]) throws(MetricFault) -> JSON {
    do {
      return try JSON.parse(bytes)
    } catch {
      let start = error.column - 1
      guard case .notANumber(let word) = error.cause, error.line == 1,
        bytes.prefix(start).allSatisfy({ $0 < 128 })
      else { throw MetricFault(error.message) }
      let missing = #"{"status":"missing","reason":"\#(MetricRecord.gave)\#(word)"}"#
      let rest = bytes.dropFirst(start + word.utf8.count)
      do {
        return try JSON.parse(bytes.prefix(start) + Array(missing.utf8) + rest)
      } catch {
        throw MetricFault(error.message)
      }
    }
  }

  /// Reads a line of standard output: `METRIC name=number`, and behind it `seed=`, `step=` and
  /// `arm=` in any order; nil where it is none.
  ///
  /// `nan` and `inf`, which are no numbers that a result can hold, are kept as missing.
  public static func printed(_ line: some StringProtocol) throws(MetricFault) -> MetricLine? {
    guard line.hasPrefix("METRIC ") else { return nil }
    if line.utf8.count > longest { throw MetricFault("it has \(line.utf8.count) bytes") }
    let words = line.dropFirst(7).split(whereSeparator: \.isWhitespace)
    guard let first = words.first, let sign = first.lastIndex(of: "="),
      isName(String(first[..<sign]))
    else { throw MetricFault("expected METRIC name=number") }
    var record = MetricRecord(
      String(first[..<sign]), try value(String(first[first.index(after: sign)...])))
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let text = parts.count == 2 ? String(parts[1]) : ""
      switch (parts[0], parts.count) {
      case ("seed", 2):
        guard let seed = Int(text) else { throw MetricFault("seed is \(short(text))") }
        record.seed = seed
      case ("step", 2):
        guard let step = Double(text), step.isFinite else {
          throw MetricFault("step is \(short(text))")
        }
        record.step = step
      case ("arm", 2):
        guard let arm = MetricRecord.Arm(word: text) else {
          throw MetricFault("arm is \(short(text))")
        }
        record.arm = arm
      default: throw MetricFault("\(short(String(word))) is none of seed=, step= and arm=")
      }
    }
    return .record(record)
  }

  private static func value(_ text: String) throws(MetricFault) -> MetricValue {
    switch text.lowercased() {
    case "true": return .truth(true)
    case "false": return .truth(false)
    default: break
    }
    guard let number = Double(text) else {
      throw MetricFault("\(short(text)) is no number")
    }
    return number.isFinite ? .number(number) : .missing(reason: MetricRecord.gave + text)
  }

  /// Printable, without the characters that divide a line.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 200
      && text.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0.properties.generalCategory != .control && $0 != "="
      }
  }

  private static func whole(_ json: JSON?, _ key: String) throws(MetricFault) -> Int? {
    guard let json, !json.isNull else { return nil }
    guard let number = json.integer else {
      throw MetricFault("`\(key)` is \(MetricsReader.kind(of: json)), not a whole number")
    }
    return number
  }

  private static func number(_ json: JSON?) throws(MetricFault) -> Double? {
    guard let json, !json.isNull else { return nil }
    guard let number = json.number else {
      throw MetricFault("`step` is \(MetricsReader.kind(of: json)), not a number")
    }
    return number
  }

  private static func arm(_ json: JSON?) throws(MetricFault) -> MetricRecord.Arm? {
    guard let json, !json.isNull else { return nil }
    guard let arm = json.string.flatMap({ MetricRecord.Arm(word: $0) }) else {
      let words = MetricRecord.Arm.allCases.map(\.rawValue).joined(separator: ", ")
      throw MetricFault("`arm` is none of \(words)")
    }
    return arm
  }
}

/// What is wrong with a line of measurements, in words.
public struct MetricFault: Error, Hashable, Sendable {
  /// What is wrong.
  public let message: String

  /// What is wrong, in words.
  public init(_ message: String) { self.message = message }
}
