import Documents
import Research

/// What the run cost is told, and what went over the budget has its reason in the notes.
enum ResourcesRule: ResultRule {
  static let name = "resources"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    guard subject.json[Metrics.Key.resourceUsage.rawValue]?.object != nil else { return [] }
    return Resource.allCases.compactMap { absent($0, subject) } + over(subject)
  }

  private static func absent(_ resource: Resource, _ subject: ResultSubject) -> ResultFinding? {
    let key = Metrics.Key.resourceUsage.rawValue
    let word = resource.rawValue
    guard let value = subject.metrics.resources[word] else {
      return subject.finding(
        name, subject.levelOfAbsence, at: [.name(key)], "`resource_usage.\(word)` is missing",
        remedy: "add it; 0 where none was used")
    }
    guard let number = value.number, !(number >= 0) else { return nil }
    return subject.finding(
      name, .error, at: [.name(key), .name(word)],
      "`resource_usage.\(word)` is \(plain(number)), less than nothing",
      remedy: "write what was used")
  }

  private static func over(_ subject: ResultSubject) -> [ResultFinding] {
    guard let budget = subject.spec?.budget else { return [] }
    let limits: [(resource: Resource, limit: Double?)] = [
      (.gpuHours, budget.gpuHours), (.wallClockSeconds, budget.wallClockSeconds),
      (.totalRuns, budget.runs.map(Double.init)),
    ]
    let key = Metrics.Key.resourceUsage.rawValue
    let isExplained = isExplained(subject.metrics.notes ?? "")
    var found: [ResultFinding] = []
    func tell(_ what: String, _ used: Double, _ limit: Double, at path: [JSONPlaces.Step]) {
      found.append(
        subject.finding(
          "budget", isExplained ? .warning : .error, at: path,
          "\(what) is \(plain(used)), over the budget's \(plain(limit))",
          remedy: isExplained
            ? "its reason is in the notes"
            : "say in notes why the budget was exceeded, or what else was counted"))
    }
    for (resource, limit) in limits {
      guard let limit, let used = subject.metrics.resources[resource.rawValue]?.number,
        used > limit
      else { continue }
      let path: [JSONPlaces.Step] = [.name(key), .name(resource.rawValue)]
      if resource == .totalRuns, limit == 0, hasTrainedNothing(subject) {
        found.append(
          subject.finding(
            "budget", .note, at: path,
            "`total_runs` is \(plain(used)), and the budget allows no training run",
            remedy: "no steps were trained, so these were runs of another kind: say so in notes"))
        continue
      }
      tell("`resource_usage.\(resource.rawValue)`", used, limit, at: path)
    }
    if let most = budget.seeds, subject.metrics.perSeed.count > most {
      tell(
        "the number of seeds", Double(subject.metrics.perSeed.count), Double(most),
        at: [.name(Metrics.Key.perSeed.rawValue)])
    }
    return found
  }

  private static func hasTrainedNothing(_ subject: ResultSubject) -> Bool {
    subject.metrics.resources[Resource.totalTrainingSteps.rawValue]?.number == 0
  }

  /// Whether the notes speak of the budget, or of more time, runs or seeds than was meant; whether
  /// they say enough is for people.
  private static func isExplained(_ notes: String) -> Bool {
    notes.lowercased().split(whereSeparator: { ".;!?\n".contains($0) }).contains { sentence in
      if ["budget", "overage", "overran", "overrun"].contains(where: { sentence.contains($0) }) {
        return true
      }
      return ["exceed", "longer", "more than", "beyond", "additional", "extra"]
        .contains { sentence.contains($0) }
        && ["time", "hour", "minute", "run", "seed", "gpu"].contains { sentence.contains($0) }
    }
  }
}
