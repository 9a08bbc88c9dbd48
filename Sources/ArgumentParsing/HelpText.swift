extension HelpPage {
  /// The page as lines for a terminal, none wider than `columns` unless one word is.
  func text(columns: Int) -> String {
    let width = max(40, columns)
    var blocks = [
      wrapped("Usage: \(usage)", width: width, indent: 0, hanging: 9),
      wrapped(summary, width: width),
    ]
    if !aliases.isEmpty {
      blocks.append(wrapped("Also called: \(aliases.joined(separator: ", "))", width: width))
    }
    blocks += paragraphs(of: discussion).map { paragraph in
      paragraph.verbatim
        ? paragraph.text.split(separator: "\n").map(String.init)
        : wrapped(paragraph.text, width: width)
    }
    let terms = parts.flatMap(\.rows).map { $0.term.count }.filter { $0 <= 26 }
    let column = (terms.max() ?? 0) + 4
    for part in parts {
      blocks.append(
        ["\(part.title):"] + part.rows.flatMap { $0.lines(column: column, width: width) })
    }
    if !examples.isEmpty {
      blocks.append(
        ["Examples:"]
          + examples.flatMap { example in
            ["  \(example.line)"]
              + (example.purpose.isEmpty
                ? [] : wrapped(example.purpose, width: width, indent: 6, hanging: 6))
          })
    }
    if !closing.isEmpty { blocks.append(wrapped(closing, width: width)) }
    return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }
}

extension HelpPage.Row {
  /// The term, and the text beside it from `column` on; below it when the term is too long.
  fileprivate func lines(column: Int, width: Int) -> [String] {
    let indent = String(repeating: " ", count: column)
    let texts = wrapped(text, width: max(width - column, 20))
    guard let first = texts.first else { return ["  \(term)"] }
    let others = texts.dropFirst().map { indent + $0 }
    guard term.count + 4 <= column else { return ["  \(term)", indent + first] + others }
    let gap = String(repeating: " ", count: column - term.count - 2)
    return ["  \(term)\(gap)\(first)"] + others
  }
}

/// Words laid into lines of at most `width` characters, the first one indented by `indent`, the
/// others by `hanging`. A longer word stays whole. No words make no lines.
func wrapped(_ text: String, width: Int, indent: Int = 0, hanging: Int = 0) -> [String] {
  var lines: [String] = []
  var line = String(repeating: " ", count: indent)
  var length = indent
  var isEmpty = true
  for word in text.split(whereSeparator: \.isWhitespace) {
    let count = word.count
    if !isEmpty && length + 1 + count > width {
      lines.append(line)
      line = String(repeating: " ", count: hanging)
      length = hanging
      isEmpty = true
    }
    if !isEmpty {
      line.append(" ")
      length += 1
    }
    line.append(contentsOf: word)
    length += count
    isEmpty = false
  }
  return isEmpty ? lines : lines + [line]
}

/// The paragraphs of a discussion; one whose lines all begin with two spaces is verbatim.
func paragraphs(of discussion: String) -> [(text: String, verbatim: Bool)] {
  discussion.split(separator: "\n", omittingEmptySubsequences: false)
    .split { $0.allSatisfy(\.isWhitespace) }
    .map { lines in
      (lines.joined(separator: "\n"), lines.allSatisfy { $0.hasPrefix("  ") })
    }
}
