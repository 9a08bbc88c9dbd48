public import Research

extension MetricsFold {
  /// Takes in what another command of the same run measured: of what the run costs the sum is
  /// taken.
  public mutating func merge(_ other: MetricsFold) {
    for key in other.order {
      guard let kept = other.latest[key] else { continue }
      var value = kept.value
      if key.arm == .resourceUsage, let old = latest[key]?.value {
        switch (old, value) {
        case (.number(let a), .number(let b)): value = .number(a + b)
        case (.missing, _): value = old
        default: break
        }
      }
      if latest[key] == nil { order.append(key) }
      latest[key] = Kept(value: value, step: kept.step)
    }
    for note in other.notes { add(.note(note)) }
    for fault in other.faults { refuse(fault) }
  }

  /// Only what the command cost, and what it noted.
  var resourcesOnly: MetricsFold {
    var fold = self
    fold.order.removeAll { $0.arm != .resourceUsage }
    return fold
  }

  /// Takes in a baseline that an earlier run reproduced; what this run measured of its own stands.
  public mutating func take(baseline: MetricGroup) {
    let own = Set(order.filter { $0.arm == .baseline }.map(\.metric))
    for entry in baseline.entries where !own.contains(entry.name) {
      add(.record(MetricRecord(entry.name, entry.value, arm: .baseline)))
    }
  }
}
