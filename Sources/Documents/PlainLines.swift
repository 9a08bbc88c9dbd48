/// Reads the front matter that nearly every file has, of plain lines `key: value` and short lists,
/// without libyaml, which takes ten times as long.
///
/// Only what YAML cannot read in a second way is read here: one line a key, ASCII, no quotes, no
/// comments, no indentation. For all else libyaml is asked, which also says what is wrong.
struct PlainLines {
  private let text: ArraySlice<UInt8>
  private var fields: [Field] = []

  /// More lines, and longer ones, are libyaml's: YAML has limits of its own for a key's line.
  private static let mostLines = 32
  private static let longestLine = 900

  /// The fields; nil where libyaml has to be asked.
  static func fields(of frontMatter: ArraySlice<UInt8>) -> [Field]? {
    var lines = PlainLines(text: frontMatter)
    return lines.read() ? lines.fields : nil
  }

  private init(text: ArraySlice<UInt8>) { self.text = text }

  private mutating func read() -> Bool {
    var line = text.startIndex
    while line < text.endIndex {
      var end = line
      while end < text.endIndex, text[end] != Byte.lineFeed { end += 1 }
      guard end < text.endIndex, end - line <= Self.longestLine, fields.count < Self.mostLines,
        let colon = keyEnd(line, end)
      else { return false }
      let key = string(line, colon)
      guard !fields.contains(where: { $0.key == key }), let value = value(colon + 2, end) else {
        return false
      }
      fields.append(Field(key: key, value: value))
      line = end + 1
    }
    return !fields.isEmpty
  }

  /// Where the colon stands behind a key, with one space and something behind it.
  private func keyEnd(_ start: Int, _ end: Int) -> Int? {
    var place = start
    while place < end, text[place].isKeyLetter { place += 1 }
    guard place > start, place + 2 < end, text[place] == Byte.colon,
      text[place + 1] == Byte.space
    else { return nil }
    return place
  }

  private func value(_ start: Int, _ end: Int) -> Value? {
    if text[start] == UInt8(ascii: "[") { return list(start + 1, end - 1) }
    guard isPlain(start, end) else { return nil }
    return .plain(string(start, end))
  }

  /// Whether YAML takes these bytes, to the end of their line, for text without a second meaning.
  private func isPlain(_ start: Int, _ end: Int) -> Bool {
    guard text[start].isLetter || text[start].isDigit, text[end - 1] != Byte.space
    else { return false }
    for place in start..<end {
      let byte = text[place]
      guard byte >= Byte.space, byte < 127, byte != UInt8(ascii: "#") else { return false }
      if byte == Byte.colon, place + 1 == end || text[place + 1] == Byte.space {
        return false
      }
    }
    return true
  }

  /// Words between brackets, each but the last with a comma and one space behind it.
  private func list(_ start: Int, _ end: Int) -> Value? {
    guard end >= start, text[end] == UInt8(ascii: "]") else { return nil }
    var values: [Value] = []
    var word = start
    while word < end {
      var place = word
      while place < end, text[place].isWordLetter { place += 1 }
      guard place > word, text[word] != Byte.hyphen else { return nil }
      values.append(.plain(string(word, place)))
      if place == end { return .list(values) }
      guard place + 2 < end, text[place] == Byte.comma,
        text[place + 1] == Byte.space
      else { return nil }
      word = place + 2
    }
    return .list(values)
  }

  private func string(_ start: Int, _ end: Int) -> String {
    String(decoding: text[start..<end], as: UTF8.self)
  }
}

extension UInt8 {
  fileprivate var isKeyLetter: Bool {
    self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") || self == UInt8(ascii: "_")
  }

  fileprivate var isWordLetter: Bool {
    isLetter || isDigit || self == Byte.hyphen || self == UInt8(ascii: "_")
  }
}
