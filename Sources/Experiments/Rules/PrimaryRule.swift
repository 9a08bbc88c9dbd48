import Research

/// One or two metrics are primary: with more, one of them will please by chance.
enum PrimaryRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let part = reading.outline.parts[.metrics] else { return [] }
    let primary = reading.spec.metrics.filter { $0.role == .primary }
    if primary.isEmpty {
      return [
        SpecFault(
          .primary, at: part.place, "no metric is primary",
          remedy: "list one or two below `### Primary`")
      ]
    }
    if primary.count <= 2 { return [] }
    return [
      SpecFault(
        .primary, at: primary[2].place, "\(primary.count) metrics are primary",
        remedy: "keep the one or two that the hypothesis is about; the others are secondary")
    ]
  }
}
