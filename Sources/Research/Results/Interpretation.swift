/// Words that say what a result means. Who runs an experiment reports; who reads it interprets.
public enum Interpretation {
  /// Where a text interprets.
  public struct Phrase: Hashable, Sendable {
    /// The words as written, on one line.
    public let text: String
    /// The line within the text, counted from 1.
    public let line: Int
  }

  /// The phrases of a text that interpret, in its order; each place once.
  public static func phrases(in text: String) -> [Phrase] {
    let words = Word.all(in: text)
    var found: [Phrase] = []
    var at = 0
    while at < words.count {
      guard let length = longest(at: at, in: words) else {
        at += 1
        continue
      }
      let phrase = words[at..<(at + length)].map(\.text).joined(separator: " ")
      found.append(Phrase(text: phrase, line: words[at].line))
      at += length
    }
    return found
  }

  /// How many words the longest phrase has that begins here.
  private static func longest(at start: Int, in words: [Word]) -> Int? {
    var best: Int?
    for pattern in patterns[words[start].folded] ?? [] where start + pattern.count <= words.count {
      let fits = pattern.indices.allSatisfy { offset in
        pattern[offset].contains(words[start + offset].folded)
          // A phrase does not reach beyond its sentence.
          && (offset == 0 || !words[start + offset].beginsSentence)
      }
      if fits, pattern.count > best ?? 0 { best = pattern.count }
    }
    return best
  }

  /// By their first word. Each place of a pattern has its alternatives.
  private static let patterns: [String: [[Set<String>]]] = {
    let findings: Set = [
      "result", "results", "data", "finding", "findings", "numbers", "metrics", "evidence", "this",
      "experiment",
    ]
    let says: Set = [
      "show", "shows", "showed", "suggest", "suggests", "suggested", "indicate", "indicates",
      "demonstrate",
      "demonstrates", "prove", "proves", "confirm", "confirms", "imply", "implies", "support",
      "supports", "means",
    ]
    let subjects: Set = [
      "approach", "method", "idea", "technique", "hypothesis", "treatment", "intervention",
    ]
    let all: [[Set<String>]] = [
      [findings, says], [findings, ["clearly", "strongly", "also"], says],
      [["suggests", "suggesting", "indicating", "implying", "demonstrating"]],
      [["confirming"], ["that", "the"]], [["proving"], ["that", "the"]],
      [subjects, ["works", "worked", "helps", "helped", "succeeds", "succeeded"]],
      [
        ["hypothesis"], ["is", "was"],
        ["confirmed", "supported", "rejected", "refuted", "true", "false", "correct", "wrong"],
      ],
      [["better", "worse"], ["than"], ["expected", "hoped", "anticipated", "we"]],
      [
        ["looks", "look", "seems", "seem"],
        ["good", "great", "bad", "promising", "strong", "fine"],
      ],
      [["works", "worked"], ["well", "better"]],
      [["promising", "encouraging", "disappointing", "impressive", "surprisingly"]],
      [["clear", "strong", "convincing"], ["evidence", "improvement", "win", "effect"]],
      [["evidence"], ["that", "for", "against"]],
      [["attributable"], ["to"]], [["remains", "remain"], ["valid"]],
      [["we", "i"], ["conclude", "believe", "think", "suspect"]], [["in"], ["conclusion"]],
    ]
    var byFirst: [String: [[Set<String>]]] = [:]
    for pattern in all { for word in pattern[0] { byFirst[word, default: []].append(pattern) } }
    return byFirst
  }()

  /// A word of a text: letters, with apostrophes within.
  private struct Word {
    let text: String
    let folded: String
    let line: Int
    /// Whether a full stop or another end of a sentence stands before it.
    let beginsSentence: Bool

    static func all(in text: String) -> [Word] {
      var words: [Word] = []
      var current = ""
      var line = 1
      var isEnd = true
      func close() {
        if current.isEmpty { return }
        words.append(
          Word(
            text: current, folded: current.lowercased(), line: line, beginsSentence: isEnd))
        current = ""
        isEnd = false
      }
      for character in text {
        if character.isLetter || (character == "'" && !current.isEmpty) {
          current.append(character)
          continue
        }
        close()
        if character.isNewline { line += 1 }
        if ".!?;:".contains(character) { isEnd = true }
      }
      close()
      return words
    }
  }
}
