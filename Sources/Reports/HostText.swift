import Documents
import Research

/// Text of others, as it may stand in Markdown that a host shows.
///
/// A comment can hold anything: markup that breaks out of a table, HTML that hides what follows it,
/// and words that make a host link, tell or close something of its own. People still read the same
/// words: what would be markup is escaped, and what a host acts upon is taken apart with a
/// zero-width space.
struct HostText {
  /// Numbers that mirror the host's are meant as the host reads them.
  private let numbering: Numbering

  /// Text for a host whose numbers are, or are not, those of the ledger.
  init(_ numbering: Numbering) { self.numbering = numbering }

  /// A line that a host takes as it is, such as a title: no markup is read in it.
  func line(_ text: String, longest: Int) -> String {
    // Of what is cut off in the end anyway, not all is read.
    let start = longest < 1 << 20 ? String(text.unicodeScalars.prefix(8 * longest)) : text
    return defused(Self.cut(Self.oneLine(start), longest))
  }

  /// Words within a line: no markup, no line ends.
  func inline(_ text: String, longest: Int = .max) -> String {
    let line = line(text, longest: longest)
    var result = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if Self.markup.contains(scalar) { result.append("\\") }
      result.append(scalar)
    }
    return String(result)
  }

  /// A text of its own, quoted: whatever begins in the quote ends with it.
  func quoted(_ text: String, longest: Int = .max) -> String {
    var lines = Self.lines(
      longest < 1 << 20 ? String(text.unicodeScalars.prefix(8 * longest)) : text)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    let whole = lines.joined(separator: "\n")
    let shown = Self.cut(whole, longest)
    return Self.withoutTags(defused(shown)).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? ">" : "> " + $0 }.joined(separator: "\n")
  }

  /// A name or a path as code: nothing in it is markup.
  func code(_ text: String) -> String {
    let line = Self.oneLine(text)
    var longest = 0
    var run = 0
    for character in line.utf8 {
      run = character == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let space = line.hasPrefix("`") || line.hasSuffix("`") || line.isEmpty ? " " : ""
    // In a table a bar parts cells, in code too.
    let cell = line.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    return fence + space + cell + space + fence
  }

  private func defused(_ text: String) -> String {
    numbering == .mirror ? text : Subject.defused(text)
  }

  /// What is markup within a line, to one host or another.
  private static let markup = Set("\\`*_[]<>|~&$".unicodeScalars)

  private static func lines(_ text: String) -> [Substring] {
    terminalSafe(String(text.map { $0.isNewline ? "\n" : $0 }))
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func oneLine(_ text: String) -> String {
    lines(text).flatMap { $0.split(whereSeparator: \.isWhitespace) }.joined(separator: " ")
  }

  /// Takes tags and comments of HTML apart; in code they read the same.
  private static func withoutTags(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isOpen = false
    for scalar in text.unicodeScalars {
      if isOpen, scalar.properties.isAlphabetic || "/!?".unicodeScalars.contains(scalar) {
        result.append("\u{200B}")
      }
      result.append(scalar)
      isOpen = scalar == "<"
    }
    return String(result)
  }

  /// Cuts between characters, but counts scalars: one character may be of any length.
  private static func cut(_ text: String, _ longest: Int) -> String {
    guard longest < .max, text.unicodeScalars.count > longest else { return text }
    var count = 0
    let kept = text.prefix { character in
      count += character.unicodeScalars.count
      return count <= longest
    }
    return kept + " …"
  }
}
