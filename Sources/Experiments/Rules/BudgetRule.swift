import Research

/// The budget says all that runs are held to, and is within its tier.
enum BudgetRule {
  static let seedsKey = "Max seeds per configuration"

  static func faults(_ reading: SpecReading) -> [SpecFault] {
    let budget = reading.spec.budget
    guard let place = budget.place, let part = reading.outline.parts[.resourceBudget] else {
      return []
    }
    var missing: [String] = []
    func ask(_ key: String, _ isThere: Bool) {
      if !isThere && !isDenied(key, in: part) { missing.append("\(key): …") }
    }
    ask("Max GPU-hours", budget.gpuHours != nil)
    ask("Max wall-clock time", budget.wallClockSeconds != nil)
    ask("Max training runs", budget.runs != nil)
    ask(seedsKey, budget.seeds != nil)
    var faults: [SpecFault] = []
    if !missing.isEmpty {
      faults.append(
        SpecFault(
          .budget, at: place, "the budget lacks \(missing.joined(separator: ", "))",
          remedy: "write each on a line, times with their unit: `- Max wall-clock time: 1 h`"))
    }
    return faults + tier(budget, at: place)
  }

  /// Whether the budget says "N/A": an answer, though no number.
  static func isDenied(_ key: String, in part: SpecOutline.Part) -> Bool {
    let line = part.text.split(separator: "\n").first {
      $0.lowercased().contains(key.lowercased())
    }
    return line?.lowercased().contains("n/a") == true
  }

  private static func tier(_ budget: Spec.Budget, at place: Spec.Place) -> [SpecFault] {
    let tiers = "`**Tier:** Quick`, Standard or Heavy"
    guard let text = budget.tierText else {
      return [SpecFault(.tier, at: place, "the budget names no tier", remedy: "write \(tiers)")]
    }
    let place = budget.tierPlace ?? place
    guard let tier = budget.tier else {
      return [
        SpecFault(
          .tier, at: place, "\"\(shortened(text))\" is no tier", remedy: "write \(tiers)")
      ]
    }
    var faults: [SpecFault] = []
    let larger = "choose a larger tier, or less of it"
    if let seconds = budget.wallClockSeconds, seconds > tier.longestSeconds {
      faults.append(
        SpecFault(
          .tier, at: place,
          "\(told(seconds)) of wall-clock time is above the tier \(tier.rawValue), "
            + "which has at most \(told(tier.longestSeconds))", remedy: larger))
    }
    if let seeds = budget.seeds, let most = tier.mostSeeds, seeds > most {
      faults.append(
        SpecFault(
          .tier, at: place,
          "\(seeds) seeds are above the tier \(tier.rawValue), which has at most \(most)",
          remedy: larger))
    }
    return faults
  }

  private static func told(_ seconds: Double) -> String {
    let minutes = seconds / 60
    return minutes < 120 && minutes != 60
      ? "\(Predicate.Expression.number(minutes)) min"
      : "\(Predicate.Expression.number(minutes / 60)) h"
  }
}
