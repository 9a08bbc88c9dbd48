extension Predicate {
  /// Reads a predicate.
  ///
  /// `or` binds weakest, then `and`, `not`, one comparison, `+ -`, `* /`, a sign, `%`.
  ///
  /// - Throws: ``PredicateFault`` with the column of what is wrong and what to write instead.
  public init(parsing text: String) throws(PredicateFault) {
    var parser = PredicateParser(try PredicateScanner(text).tokens)
    self.init(text: text, condition: try parser.whole())
  }

  /// Whether a text is meant as a predicate, right or wrong: it compares something.
  public static func isMeant(by text: String) -> Bool {
    text.contains { "<>=≥≤≠".contains($0) }
  }
}

/// Reads a predicate's words by recursive descent; how deep is bounded.
private struct PredicateParser {
  private typealias Token = PredicateScanner.Token

  /// Either side of what brackets may hold: `(a + b)` or `(a < b)`.
  private enum Part {
    case value(Predicate.Expression)
    case truth(Predicate.Condition)
  }

  private static let deepest = 50
  private let tokens: [(token: PredicateScanner.Token, column: Int)]
  private var at = 0
  private var depth = 0

  init(_ tokens: [(token: PredicateScanner.Token, column: Int)]) { self.tokens = tokens }

  mutating func whole() throws(PredicateFault) -> Predicate.Condition {
    if tokens[0].token == .end {
      throw fault("nothing stands here: write such as `treatment.val_acc >= 0.8`")
    }
    let condition = try truth(try either())
    guard tokens[at].token == .end else { throw unexpected("`and`, `or` or the end") }
    return condition
  }

