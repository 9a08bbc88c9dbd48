import Documents
import Research

/// Reads the budget: `**Tier:** Standard`, and lines such as `- Max GPU-hours: 1`.
enum BudgetReader {
  static func budget(in part: SpecOutline.Part) -> Spec.Budget {
    var budget = Spec.Budget()
    budget.place = part.place
    for block in part.blocks {
      switch block.kind {
      case .item, .paragraph:
        for (line, text) in block.text.split(separator: "\n").enumerated() {
          read(
            text, &budget,
            at: line == 0 ? block.place : Spec.Place(line: block.place.line + line))
        }
      default: break
      }
    }
    return budget
  }

  private static func read(_ line: Substring, _ budget: inout Spec.Budget, at place: Spec.Place) {
    guard let colon = line.firstIndex(where: { $0 == ":" }) else { return }
    let key = trimmed(line[..<colon]).lowercased()
    var value = WordScanner(line[line.index(after: colon)...])
    value.skipSpaces()
    if key == "tier", budget.tierText == nil {
      let text = trimmed(value.rest.prefix { !"(—–,;.".contains($0) })
      budget.tierText = text
      budget.tierPlace = place
      budget.tier = Spec.Budget.Tier.allCases.first {
        $0.rawValue.lowercased() == text.lowercased()
      }
      return
    }
    _ = value.take(anyOf: ["~", "≈", "<", "≤", "about", "up to"])
    value.skipSpaces()
    guard let number = value.number(grouped: true), number >= 0, number.isFinite else { return }
    switch key {
    case "max gpu-hours", "max gpu hours": budget.gpuHours = budget.gpuHours ?? number
    case "max wall-clock time", "max wall clock time", "max wall-clock":
      budget.wallClockSeconds = budget.wallClockSeconds ?? seconds(number, value)
    case "max training runs", "max runs": budget.runs = budget.runs ?? whole(number)
    case "max seeds per configuration", "max seeds": budget.seeds = budget.seeds ?? whole(number)
    default: break
    }
  }

  private static func whole(_ number: Double) -> Int? {
    number == number.rounded() && number < 1e15 ? Int(number) : nil
  }

  /// Minutes, hours and so on; nil where no unit says which.
  static func seconds(_ number: Double, _ scanner: WordScanner) -> Double? {
    var scanner = scanner
    scanner.skipSpaces()
    let units: [(words: [String], seconds: Double)] = [
      (["seconds", "second", "secs", "sec", "s"], 1),
      (["minutes", "minute", "mins", "min", "m"], 60),
      (["hours", "hour", "hrs", "hr", "h"], 3600), (["days", "day", "d"], 86400),
    ]
    for unit in units where scanner.take(anyOf: unit.words) != nil { return number * unit.seconds }
    return nil
  }
}
