import Documents
import Research

/// Reads what an abort criterion without a predicate says in words that leave no doubt: a time, or
/// a metric that is not a number. Everything else is for people to judge.
enum AbortWords {
  /// `Wall clock > 30 min`, `Any single run takes longer than 2 hours`.
  ///
  /// What begins otherwise, such as `Total wall time`, is a budget or is about a part of a run.
  static func time(in words: String) -> Spec.AbortCriterion.TimeLimit? {
    var scanner = WordScanner(words)
    scanner.skipSpaces()
    let clocks = ["wall-clock time", "wall clock time", "wall-clock", "wall clock", "wall time"]
    var isOfSingleRun = false
    if scanner.take(anyOf: clocks) == nil {
      for step in [["any", "each", "every", "one", "a"], ["single"]] {
        _ = scanner.take(anyOf: step)
        scanner.skipSpaces()
      }
      guard scanner.take(word: "run") else { return nil }
      isOfSingleRun = true
    }
    scanner.skipSpaces()
    if scanner.take(anyOf: ["of a run", "of any run", "of a single run", "per run"]) != nil {
      isOfSingleRun = true
      scanner.skipSpaces()
    }
    let signs = [
      "takes", "exceeds", "lasts", "is", "more than", "longer than", "over", "above", ">", "≥",
    ]
    var isCompared = false
    while let sign = scanner.take(anyOf: signs) {
      // `is` and `takes` alone compare nothing.
      isCompared = isCompared || !["takes", "lasts", "is"].contains(sign)
      _ = scanner.take(word: "=")
      scanner.skipSpaces()
    }
    guard isCompared, let number = scanner.number(grouped: true), number > 0, number.isFinite,
      let seconds = BudgetReader.seconds(number, scanner), seconds.isFinite
    else { return nil }
    return Spec.AbortCriterion.TimeLimit(seconds: seconds, isOfSingleRun: isOfSingleRun)
  }

  /// `` `train_loss` is not a number for 3 steps ``.
  static func notANumber(in parts: [MarkdownBlock.Part]) -> Spec.AbortCriterion.NotANumber? {
    let parts = parts.drop { $0.text.allSatisfy(\.isWhitespace) }
    guard let name = parts.first, name.style == .code, let said = parts.dropFirst().first else {
      return nil
    }
    var metric = trimmed(name.text)
    if metric.hasPrefix("treatment.") { metric.removeFirst("treatment.".count) }
    var scanner = WordScanner(said.text)
    scanner.skipSpaces()
    let words = ["is not a number", "is no number", "becomes nan", "is nan", "= nan", "== nan"]
    guard !metric.isEmpty, !metric.contains(where: \.isWhitespace),
      scanner.take(anyOf: words) != nil
    else { return nil }
    scanner.skipSpaces()
    _ = scanner.take(anyOf: ["or inf", "or infinite", "or infinity"])
    scanner.skipSpaces()
    guard scanner.take(word: "for") else { return Spec.AbortCriterion.NotANumber(metric) }
    scanner.skipSpaces()
    guard let number = scanner.number(), number >= 1, number <= 1e6, number == number.rounded()
    else { return nil }
    scanner.skipSpaces()
    let units = ["steps", "step", "times", "values", "value"]
    guard scanner.take(anyOf: units) != nil else { return nil }
    return Spec.AbortCriterion.NotANumber(metric, count: Int(number))
  }
}
