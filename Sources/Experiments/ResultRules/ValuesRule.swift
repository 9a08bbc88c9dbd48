import Documents
import Research

/// Every value of an arm, a seed or a sanity check is a number, a truth value, or told as missing.
enum ValuesRule: ResultRule {
  static let name = "values"
  /// More are not listed: whoever wrote these wrote the others alike.
  private static let most = 20

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    let promised = Set(subject.promised.map(\.name))
    var found: [ResultFinding] = []
    for key in [Metrics.Key.baseline, .treatment, .sanityChecks, .resourceUsage] {
      found += check(
        subject.json[key.rawValue], at: [.name(key.rawValue)], key.rawValue, promised, subject)
    }
    let seeds = subject.json[Metrics.Key.perSeed.rawValue]?.array ?? []
    for (index, seed) in seeds.enumerated() where found.count < most {
      found += check(
        seed, at: [.name(Metrics.Key.perSeed.rawValue), .index(index)], "per_seed[\(index)]",
        promised, subject)
    }
    return found
  }

  /// One finding for each kind of value that says nothing, at the first of them.
  private static func check(
    _ group: JSON?, at path: [JSONPlaces.Step], _ place: String, _ promised: Set<String>,
    _ subject: ResultSubject
  ) -> [ResultFinding] {
    let isCost = place == Metrics.Key.resourceUsage.rawValue
    var names: [String: [String]] = [:]
    var kinds: [String] = []
    for member in group?.object ?? [] {
      guard case .other(let kind) = MetricsReader.value(of: member.value),
        member.key != "seed"  // SeedsRule's.
      else { continue }
      // What a run cost may be said in more words than the four that are asked for.
      if isCost, Resource(rawValue: member.key) == nil { continue }
      if !isCost, !promised.contains(member.key), isLabel(member.value) { continue }
      if names[kind] == nil { kinds.append(kind) }
      names[kind, default: []].append(member.key)
    }
    return kinds.map { kind in
      let those = names[kind] ?? []
      return subject.finding(
        name, .error, at: path + (those.first.map { [.name($0)] } ?? []),
        "\(place): \(listed(those.map { "`\(short($0))`" })) \(those.count == 1 ? "is" : "are") "
          + (kind.hasPrefix("a") && those.count > 1 ? "each \(kind)" : kind),
        remedy: "write a number, or \(MetricsReader.missing)")
    }
  }

  /// Words beside numbers that say where they come from, such as the hardware a run used. What
  /// begins with a digit is meant as a number.
  private static func isLabel(_ value: JSON) -> Bool {
    guard let text = value.string else { return false }
    let first = text.unicodeScalars.first { $0 != " " && $0 != "-" && $0 != "+" }
    return first.map { !("0"..."9").contains($0) } ?? true
  }
}
