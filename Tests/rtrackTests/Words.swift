/// A command line's words, with quotes as a shell reads them; no expansion of any kind.
enum Words {
  struct Unclosed: Error { let line: String }

  static func split(_ line: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var escaped = false
    for character in line {
      if escaped {
        word = (word ?? "") + (character == "n" && quote == "\"" ? "\n" : String(character))
        escaped = false
      } else if let open = quote {
        if character == open {
          quote = nil
        } else if character == "\\" && open == "\"" {
          escaped = true
        } else {
          word = (word ?? "") + String(character)
        }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character == "\\" {
        escaped = true
      } else if character == " " {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if quote != nil || escaped { throw Unclosed(line: line) }
    if let done = word { words.append(done) }
    return words
  }
}
