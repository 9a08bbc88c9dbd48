/// Why the words of a command line are no call.
public struct UsageError: Error, Equatable {
  /// The command or group that was meant, as far as it is known; empty for the program itself.
  public let path: [String]
  /// What is wrong: one sentence without a full stop, a lower case letter first.
  public let message: String
  /// What to do: "did you mean …", how to quote, or the usage line.
  public let hint: String?

  /// An error from its parts.
  public init(path: [String], message: String, hint: String? = nil) {
    self.path = path
    self.message = message
    self.hint = hint
  }
}

/// A word as messages show it: in backticks, cut to 60 characters, with every character that a
/// terminal would obey, or that would turn the line around, written as its number.
func quoted(_ word: some StringProtocol) -> String {
  var shown = "`"
  var count = 0
  for scalar in word.unicodeScalars {
    if count == 60 {
      shown.append("…")
      break
    }
    count += 1
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
      if scalar == "\u{200D}" {
        shown.unicodeScalars.append(scalar)
      } else {
        shown.append("\\u{\(String(scalar.value, radix: 16, uppercase: true))}")
      }
    default: shown.unicodeScalars.append(scalar)
    }
  }
  return shown + "`"
}

/// Words as a sentence offers them: "working, done or failed".
func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}

/// The question that offers these words, in backticks; nil when there are none.
func suggestion(_ words: [String]) -> String? {
  words.isEmpty ? nil : "did you mean \(alternatives(words.map { "`\($0)`" }))?"
}
