import Documents
import Research

/// Every metric that the spec promises is reported, or told as missing with a reason.
enum MetricsRule: ResultRule {
  static let name = "metrics"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    guard let spec = subject.spec else { return [] }
    var found = subject.promised.flatMap { check($0, subject) }
    let prose = spec.metrics.filter { !$0.isExact }
    if !prose.isEmpty {
      found.append(
        subject.finding(
          name, .note,
          "the spec names \(prose.count == 1 ? "a metric" : "\(prose.count) metrics") in prose, "
            + "so it cannot be told whether all are reported",
          remedy: "a spec names a metric's key as a code span, such as `val_acc`"))
    }
    return found
  }

  private static func check(_ metric: Spec.Metric, _ subject: ResultSubject) -> [ResultFinding] {
    let metrics = subject.metrics
    let isSanity = metric.role == .sanity
    let homes: [(key: Metrics.Key, group: MetricGroup)] =
      isSanity
      ? [
        (.sanityChecks, metrics.sanityChecks), (.treatment, metrics.treatment),
        (.baseline, metrics.baseline),
      ] : [(.treatment, metrics.treatment)]
    let said = homes.compactMap { home in home.group[metric.name].map { (home.key, $0) } }
    let word = short(metric.name)
    guard let (key, value) = said.first(where: { $0.1.isReported }) ?? said.first else {
      return [
        subject.finding(
          name, subject.levelOfAbsence, at: [.name(homes[0].key.rawValue)],
          "`\(word)`, a \(metric.role.rawValue) metric of the spec, is not reported",
          remedy: "add it to `\(homes[0].key.rawValue)`, or write \(MetricsReader.missing)")
      ]
    }
    let path: [JSONPlaces.Step] = [.name(key.rawValue), .name(metric.name)]
    switch value {
    case .number, .truth: return []
    case .missing(let reason):
      return [
        subject.finding(
          name, .note, at: path, "`\(word)` is missing: \(short(reason))",
          remedy: "criteria that need it cannot be judged")
      ]
    case .other: return []  // ValuesRule tells it.
    }
  }
}
