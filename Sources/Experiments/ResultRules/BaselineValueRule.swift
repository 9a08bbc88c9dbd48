import Documents
import Research

/// The baseline was reproduced here, before anything is compared with it.
enum BaselineValueRule: ResultRule {
  static let name = "baseline"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    let key = Metrics.Key.baseline.rawValue
    let group = subject.metrics.baseline
    guard subject.json[key] != nil else { return [] }  // KeysRule tells it.
    // Groups of values within are ValuesRule's to tell.
    let isNested = group.entries.contains { $0.value == .other("an object") }
    if !isNested, !group.entries.contains(where: { $0.value.isReported }) {
      return [
        subject.finding(
          name, subject.levelOfAbsence, at: [.name(key)], "the baseline has no value",
          remedy: "reproduce the baseline first and write its metrics; without it nothing is shown")
      ]
    }
    return (subject.spec?.baselines ?? []).compactMap { check($0, group, subject) }
  }

  private static func check(
    _ baseline: Spec.Baseline, _ group: MetricGroup, _ subject: ResultSubject
  ) -> ResultFinding? {
    guard let metric = baseline.metric,
      subject.promised.contains(where: { $0.name == metric })
    else { return nil }
    let key = Metrics.Key.baseline.rawValue
    let path: [JSONPlaces.Step] = [.name(key), .name(metric)]
    guard let value = group[metric], value.isReported else {
      return subject.finding(
        name, subject.levelOfAbsence, at: [.name(key)],
        "`baseline.\(short(metric))` is not reported, which the spec's baseline is told in",
        remedy: "add it; a baseline that was not reproduced makes the result inadmissible")
    }
    guard let number = value.number, let known = baseline.value,
      let tolerance = baseline.tolerance, baseline.isReproduced(by: number) == false
    else { return nil }
    return subject.finding(
      name, .warning, at: path,
      "`baseline.\(short(metric))` is \(plain(number)), not within \(plain(tolerance)) of the "
        + "spec's \(plain(known))",
      remedy: "the baseline did not reproduce, so the verdict will be inadmissible")
  }
}
