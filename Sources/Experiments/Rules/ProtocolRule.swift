import Documents
import Research

/// The protocol has steps, and names the seeds that results must then report.
enum ProtocolRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let part = reading.outline.parts[.fullProtocol], !part.blocks.isEmpty else { return [] }
    var faults: [SpecFault] = []
    let hasSteps = part.blocks.contains { if case .item = $0.kind { true } else { false } }
    if !hasSteps {
      faults.append(
        SpecFault(
          .steps, at: part.place, "the protocol has no steps",
          remedy: "number what is done, in order, the baseline's reproduction first"))
    }
    let seeds = reading.spec.seeds
    // What is deterministic has none, and its budget says so.
    let isDenied = reading.outline.parts[.resourceBudget].map {
      BudgetRule.isDenied(BudgetRule.seedsKey, in: $0)
    }
    if seeds.isEmpty, isDenied != true {
      faults.append(
        SpecFault(
          .steps, at: part.place, "the protocol names no seeds",
          remedy: "write such as \"with seeds 0, 1, 2\": results report each of them"))
    }
    if let most = reading.spec.budget.seeds, most > 0, seeds.count > most {
      faults.append(
        SpecFault(
          .budget, at: reading.spec.budget.place ?? part.place,
          "the protocol names \(seeds.count) seeds, the budget allows \(most)",
          remedy: "raise `Max seeds per configuration`, or name fewer"))
    }
    return faults
  }
}
