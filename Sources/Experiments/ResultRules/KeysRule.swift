import Documents
import Research

/// The protocol's ten keys are there, each in its form, and no others.
enum KeysRule: ResultRule {
  static let name = "keys"
  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    Metrics.Key.allCases.compactMap { check($0, subject) } + others(subject)
  }

  private static func check(_ key: Metrics.Key, _ subject: ResultSubject) -> ResultFinding? {
    let word = key.rawValue
    guard let value = subject.json[word] else {
      return subject.finding(
        name, .error, "the key `\(word)` is missing", remedy: "add \(form(of: key))")
    }
    if fits(value, key) { return nil }
    return subject.finding(
      name, .error, at: [.name(word)], "`\(word)` is \(MetricsReader.kind(of: value))",
      remedy: "write \(form(of: key))")
  }

  private static func fits(_ value: JSON, _ key: Metrics.Key) -> Bool {
    switch key {
    case .experiment, .timestamp, .notes: value.string != nil
    case .baseline, .treatment, .sanityChecks, .resourceUsage: value.object != nil
    case .perSeed: value.array?.allSatisfy { $0.object != nil } == true
    case .abortTriggered: value.boolean != nil
    case .abortReason: value.string != nil || value.isNull
    }
  }

  /// What is to be written under a key.
  private static func form(of key: Metrics.Key) -> String {
    switch key {
    case .experiment: #"`"experiment": "exp-NNN-name"`, the spec's own name"#
    case .timestamp: #"`"timestamp": "YYYY-MM-DDTHH:MM:SS"`, in UTC"#
    case .baseline: #"`"baseline": {…}` with the baseline's metrics"#
    case .treatment: #"`"treatment": {…}` with every metric of the spec"#
    case .perSeed: #"`"per_seed": [{"seed": 0, …}]`, an entry for every seed"#
    case .sanityChecks: #"`"sanity_checks": {…}` with the spec's sanity checks"#
    case .resourceUsage: #"`"resource_usage": {…}` with what the run cost"#
    case .abortTriggered: #"`"abort_triggered": false`, or true"#
    case .abortReason: #"`"abort_reason": null`, or why in words"#
    case .notes: #"`"notes": ""`, or facts in words"#
    }
  }

  private static func others(_ subject: ResultSubject) -> [ResultFinding] {
    let others = (subject.json.object ?? []).map(\.key).filter { Metrics.Key(rawValue: $0) == nil }
    var found = others.filter(isJudgement).map { key in
      subject.finding(
        name, .error, at: [.name(key)],
        "`\(short(key))` judges the result; a run reports, and READ judges",
        remedy: "leave it out: the verdict is computed from the spec's criteria")
    }
    let more = others.filter { !isJudgement($0) }
    if let first = more.first {
      found.append(
        subject.finding(
          name, .error, at: [.name(first)],
          more.count == 1
            ? "`\(short(first))` is none of the ten keys"
            : "\(listed(more.map { "`\(short($0))`" }, most: 8)) are none of the ten keys",
          remedy: "put metrics of the spec under their arm, facts into notes, "
            + "the rest into files beside"))
    }
    return found
  }

  private static func isJudgement(_ key: String) -> Bool {
    ["success_criteria", "verdict", "verdicts", "conclusion", "interpretation", "gate_passed"]
      .contains(key.lowercased())
  }
}

/// A key of a hostile file, short enough for a message.
func short(_ name: String) -> String {
  name.unicodeScalars.count > 60
    ? String(String.UnicodeScalarView(name.unicodeScalars.prefix(60))) + "…" : name
}
