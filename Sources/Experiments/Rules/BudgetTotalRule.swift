import Documents
import Research

/// Where a budget has a table of its runs, their total is within the budget.
enum BudgetTotalRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let part = reading.outline.parts[.resourceBudget], let most = reading.spec.budget.gpuHours
    else { return [] }
    for table in part.blocks where table.kind == .table {
      guard
        let column = table.rows.first?.cells.firstIndex(where: {
          let words = $0.lowercased()
          return words.contains("gpu-hours") || words.contains("gpu hours")
        }), let total = table.rows.last, total.cells.first?.lowercased() == "total",
        column < total.cells.count
      else { continue }
      var scanner = WordScanner(total.cells[column])
      _ = scanner.take(anyOf: ["~", "≈"])
      guard let sum = scanner.number(grouped: true), sum > most else { continue }
      let (told, allowed) = (Predicate.Expression.number(sum), Predicate.Expression.number(most))
      return [
        SpecFault(
          .budget, at: Spec.Place(line: total.line),
          "the runs take \(told) GPU-hours in all, the budget allows \(allowed)",
          remedy: "raise `Max GPU-hours`, or plan fewer runs")
      ]
    }
    return []
  }
}
