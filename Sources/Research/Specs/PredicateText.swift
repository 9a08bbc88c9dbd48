extension Predicate.Expression: CustomStringConvertible {
  /// As a spec spells it, with the brackets it needs.
  public var description: String {
    switch self {
    case .number(let number): return plain(number)
    case .percent(let number): return "\(plain(number)) %"
    case .metric(let arm, let name): return "\(arm.rawValue).\(Self.spelled(name))"
    case .summary(let summary, let name):
      return "\(summary.rawValue)(per_seed.\(Self.spelled(name)))"
    case .absolute(let inner): return "abs(\(inner))"
    case .negative(let inner): return "-" + inner.text(within: 4)
    case .arithmetic(let left, let operation, let right):
      let own = precedence
      return "\(left.text(within: own)) \(operation.rawValue) \(right.text(within: own + 1))"
    }
  }

  private func text(within other: Int) -> String { precedence < other ? "(\(self))" : "\(self)" }

  private var precedence: Int {
    switch self {
    case .arithmetic(_, .plus, _), .arithmetic(_, .minus, _): 1
    case .arithmetic: 2
    case .negative: 3
    case .number, .percent, .metric, .summary, .absolute: 4
    }
  }

  private static func spelled(_ name: String) -> String {
    let isPlain = name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.utf8.first, first == 95 || isLetter(first) else { return false }
      return part.utf8.allSatisfy { isLetter($0) || ($0 >= 48 && $0 <= 57) || $0 == 95 || $0 == 64 }
    }
    return isPlain ? name : "\"\(name)\""
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90)
  }
}

extension Predicate.Condition: CustomStringConvertible {
  /// As a spec spells it, with the brackets it needs.
  public var description: String {
    switch self {
    case .comparison(let left, let comparison, let right):
      "\(left) \(comparison.rawValue) \(right)"
    case .and(let a, let b): "\(a.text(within: 2)) and \(b.text(within: 3))"
    case .or(let a, let b): "\(a.text(within: 1)) or \(b.text(within: 2))"
    case .not(let inner): "not " + inner.text(within: 4)
    }
  }

  private func text(within other: Int) -> String { precedence < other ? "(\(self))" : "\(self)" }

  private var precedence: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .not: 3
    case .comparison: 4
    }
  }
}
