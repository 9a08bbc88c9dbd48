import Documents
import Research

/// Reads baselines: a metric's name as a code span, its value, and `within` how much.
enum BaselineReader {
  static func baselines(in blocks: [MarkdownBlock]) -> [Spec.Baseline] {
    var exact: [Spec.Baseline] = []
    var loose: [Spec.Baseline] = []
    for block in blocks {
      switch block.kind {
      case .paragraph, .item:
        let found = baselines(in: block.parts)
        exact += found
        let words = trimmed(block.text)
        if found.isEmpty, !words.isEmpty, !isDenied(words) {
          loose.append(Spec.Baseline(shortened(words), at: block.place))
        }
      case .table:
        for row in block.rows.dropFirst() {
          guard let name = row.cells.first, !name.isEmpty else { continue }
          loose.append(Spec.Baseline(name, at: Spec.Place(line: row.line)))
        }
      case .heading, .code: break
      }
    }
    return exact + loose
  }

  private static func isDenied(_ words: String) -> Bool {
    let plain = words.lowercased()
    return ["none", "n/a", "no baseline", "-", "tbd"].contains { plain == $0 || plain == $0 + "." }
  }

  private static func baselines(in parts: [MarkdownBlock.Part]) -> [Spec.Baseline] {
    var found: [Spec.Baseline] = []
    var name = ""
    for (index, part) in parts.enumerated() {
      guard part.style == .code, index + 1 < parts.count,
        let (value, tolerance) = value(in: parts[index + 1].text)
      else {
        if part.style != .code { name += part.text }
        continue
      }
      let words = trimmed(name)
      found.append(
        Spec.Baseline(
          words.last == ":" ? trimmed(words.dropLast()) : words, metric: trimmed(part.text),
          value: value, tolerance: tolerance, at: part.place))
      name = ""
    }
    return found
  }

  /// `0.71 within 0.02`, or `unknown` where nobody has measured it. A percentage is hundredths, as
  /// in predicates.
  private static func value(in text: String) -> (value: Double?, tolerance: Double?)? {
    var scanner = WordScanner(text)
    scanner.skipSpaces()
    _ = scanner.take(anyOf: [":", "=", "≈", "~", "is", "of", "at"])
    scanner.skipSpaces()
    if scanner.take(word: "unknown") { return (nil, nil) }
    _ = scanner.take(anyOf: ["≈", "~"])
    guard let value = percent(&scanner) else { return nil }
    scanner.skipSpaces()
    _ = scanner.take(anyOf: [",", "("])
    scanner.skipSpaces()
    guard scanner.take(anyOf: ["within", "±", "+/-", "+-"]) != nil else { return (value, nil) }
    scanner.skipSpaces()
    _ = scanner.take(anyOf: ["±", "+/-"])
    return (value, percent(&scanner).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil })
  }

  private static func percent(_ scanner: inout WordScanner) -> Double? {
    guard let number = scanner.number(), number.isFinite else { return nil }
    var ahead = scanner
    ahead.skipSpaces()
    if ahead.take(word: "%") {
      scanner = ahead
      return number / 100
    }
    return number
  }
}
