import Documents
public import Research

/// A result as the rules see it: what it says, and what it is measured by.
public struct ResultSubject: Sendable {
  /// Its metrics.
  public let file: MetricsFile
  /// Its `config.json`; nil where there is none, or none that can be read.
  let config: ConfigFile?
  /// The spec that it belongs to; nil where none is known.
  public let spec: Spec?
  /// The experiment's id; nil where it is not known.
  public let experiment: String?
  /// Whether it is checked in the RUN phase, where words that interpret are refused.
  public let isRunPhase: Bool

  var metrics: Metrics { file.metrics }
  var json: JSON { file.json }
  /// Whether the run was stopped: what it lacks is then told, not refused.
  var isAborted: Bool { file.metrics.isAborted == true }
  /// The spec's metrics, where it names them as keys; empty for specs in prose.
  var promised: [Spec.Metric] { (spec?.metrics ?? []).filter(\.isExact) }

  /// A finding at a value of `metrics.json`.
  func finding(
    _ rule: String, _ level: ResultFinding.Level, at path: [JSONPlaces.Step] = [],
    _ message: String, remedy: String
  ) -> ResultFinding {
    let place = file.places.place(of: path)
    return ResultFinding(
      rule, level, line: place.line, column: place.column, message, remedy: remedy)
  }

  /// What is absent is refused, unless the run was stopped before it could be there.
  var levelOfAbsence: ResultFinding.Level { isAborted ? .note : .error }
}

/// A `config.json` that could be read.
struct ConfigFile: Sendable {
  let json: JSON
  let places: JSONPlaces
}

/// One thing that every result is asked. A rule emits findings and decides nothing else.
protocol ResultRule: Sendable {
  /// What findings call it.
  static var name: String { get }
  static func check(_ subject: ResultSubject) -> [ResultFinding]
}

/// A few names of many, for a sentence.
func listed(_ names: [String], most: Int = 5) -> String {
  let shown = names.prefix(most).joined(separator: ", ")
  return names.count > most ? "\(shown) and \(names.count - most) more" : shown
}

/// A number as people write it: `1`, not `1.0`.
func plain(_ number: Double) -> String {
  number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
}
