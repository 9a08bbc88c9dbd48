import Documents
import Research

/// No metric is reported that the spec does not promise: what is chosen afterwards proves nothing.
enum UnpromisedRule: ResultRule {
  static let name = "unpromised"
  /// More are counted, not listed.
  private static let most = 20

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    let promised = Set(subject.promised.map(\.name))
    // A spec in prose names no keys to compare with.
    guard let spec = subject.spec, !spec.metrics.isEmpty, spec.metrics.allSatisfy(\.isExact)
    else { return [] }
    let metrics = subject.metrics
    var places: [(path: [JSONPlaces.Step], key: String, name: String)] = []
    for (key, group) in [
      (Metrics.Key.baseline, metrics.baseline), (.treatment, metrics.treatment),
      (.sanityChecks, metrics.sanityChecks),
    ] {
      for entry in group.entries where !promised.contains(entry.name) {
        places.append(([.name(key.rawValue), .name(entry.name)], key.rawValue, entry.name))
      }
    }
    var seen: Set<String> = []
    for (index, seed) in metrics.perSeed.enumerated() {
      for entry in seed.metrics.entries
      where !promised.contains(entry.name) && seen.insert(entry.name).inserted {
        places.append(
          ([.name("per_seed"), .index(index), .name(entry.name)], "per_seed", entry.name))
      }
    }
    var found = places.prefix(most).map { place in
      subject.finding(
        name, .error, at: place.path,
        "`\(place.key).\(short(place.name))` is no metric of the spec",
        remedy: "leave it out and say it in notes, or keep it in a file beside")
    }
    if places.count > most {
      found.append(
        subject.finding(
          name, .error, "\(places.count - most) more metrics are not of the spec",
          remedy: "keep those that it promises"))
    }
    return found
  }
}
