public import Research

/// Checks a spec by all rules.
public struct SpecCheck: Sendable {
  /// A fault, and what it weighs.
  public struct Finding: Hashable, Sendable {
    /// What is wrong.
    public let fault: SpecFault
    /// How much it weighs in the profile of the check.
    public let severity: SpecSeverity
  }

  /// The spec as it was read.
  public let spec: Spec
  /// What was found, from top to bottom.
  public let findings: [Finding]

  /// Whether nothing is an error.
  public var isPassed: Bool { !findings.contains { $0.severity == .error } }

  /// The rules, in the order of a spec's parts. A rule tells faults and nothing else.
  static let rules: [@Sendable (SpecReading) -> [SpecFault]] = [
    TitleRule.faults, HeadingRule.faults, HypothesisRule.faults, VariableRule.faults,
    MetricRule.faults, PrimaryRule.faults, BaselineRule.faults, CriterionRule.faults,
    PredicateRule.faults, ProtocolRule.faults, BudgetRule.faults, BudgetTotalRule.faults,
    ComputeProfileRule.faults, AbortRule.faults, PlaceholderRule.faults,
  ]

  /// Checks the bytes of a spec's file.
  public init(_ bytes: [UInt8], _ profile: SpecProfile) {
    do {
      self.init(try SpecReader.read(bytes), profile)
    } catch {
      self.init(Spec(), [error], profile)
    }
  }

  /// Checks a spec that was read.
  public init(_ reading: SpecReading, _ profile: SpecProfile) {
    var faults = ExistenceRule.faults(reading)
    // Of a file that is no spec, nothing else is worth telling.
    if faults.isEmpty { faults = reading.faults + Self.rules.flatMap { $0(reading) } }
    faults.sort { $0.place < $1.place }
    if profile == .legacy { faults = Self.gathered(faults) }
    self.init(reading.spec, faults, profile)
  }

  private init(_ spec: Spec, _ faults: [SpecFault], _ profile: SpecProfile) {
    self.spec = spec
    findings = faults.map { Finding(fault: $0, severity: $0.rule.severity(in: profile)) }
  }

  /// What many places lack, told once: adopted files were never meant to have it.
  private static func gathered(_ faults: [SpecFault]) -> [SpecFault] {
    var kept: [SpecFault] = []
    var counts: [String: (first: Int, count: Int)] = [:]
    for fault in faults {
      guard let lack = fault.lack else {
        kept.append(fault)
        continue
      }
      if let known = counts[lack] {
        counts[lack] = (known.first, known.count + 1)
      } else {
        counts[lack] = (kept.count, 1)
        kept.append(fault)
      }
    }
    for (lack, known) in counts where known.count > 1 {
      kept[known.first].message = "\(known.count) \(lack)"
    }
    return kept
  }
}
