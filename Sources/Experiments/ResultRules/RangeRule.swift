import Documents
import Research

/// A value that cannot be, by the range that the spec declares, was measured in another unit, or
/// wrongly.
enum RangeRule: ResultRule {
  static let name = "range"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    let metrics = subject.metrics
    var groups: [(place: String, path: [JSONPlaces.Step], group: MetricGroup)] = [
      ("baseline", [.name("baseline")], metrics.baseline),
      ("treatment", [.name("treatment")], metrics.treatment),
      ("sanity_checks", [.name("sanity_checks")], metrics.sanityChecks),
    ]
    for (index, seed) in metrics.perSeed.enumerated() {
      groups.append(("per_seed[\(index)]", [.name("per_seed"), .index(index)], seed.metrics))
    }
    let ranges = Dictionary(
      subject.promised.compactMap { metric in metric.range.map { (metric.name, $0) } },
      uniquingKeysWith: { first, _ in first })
    var found: [ResultFinding] = []
    for (place, path, group) in groups {
      for entry in group.entries where found.count < 20 {
        guard case .number(let number) = entry.value, let range = ranges[entry.name],
          !range.contains(number)
        else { continue }
        found.append(
          subject.finding(
            name, .warning, at: path + [.name(entry.name)],
            "`\(place).\(short(entry.name))` is \(plain(number)), outside of \(range)",
            remedy: "see whether it is in the spec's unit; a value as measured stays"))
      }
    }
    return found
  }
}
