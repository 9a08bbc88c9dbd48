import Research

/// There is something to compare with, told in a declared metric, with its value and how far a
/// reproduction may be off.
enum BaselineRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let part = reading.outline.parts[.baselines] else { return [] }
    let form = "such as `val_acc` 0.71 within 0.02, or `val_acc` unknown"
    let baselines = reading.spec.baselines
    if baselines.isEmpty {
      return [
        SpecFault(.baseline, at: part.place, "there is no baseline", remedy: "name one: \(form)")
      ]
    }
    let exact = baselines.filter { $0.metric != nil }
    if exact.isEmpty {
      return [
        SpecFault(
          .baseline, at: baselines[0].place, "no baseline names its metric as a code span",
          remedy: "write metric, value and tolerance: \(form)")
      ]
    }
    let declared = Set(reading.spec.metrics.filter(\.isExact).map(\.name))
    var faults: [SpecFault] = []
    for baseline in exact {
      guard let metric = baseline.metric else { continue }
      let name = shortened(metric)
      if !declared.contains(metric) {
        faults.append(
          SpecFault(
            .undeclared, at: baseline.place, "the baseline's `\(name)` is no metric of this spec",
            remedy: "declare it under Metrics, or name one that is"))
      } else if baseline.value != nil, baseline.tolerance == nil {
        faults.append(
          SpecFault(
            .baseline, at: baseline.place,
            "nothing says how far a reproduction of `\(name)` may be off",
            remedy: "write `within` and how much: \(form)"))
      }
      if let value = baseline.value, let range = reading.spec.metric(metric)?.range,
        !range.contains(value)
      {
        faults.append(
          SpecFault(
            .baseline, at: baseline.place, "the baseline's value of `\(name)` is not in \(range)",
            remedy: "correct the value, or the metric's range"))
      }
    }
    return faults
  }
}