  private mutating func either() throws(PredicateFault) -> Part {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw fault("this nests too deep: divide it") }
    var left = try both()
    while take(word: "or") { left = .truth(.or(try truth(left), try truth(try both()))) }
    return left
  }

  private mutating func both() throws(PredicateFault) -> Part {
    var left = try negation()
    while take(word: "and") { left = .truth(.and(try truth(left), try truth(try negation()))) }
    return left
  }

  private mutating func negation() throws(PredicateFault) -> Part {
    var isNegated = false
    var isAny = false
    while take(word: "not") {
      isNegated.toggle()
      isAny = true
    }
    let part = try comparison()
    if !isAny { return part }
    let condition = try truth(part)
    return .truth(isNegated ? .not(condition) : condition)
  }

  private mutating func comparison() throws(PredicateFault) -> Part {
    let left = try sum()
    guard case .comparison(let comparison) = tokens[at].token else { return left }
    let first = try value(left)
    at += 1
    let second = try value(try sum())
    if case .comparison = tokens[at].token {
      throw fault("a comparison has two sides: write `a < b and b < c`")
    }
    return .truth(.comparison(first, comparison, second))
  }

  private mutating func sum() throws(PredicateFault) -> Part {
    var left = try product()
    while let operation = operation("+-") {
      let first = try value(left)
      at += 1
      left = .value(.arithmetic(first, operation, try value(try product())))
    }
    return left
  }

  private mutating func product() throws(PredicateFault) -> Part {
    var left = try signed()
    while let operation = operation("*/") {
      let first = try value(left)
      at += 1
      left = .value(.arithmetic(first, operation, try value(try signed())))
    }
    return left
  }

  private mutating func signed() throws(PredicateFault) -> Part {
    var isNegative = false
    var isAny = false
    while let sign = take(signs: "+-") {
      if sign == "-" { isNegative.toggle() }
      isAny = true
    }
    let part = try primary()
    if !isAny { return part }
    let number = try value(part)
    return .value(isNegative ? .negative(number) : number)
  }

  private mutating func primary() throws(PredicateFault) -> Part {
    switch tokens[at].token {
    case .number(let number):
      at += 1
      if take(signs: "%") != nil { return .value(.percent(number)) }
      if tokens[at].token == .sign(",") {
        throw fault("a number has no comma: write 1000 or 0.5")
      }
      return .value(.number(number))
    case .sign("("):
      at += 1
      let inner = try either()
      try close()
      return inner
    case .name(let word):
      if word == "and" || word == "or" { throw unexpected("a metric or a number") }
      return .value(try named(word))
    default: throw unexpected("a metric such as `treatment.val_acc`, a number or `(`")
    }
  }

  /// An arm's metric, or a function.
  private mutating func named(_ word: String) throws(PredicateFault) -> Predicate.Expression {
    if let arm = Predicate.Arm(rawValue: word) {
      at += 1
      return .metric(arm, try metric(of: word))
    }
    if word == "abs" {
      at += 1
      guard take(signs: "(") != nil else { throw unexpected("`(` after abs") }
      let inner = try value(try either())
      try close()
      return .absolute(inner)
    }
    if let summary = Predicate.Summary(rawValue: word) {
      at += 1
      guard take(signs: "(") != nil else { throw unexpected("`(` after \(word)") }
      guard take(word: "per_seed") else {
        throw fault("\(word) is taken over the seeds: write \(word)(per_seed.NAME)")
      }
      let name = try metric(of: "per_seed")
      guard take(signs: ")") != nil else {
        throw unexpected("`)`: \(word) takes one metric of per_seed")
      }
      return .summary(summary, name)
    }
    if word == "per_seed" {
      throw fault("per_seed holds a value for every seed: write mean(per_seed.NAME) or min(…)")
    }
    throw fault(
      "\"\(word)\" is no arm: write treatment.NAME, baseline.NAME, sanity_checks.NAME "
        + "or mean(per_seed.NAME)")
  }

  /// `.NAME`, which may itself have dots, or `."NAME"`.
  private mutating func metric(of arm: String) throws(PredicateFault) -> String {
    guard take(signs: ".") != nil else { throw unexpected("`.` and a metric after \(arm)") }
    if case .quoted(let name) = tokens[at].token {
      at += 1
      return name
    }
    var name = ""
    repeat {
      guard case .name(let part) = tokens[at].token else { throw unexpected("a metric's name") }
      name += (name.isEmpty ? "" : ".") + part
      at += 1
    } while take(signs: ".") != nil
    return name
  }

  private mutating func close() throws(PredicateFault) {
    guard take(signs: ")") != nil else { throw unexpected("`)`") }
  }

  private mutating func truth(_ part: Part) throws(PredicateFault) -> Predicate.Condition {
    if case .truth(let condition) = part { return condition }
    throw unexpected("a comparison such as `>=`, since what stands before has only a value")
  }

  private mutating func value(_ part: Part) throws(PredicateFault) -> Predicate.Expression {
    if case .value(let expression) = part { return expression }
    throw fault("what stands before this is true or false, and no number")
  }

  /// The operator that stands here, if it is one of these.
  private func operation(_ signs: String) -> Predicate.Operator? {
    guard case .sign(let sign) = tokens[at].token, signs.contains(sign) else { return nil }
    return Predicate.Operator(rawValue: String(sign))
  }

  private mutating func take(word: String) -> Bool {
    guard tokens[at].token == .name(word) else { return false }
    at += 1
    return true
  }

  private mutating func take(signs: String) -> Character? {
    guard case .sign(let sign) = tokens[at].token, signs.contains(sign) else { return nil }
    at += 1
    return sign
  }

  private func fault(_ message: String) -> PredicateFault {
    PredicateFault(column: tokens[at].column, message: message)
  }

  private func unexpected(_ expected: String) -> PredicateFault {
    let found: String
    switch tokens[at].token {
    case .end: found = "the end"
    case .number(let number): found = plain(number)
    case .name(let name): found = "\"\(name)\""
    case .quoted(let name): found = "\"\(name)\""
    case .comparison(let comparison): found = "`\(comparison.rawValue)`"
    case .sign(let sign): found = "`\(sign)`"
    }
    return fault("found \(found), expected \(expected)")
  }
}
