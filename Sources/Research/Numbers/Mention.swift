/// Finds where a text speaks of something by its number, as people write it: `#194`, `issue 194`,
/// `cycle 42`, `experiment 3`, `exp-003`, `run 2`.
///
/// A number alone is no mention, and a name that holds more than the number means one thing.
public struct Mention: Sendable {
  private let spellings: [[UInt8]]
  /// Words before the number, such as `issue`.
  private let words: [[UInt8]]
  private let hasHash: Bool

  /// The mentions of a number.
  ///
  /// - Parameter name: a name that means two things as well: an experiment's, registered twice.
  public init(of number: CallNumber, alsoAs name: String? = nil) {
    let words: [String]
    var spellings = [String(number.value)]
    switch number.row {
    case .issue: words = ["issue", "issues"]
    case .localIssue:
      words = ["issue", "issues"]
      spellings = ["l\(number.value)"]
    case .cycle: words = ["cycle", "cycles"]
    case .experiment:
      words = ["experiment", "experiments", "exp", "exp."]
      let digits = String(number.value)
      let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
      spellings += [zeros + digits, "exp-\(digits)", "exp-\(zeros)\(digits)"]
    case .run: words = ["run", "runs"]
    }
    if let name { spellings.append(name.lowercased()) }
    self.words = words.map { Array($0.utf8) }
    self.spellings = Array(Set(spellings)).map { Array($0.utf8) }
    hasHash = number.issue != nil
  }

  /// Whether a text speaks of it.
  public func isIn(_ text: String) -> Bool {
    let text = Array(text.lowercased().utf8)
    return spellings.contains { spelling in
      // A spelling with letters says by itself what it means.
      let isPlain = spelling.contains(45)
      var from = 0
      while let start = Self.find(spelling, in: text, from: from) {
        from = start + 1
        guard Self.ends(text, at: start + spelling.count) else { continue }
        let isBegun = start == 0 || !Self.isWord(text[start - 1]) && text[start - 1] != 45
        if isPlain ? isBegun : isNamed(text, before: start) { return true }
      }
      return false
    }
  }

  /// Whether what stands before a number says what it counts: `#`, or a word.
  private func isNamed(_ text: [UInt8], before start: Int) -> Bool {
    var end = start
    if hasHash, end > 0, text[end - 1] == 35 {
      // `owner/repository#194` is another place's.
      if end == 1 || !Self.isWord(text[end - 2]) { return true }
      return false
    }
    while end > 0, text[end - 1] == 32 || text[end - 1] == 10 { end -= 1 }
    return end < start
      && words.contains { word in
        let begin = end - word.count
        return begin >= 0 && text[begin..<end].elementsEqual(word)
          && (begin == 0 || !Self.isWord(text[begin - 1]))
      }
  }

  /// Not within a longer number or name, nor before a fraction.
  private static func ends(_ text: [UInt8], at end: Int) -> Bool {
    guard end < text.count else { return true }
    if isWord(text[end]) || text[end] == 45 || text[end] == 126 { return false }
    let next = end + 1 < text.count ? text[end + 1] : 32
    return !((text[end] == 46 || text[end] == 44) && next >= 48 && next <= 57)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || byte == 95 || byte >= 128
  }

  private static func find(_ part: [UInt8], in text: [UInt8], from: Int) -> Int? {
    guard let first = part.first, text.count >= part.count else { return nil }
    var at = from
    while at + part.count <= text.count {
      guard let next = text[at...].firstIndex(of: first), next + part.count <= text.count else {
        return nil
      }
      if text[next..<(next + part.count)].elementsEqual(part) { return next }
      at = next + 1
    }
    return nil
  }
}
