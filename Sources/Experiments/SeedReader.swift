import Documents
import Research

/// Finds the seeds that a protocol names: `seeds 0, 1, 2`, `seeds {42, 43}`, `seed 7`, `seeds 0-4`.
enum SeedReader {
  /// No protocol names more; a range that does is a slip of the pen.
  static let most = 1000

  static func seeds(in blocks: [MarkdownBlock]) -> [Int] {
    var seeds: [Int] = []
    var known: Set<Int> = []
    for block in blocks {
      let texts = [block.text, block.literal] + block.rows.map { $0.cells.joined(separator: " ") }
      for text in texts {
        for seed in self.seeds(in: text) where seeds.count < most && known.insert(seed).inserted {
          seeds.append(seed)
        }
      }
    }
    return seeds
  }

  private static func seeds(in text: String) -> [Int] {
    var found: [Int] = []
    var scanner = WordScanner(text)
    var isWordStart = true
    while let byte = scanner.next {
      if isWordStart, scanner.take(anyOf: ["seeds", "seed"]) != nil {
        list(&scanner, into: &found)
        if found.count > most { break }
        isWordStart = false
        continue
      }
      isWordStart = !WordScanner.isLetter(byte) && !WordScanner.isDigit(byte)
      scanner.skip(1)
    }
    return found
  }

  private static func list(_ scanner: inout WordScanner, into found: inout [Int]) {
    scanner.skipSpaces()
    _ = scanner.take(anyOf: ["=", ":", "in", "∈"])
    scanner.skipSpaces()
    _ = scanner.take(anyOf: ["{", "[", "("])
    var ahead = scanner
    while found.count <= most {
      ahead.skipSpaces()
      guard let first = seed(&ahead) else { return }
      found.append(first)
      scanner = ahead
      if let last = rangeEnd(&ahead), last > first, last - first < most {
        found += (first + 1)...last
        scanner = ahead
      }
      ahead = scanner
      ahead.skipSpaces()
      guard ahead.take(anyOf: [", and", ",", "and", "&"]) != nil else { return }
    }
  }

  /// `-4`, `–4` or ` to 4` behind the first of a range.
  private static func rangeEnd(_ scanner: inout WordScanner) -> Int? {
    scanner.skipSpaces()
    guard scanner.take(anyOf: ["-", "–", "…", "...", "..", "to"]) != nil else { return nil }
    scanner.skipSpaces()
    return seed(&scanner)
  }

  /// A whole number that no word goes on from: `3 seeds` is none, nor is `20-day`.
  private static func seed(_ scanner: inout WordScanner) -> Int? {
    guard let byte = scanner.next, WordScanner.isDigit(byte), let number = scanner.number(),
      number == number.rounded(), number < 1e15
    else { return nil }
    if let next = scanner.next, WordScanner.isLetter(next) { return nil }
    return Int(number)
  }
}
