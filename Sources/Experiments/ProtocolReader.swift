import Documents
import Research

/// Finds the commands that a protocol names: a code span that begins with `$ `, whose words are a
/// program's, or a fenced block of `sh`, `bash` or `shell`, which is a shell's.
///
/// What it is for is said by the first of these words in its item: sanity, baseline, minimum
/// viable, treatment; without any it is the treatment.
enum ProtocolReader {
  static func steps(in blocks: [MarkdownBlock], of part: RunStep.Part? = nil) -> [Spec.Step] {
    var steps: [Spec.Step] = []
    var item: MarkdownBlock?
    for block in blocks {
      switch block.kind {
      case .item, .paragraph, .heading:
        if case .item = block.kind { item = block }
        for span in block.parts where span.style == .code && span.text.hasPrefix("$ ") {
          steps.append(
            step(CommandWords.words(of: span.text.dropFirst(2)) ?? [], item, part, span.place))
        }
      case .code(let info):
        let shell = info.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        guard ["sh", "bash", "shell"].contains(shell), !trimmed(block.literal).isEmpty else {
          continue
        }
        let program = shell == "bash" ? "bash" : "sh"
        steps.append(step([program, "-euc", block.literal], item, part, block.place))
      case .table: break
      }
    }
    return steps
  }

  private static func step(
    _ command: [String], _ item: MarkdownBlock?, _ part: RunStep.Part?, _ place: Spec.Place
  ) -> Spec.Step {
    // Seeds are named in the words, not in a command.
    let words = item?.parts.filter { !($0.style == .code && $0.text.hasPrefix("$ ")) } ?? []
    var plain = item
    plain?.parts = words
    return Spec.Step(
      part ?? self.part(of: words.map(\.text).joined()), command,
      seeds: plain.map { SeedReader.seeds(in: [$0]) } ?? [], at: place)
  }

  private static func part(of text: String) -> RunStep.Part {
    let text = text.lowercased()
    let marks: [(String, RunStep.Part)] = [
      ("sanity", .sanity), ("baseline", .baseline), ("minimum viable", .minimumViable),
      ("mve", .minimumViable), ("treatment", .treatment),
    ]
    let found = marks.compactMap { mark, part in text.firstRange(of: mark).map { ($0, part) } }
    return found.min { $0.0.lowerBound < $1.0.lowerBound }?.1 ?? .treatment
  }
}

/// The words of a command that needs no shell.
enum CommandWords {
  /// The words, parted at blanks, with `'…'` and `"…"` around what holds some; nil where a shell
  /// would read more into it: variables, pipes, redirections, patterns.
  static func words(of line: some StringProtocol) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open {
          quote = nil
        } else if open == "\"", "$`\\".contains(character) {
          return nil
        } else {
          word?.append(character)
        }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else if "$`\\|&;<>()*?[]{}#~!".contains(character) {
        return nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if quote != nil { return nil }
    if let word { words.append(word) }
    return words.isEmpty || words[0].isEmpty ? nil : words
  }
}
