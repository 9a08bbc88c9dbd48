/// The first line of a ledger commit, made harmless for a host that reads it.
///
/// A host links `#194` to an issue of its own, tells `@flux`, and closes what `fixes` names; these
/// are taken apart with a zero-width space so that people still read the same words.
public enum Subject {
  /// Longer subjects are cut.
  public static let longest = 100

  /// `[Flux] issue 194 comment blocked: …`, in one line, without control characters.
  ///
  /// - Parameter numbering: numbers that mirror the host's are meant as the host reads them, and
  ///   nothing is taken apart.
  public static func line(
    _ speaker: String, _ act: String, about text: String, numbering: Numbering = .own
  ) -> String {
    let first = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
    var line = "[\(speaker)] \(act)"
    // What is cut off in the end anyway need not be read.
    if let first { line += ": " + String(first.unicodeScalars.prefix(10 * longest)) }
    // As a whole: `close` in the act and an address in the text make a command together.
    return cut(numbering == .mirror ? plain(line) : defused(plain(line)))
  }

  /// Takes the meaning from `#194`, `!194`, `@name`, `GH-194` and closing words before a number
  /// or an address.
  public static func defused(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var breaks = closingWords(scalars)
    for (index, scalar) in scalars.enumerated().dropLast() {
      // Few marks need to know what follows them, and to find that out takes a table.
      guard scalar.isASCII, "#!&$@-".utf8.contains(UInt8(scalar.value)) else { continue }
      let next = scalars[index + 1].properties
      let isNumber = next.numericType != nil
      switch scalar {
      case "#", "!", "&", "$": if isNumber { breaks.insert(index) }
      case "@":
        if isNumber || next.isAlphabetic || scalars[index + 1] == "_" { breaks.insert(index) }
      case "-":
        if isNumber, index >= 2, isSame(scalars[index - 2], "g"), isSame(scalars[index - 1], "h") {
          breaks.insert(index)
        }
      default: break
      }
    }
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      result.append(scalar)
      if breaks.contains(index) { result.append("\u{200B}") }
    }
    return String(result)
  }

  /// What hosts close an issue upon.
  private static let closing: Set<String> = Set(
    ["clos", "fix", "resolv", "implement"].flatMap { stem in
      ["", "e", "es", "ed", "ing", "s"].map { stem + $0 }
    })

  /// The places of the first letters of `fixes`, `closes`, `resolves` and their forms, where an
  /// address or a number follows anywhere; other texts stay as they are.
  private static func closingWords(_ scalars: [Unicode.Scalar]) -> Set<Int> {
    let last = scalars.indices.last {
      scalars[$0] == "#"
        || (scalars[$0] == ":" && scalars[$0...].starts(with: "://".unicodeScalars))
    }
    var places: Set<Int> = []
    var word = ""
    var start = 0
    for index in 0..<(last ?? 0) {
      let scalar = scalars[index]
      if scalar.isASCII, scalar.properties.isAlphabetic {
        if word.isEmpty { start = index }
        word.unicodeScalars.append(scalar)
        continue
      }
      if closing.contains(word.lowercased()) { places.insert(start) }
      word = ""
    }
    return places
  }

  private static func isSame(_ scalar: Unicode.Scalar, _ letter: Character) -> Bool {
    Character(scalar).lowercased() == String(letter)
  }

  private static func plain(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if (" "..."~").contains(scalar) {
        result.append(scalar)
        continue
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: result.append(" ")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Cuts between characters, but counts scalars: one character may be of any length.
  private static func cut(_ line: String) -> String {
    guard line.unicodeScalars.count > longest else { return line }
    var count = 0
    let kept = line.prefix { character in
      count += character.unicodeScalars.count
      return count < longest
    }
    return kept + "…"
  }
}
