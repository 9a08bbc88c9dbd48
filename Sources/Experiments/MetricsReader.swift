public import Documents
public import Research

/// A `metrics.json` that could be read: what it says, and where.
public struct MetricsFile: Sendable {
  /// What it says in the protocol's ten keys, as far as it says it in their form.
  public let metrics: Metrics
  /// Everything that it says; an object.
  public let json: JSON
  /// Where its values stand.
  let places: JSONPlaces
}

/// Reads `metrics.json`: strict JSON, by RFC 8259.
public enum MetricsReader {
  /// The most bytes that the file may have; real ones have up to 131 kB.
  public static let largest = 4 << 20
  /// How a value is told that could not be measured.
  static let missing = #"{"status": "missing", "reason": "…"}"#

  /// Reads a file's bytes.
  ///
  /// - Throws: What is wrong with the whole of it: empty, too large, cut off, no JSON, a template
  ///   that nobody filled in.
  public static func read(_ bytes: [UInt8]) throws(ResultFinding) -> MetricsFile {
    guard bytes.count <= largest else {
      throw refusal(
        "readable", "it has \(bytes.count) bytes; at most \(largest) are read",
        remedy: "keep numbers here and series of them in files beside it")
    }
    if bytes.allSatisfy({ $0 == 32 || (9...13).contains($0) }) {
      throw refusal("empty", "it is empty", remedy: "write what the run measured, in the ten keys")
    }
    let json: JSON
    do {
      json = try JSON.parse(bytes)
    } catch {
      throw explained(error, bytes)
    }
    guard let members = json.object else {
      throw refusal(
        "readable", "it holds \(Self.kind(of: json)); expected an object with the ten keys",
        remedy: "write the ten keys within { and }")
    }
    if members.isEmpty {
      throw refusal(
        "empty", "it is an object without keys", remedy: "write what the run measured in it")
    }
    return MetricsFile(metrics: metrics(of: json), json: json, places: JSONPlaces(bytes))
  }

  private static func refusal(
    _ rule: String, _ message: String, line: Int? = nil, column: Int? = nil, remedy: String
  ) -> ResultFinding {
    ResultFinding(rule, .error, line: line, column: column, message, remedy: remedy)
  }

  /// What a fault of the text means for a result.
  private static func explained(_ fault: Fault, _ bytes: [UInt8]) -> ResultFinding {
    let (line, column) = (fault.line, fault.column)
    switch fault.cause {
    case .notANumber(let word):
      return refusal(
        "number", "\(word) is no number that JSON has", line: line, column: column,
        remedy: "write \(missing) in its place, with why there is no number")
    case .cutOff:
      return refusal(
        "cut-off", "it is cut off: \(fault.message)", line: line, column: column,
        remedy: "write it whole, under another name first, then rename it; what a stopped run has "
          + "measured is written with \"abort_triggered\": true")
    case .grammar:
      if TemplateRule.isTemplate(bytes) {
        return refusal(
          "placeholder", "it is the template, not filled in: \(fault.message)", line: line,
          column: column, remedy: "write the measured numbers in place of the words")
      }
      return refusal(
        "readable", "it is not JSON: \(fault.message)", line: line, column: column,
        remedy: "mend it there; `python3 -m json.tool` and `jq .` write valid JSON")
    }
  }

  private static func metrics(of json: JSON) -> Metrics {
    var metrics = Metrics()
    func value(_ key: Metrics.Key) -> JSON? { json[key.rawValue] }
    metrics.experiment = value(.experiment)?.string
    metrics.timestamp = value(.timestamp)?.string.flatMap { ResultTime.read($0)?.time }
    metrics.baseline = group(value(.baseline))
    metrics.treatment = group(value(.treatment))
    metrics.perSeed = (value(.perSeed)?.array ?? []).map { entry in
      Metrics.Seed(entry["seed"]?.integer, group(entry, besides: "seed"))
    }
    metrics.sanityChecks = group(value(.sanityChecks))
    metrics.resources = group(value(.resourceUsage))
    metrics.isAborted = value(.abortTriggered)?.boolean
    metrics.abortReason = value(.abortReason)?.string
    metrics.notes = value(.notes)?.string
    return metrics
  }

  private static func group(_ json: JSON?, besides key: String? = nil) -> MetricGroup {
    let members = json?.object ?? []
    return MetricGroup(
      members.filter { $0.key != key }.map { MetricGroup.Entry($0.key, Self.value(of: $0.value)) })
  }

  /// What one value says.
  static func value(of json: JSON) -> MetricValue {
    if let number = json.number { return .number(number) }
    if let truth = json.boolean { return .truth(truth) }
    guard json["status"]?.string == "missing" else { return .other(kind(of: json)) }
    let reason = json["reason"]?.string ?? ""
    return reason.allSatisfy(\.isWhitespace)
      ? .other("missing without a reason") : .missing(reason: reason)
  }

  /// What kind of value stands somewhere, in words.
  static func kind(of json: JSON) -> String {
    switch json {
    case .null: "null"
    case .boolean: "a truth value"
    case .integer, .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// A moment as results write it.
enum ResultTime {
  /// The moment, and whether it is in one of the two forms that are asked for: the protocol's own,
  /// `YYYY-MM-DDTHH:MM:SS`, read as UTC, or RFC 3339. Others are read where they leave no doubt.
  static func read(_ text: String) -> (time: Timestamp, isInForm: Bool)? {
    if text.utf8.count == 19, text.utf8.dropFirst(10).first == UInt8(ascii: "T"),
      let time = Timestamp(text + "Z")
    {
      return (time, true)
    }
    let isDashed = text.utf8.dropFirst(4).first == UInt8(ascii: "-")
    if let time = Timestamp(text) {
      // RFC 3339 has dashes, colons and a zone; a blank for the T it allows, too.
      return (time, isDashed && text.utf8.dropFirst(13).first == UInt8(ascii: ":"))
    }
    if let time = Timestamp(text + "Z") { return (time, false) }
    return Timestamp(text + "T00:00:00Z").map { ($0, false) }
  }
}
