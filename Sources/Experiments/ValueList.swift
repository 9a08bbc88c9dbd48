import Research

/// The values of a variable, as `0 (baseline), 500 (treatment). Prose.`: divided by commas, each
/// with a note in brackets or none, down to the end of the sentence.
struct ValueList {
  private(set) var values: [Spec.Variable.Value] = []
  private var text = ""
  private var note: String?
  /// How many brackets are open.
  private var depth = 0
  private var isQuoted = false

  /// - Parameter words: what stands behind the name; code spans are values as they are.
  init(_ words: [(text: String, isCode: Bool)]) {
    for (index, word) in words.enumerated() {
      if word.isCode {
        if depth > 0 { note?.append(word.text) } else { text += word.text }
        continue
      }
      var characters = Substring(word.text)
      if index == 0, let lead = [":", " in ", " ∈"].first(where: characters.hasPrefix) {
        characters.removeFirst(lead.count)
      }
      while let character = characters.popFirst() {
        guard take(character, before: characters.first) else {
          finish()
          return
        }
      }
    }
    finish()
  }

  /// False where the sentence ends.
  private mutating func take(_ character: Character, before next: Character?) -> Bool {
    if character == "\"" {
      isQuoted.toggle()
    } else if isQuoted {
      append(character)
    } else if character == "(" {
      depth += 1
      if depth > 1 { append(character) } else { note = note ?? "" }
    } else if character == ")", depth > 0 {
      depth -= 1
      if depth > 0 { append(character) }
    } else if depth == 0, character == "," || character == ";" {
      finish()
    } else if depth == 0, character == ".", next?.isWhitespace ?? true {
      return false
    } else if depth > 0 || !"{}[]".contains(character) {
      append(character)
    }
    return true
  }

  private mutating func append(_ character: Character) {
    if depth > 0 { note?.append(character) } else { text.append(character) }
  }

  private mutating func finish() {
    let plain = trimmed(text)
    if !plain.isEmpty {
      values.append(Spec.Variable.Value(plain, note: note.map { trimmed($0) }))
    }
    (text, note) = ("", nil)
  }
}
