import SeededDice

@testable import Research

/// Predicates by chance, as texts: all of the grammar, over the metrics a, b and c.
enum PredicateMaker {
  static func condition(depth: Int, _ dice: inout SeededDice) -> String {
    if depth > 0, !dice.once(in: 3) {
      switch dice.below(4) {
      case 0: return "\(condition(depth: depth - 1, &dice)) and \(operand(depth, &dice))"
      case 1: return "\(condition(depth: depth - 1, &dice)) or \(operand(depth, &dice))"
      case 2: return "not \(operand(depth, &dice))"
      default: return "(\(condition(depth: depth - 1, &dice)))"
      }
    }
    let signs = Predicate.Comparison.allCases
    let sign = signs[dice.below(signs.count)].rawValue
    return "\(expression(depth: 2, &dice)) \(sign) \(expression(depth: 2, &dice))"
  }

  private static func operand(_ depth: Int, _ dice: inout SeededDice) -> String {
    "(\(condition(depth: depth - 1, &dice)))"
  }

  static func expression(depth: Int, _ dice: inout SeededDice) -> String {
    if depth > 0, !dice.once(in: 3) {
      let sign = ["+", "-", "*", "/"][dice.below(4)]
      let (a, b) = (expression(depth: depth - 1, &dice), expression(depth: depth - 1, &dice))
      switch dice.below(5) {
      case 0: return "abs(\(a))"
      case 1: return "-(\(a))"
      case 2: return "(\(a) \(sign) \(b))"
      default: return "\(a) \(sign) \(b)"
      }
    }
    let name = ["a", "b", "c"][dice.below(3)]
    switch dice.below(7) {
    case 0: return "\(dice.below(5))"
    case 1: return "\(dice.below(40)) %"
    case 2: return "0.\(dice.below(10))"
    case 3: return "baseline.\(name)"
    case 4:
      let summaries = Predicate.Summary.allCases
      return "\(summaries[dice.below(summaries.count)].rawValue)(per_seed.\(name))"
    default: return "treatment.\(name)"
    }
  }
}
