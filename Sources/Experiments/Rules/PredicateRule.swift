import Research

/// What predicates name is declared, and within the declared ranges each can hold and can fail.
enum PredicateRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    let metrics = reading.spec.metrics.filter(\.isExact)
    let ranges = Dictionary(
      metrics.compactMap { metric in metric.range.map { (metric.name, $0) } },
      uniquingKeysWith: { first, _ in first })
    let declared = Set(metrics.map(\.name))
    var faults: [SpecFault] = []
    for criterion in reading.spec.criteria {
      guard let predicate = criterion.predicate else { continue }
      let what = criterion.id ?? "the criterion"
      let unknown = undeclared(predicate, declared, what, at: criterion.place)
      faults += unknown
      if unknown.isEmpty {
        faults += undecided(predicate, ranges, what, at: criterion.place)
      }
      faults += ambiguous(predicate, what, at: criterion.place)
    }
    for criterion in reading.spec.abortCriteria {
      guard let predicate = criterion.predicate else { continue }
      let what = "the abort criterion"
      let unknown = undeclared(predicate, declared, what, at: criterion.place)
      faults += unknown
      let possible = predicate.possibilities(in: ranges)
      if unknown.isEmpty, !possible.canFail {
        faults.append(
          SpecFault(
            .decides, at: criterion.place, "\(what) always holds within the declared ranges",
            remedy: "correct it, or the range of a metric it names"))
      }
    }
    return faults
  }

  private static func undeclared(
    _ predicate: Predicate, _ declared: Set<String>, _ what: String, at place: Spec.Place
  ) -> [SpecFault] {
    predicate.metrics.filter { !declared.contains($0) }.map { name in
      SpecFault(
        .undeclared, at: place,
        "\(what) names `\(shortened(name))`, which is no metric of this spec",
        remedy: "declare it under Metrics, or name one that is")
    }
  }

  private static func undecided(
    _ predicate: Predicate, _ ranges: [String: ValueRange], _ what: String, at place: Spec.Place
  ) -> [SpecFault] {
    let possible = predicate.possibilities(in: ranges)
    if possible.canHold && possible.canFail { return [] }
    let told = predicate.metrics.compactMap { name in ranges[name].map { "`\(name)` in \($0)" } }
    let within = told.isEmpty ? "whatever is measured" : "with " + told.joined(separator: ", ")
    return [
      SpecFault(
        .decides, at: place, "\(what) cannot \(possible.canHold ? "fail" : "pass") \(within)",
        remedy: "it would decide nothing: correct its number, or the range of a metric")
    ]
  }

  /// `baseline.val_acc + 2 %` is 0.02 more; many would read it as 1.02 times as much.
  private static func ambiguous(
    _ predicate: Predicate, _ what: String, at place: Spec.Place
  ) -> [SpecFault] {
    guard let percent = predicate.addedPercent else { return [] }
    let number = Predicate.Expression.number(percent / 100)
    let factor = Predicate.Expression.percent(100 + percent)
    return [
      SpecFault(
        .percent, at: place,
        "\(what) adds \(Predicate.Expression.percent(percent)), which is read as \(number)",
        remedy: "write \(number), or `* \(factor)` for a share of the value")
    ]
  }
}
