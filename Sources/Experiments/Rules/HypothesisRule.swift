import Research

/// A hypothesis says which way, and by how much: else no result could contradict it.
enum HypothesisRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let hypothesis = reading.spec.hypothesis else { return [] }
    let hasSize = hasSize(hypothesis.text)
    let hasDirection = hasDirection(hypothesis.text)
    if hasSize && hasDirection { return [] }
    let lacks =
      !hasSize && !hasDirection
      ? "neither direction nor size" : hasSize ? "no direction" : "no size"
    return [
      SpecFault(
        .hypothesis, at: hypothesis.place, "the hypothesis has \(lacks)",
        remedy: "say which way and by how much: such as \"raises val_acc by at least 0.02\"")
    ]
  }

  /// A number that is no part of a name.
  private static func hasSize(_ text: String) -> Bool {
    var isInWord = false
    for byte in text.utf8 {
      if WordScanner.isDigit(byte), !isInWord { return true }
      isInWord = WordScanner.isLetter(byte) || (isInWord && WordScanner.isDigit(byte))
    }
    return words(of: text).contains { sizes.contains($0) }
  }

  private static func hasDirection(_ text: String) -> Bool {
    text.contains { "<>≤≥∈≈=±".contains($0) }
      || words(of: text).contains { word in
        directions.contains(word)
          || stems.contains {
            word.hasPrefix($0) && endings.contains(String(word.dropFirst($0.count)))
          }
      }
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter }.map(String.init)
  }

  private static let sizes: Set<String> = ["half", "halves", "twice", "double", "doubles", "zero"]
  private static let directions: Set<String> = [
    "more", "less", "fewer", "above", "below", "least", "most", "better", "worse", "beat", "beats",
    "than", "over", "under", "within", "up", "down", "equal", "equals", "same", "between",
  ]
  private static let endings: Set<String> = [
    "", "e", "s", "es", "ed", "d", "ing", "ement", "ements", "tion", "tions", "y", "ies", "ent",
    "n", "en", "er",
  ]
  private static let stems = [
    "rais", "rise", "increas", "improv", "reduc", "lower", "decreas", "higher", "greater",
    "smaller", "larger", "faster", "slower", "exceed", "outperform", "shorten", "shrink", "grow",
    "drop", "fall", "gain", "cut", "doubl", "halv", "surviv", "remain", "differ", "match", "speed",
  ]
}
