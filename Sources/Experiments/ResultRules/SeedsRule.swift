import Documents
import Research

/// Every seed of the protocol was run, and no other one.
enum SeedsRule: ResultRule {
  static let name = "seeds"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    let key = Metrics.Key.perSeed.rawValue
    if subject.json[key] == nil { return [] }  // KeysRule tells it.
    var found: [ResultFinding] = []
    var seen: Set<Int> = []
    let promised = subject.spec?.seeds ?? []
    for (index, entry) in subject.metrics.perSeed.enumerated() {
      if found.count > 20 { break }
      guard let seed = entry.seed else {
        found.append(
          subject.finding(
            name, .error, at: [.name(key), .index(index)],
            "per_seed[\(index)] does not say which seed it is",
            remedy: "begin each entry with its seed: {\"seed\": 0, …}"))
        continue
      }
      if !seen.insert(seed).inserted {
        found.append(
          subject.finding(
            name, .error, at: [.name(key), .index(index)], "seed \(seed) is there twice",
            remedy: "report each seed once; another configuration's seeds are another run"))
      } else if !promised.isEmpty, !promised.contains(seed) {
        found.append(
          subject.finding(
            "deviated", .warning, at: [.name(key), .index(index)],
            "seed \(seed) is none of the protocol's",
            remedy: "the verdict will say that the run deviated"))
      }
    }
    let absent = promised.filter { !seen.contains($0) }
    if !absent.isEmpty {
      found.append(
        subject.finding(
          name, subject.levelOfAbsence, at: [.name(key)],
          "\(absent.count == 1 ? "seed" : "seeds") \(listed(absent.map(String.init))) of the "
            + "protocol \(absent.count == 1 ? "is" : "are") not reported",
          remedy: "run and report every seed that the protocol names"))
    }
    return found
  }
}
