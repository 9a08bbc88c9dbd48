import Research

/// A metric has the name that results use, once, and where it can a range, which criteria are
/// checked against.
enum MetricRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    var faults: [SpecFault] = []
    var seen: [String: Spec.Place] = [:]
    for metric in reading.spec.metrics {
      let name = shortened(metric.name)
      if !metric.isExact {
        faults.append(
          SpecFault(
            .metric, at: metric.place,
            "the metric \"\(name)\" is no item that begins with its name as a code span",
            remedy: "begin with it, then its range: `name` in [0, 1], higher is better",
            lack: "metrics are no items that begin with a name as a code span, "
              + "so that no result can be held to them"))
      } else if let reason = unusable(metric.name) {
        faults.append(
          SpecFault(
            .metric, at: metric.place, "the name `\(name)` \(reason)",
            remedy: "name it as results will: such as `val_acc`"))
      } else if metric.range == nil, !reading.hasFault(.metric, on: metric.place.line) {
        faults.append(
          SpecFault(
            .range, at: metric.place,
            "`\(name)` has no range, so that no criterion can be checked against it",
            remedy: "write the values it can have at all: `\(name)` in [0, 1], or in [0, inf]",
            lack: "metrics have no range"))
      }
      // Words in prose may well speak of one metric twice.
      if !metric.isExact { continue }
      if let first = seen[metric.name] {
        faults.append(
          SpecFault(
            .metric, at: metric.place, "`\(name)` is declared twice",
            remedy: "keep one; the first stands in line \(first.line)"))
      } else {
        seen[metric.name] = metric.place
      }
    }
    return faults
  }

  private static func unusable(_ name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.utf8.count > 100 { return "is too long" }
    let isBad = name.unicodeScalars.contains { $0.value < 32 || $0 == "\"" || $0.value == 127 }
    return isBad ? "holds a quote or a control character" : nil
  }
}
