import Research

/// The issues that a text on a host names: `#194`, `GH-194`, or an address in the same repository.
enum MentionedIssues {
  /// The numbers, each once, in the order they stand. What is quoted as code names nothing.
  static func numbers(in text: String, of repository: String?) -> [Int] {
    var found: [Int] = []
    var isFenced = false
    for line in text.split(whereSeparator: \.isNewline) {
      if line.drop(while: \.isWhitespace).hasPrefix("```") {
        isFenced.toggle()
      } else if !isFenced {
        found += numbers(inLine: Array(line.utf8), of: repository)
      }
    }
    var seen: Set<Int> = []
    return found.filter { seen.insert($0).inserted }
  }

  private static func numbers(inLine line: [UInt8], of repository: String?) -> [Int] {
    var found: [Int] = []
    var isCode = false
    var place = 0
    while place < line.count {
      if line[place] == UInt8(ascii: "`") { isCode.toggle() }
      let start = place
      place += 1
      guard !isCode else { continue }
      let isFree = start == 0 || !isWord(line[start - 1])
      var digits = start
      if line[start] == UInt8(ascii: "#"), isFree {
        digits = start + 1
      } else if isFree, starts(line, at: start, with: "gh-") {
        digits = start + 3
      } else if let repository, isFree || line[start - 1] == UInt8(ascii: "/"),
        starts(line, at: start, with: repository + "/issues/")
      {
        digits = start + repository.utf8.count + 8
      } else {
        continue
      }
      let end = line[digits...].firstIndex { $0 < 48 || $0 > 57 } ?? line.count
      guard end > digits, end - digits <= 8, end == line.count || !isWord(line[end]),
        line[digits] != 48, let number = Int(String(decoding: line[digits..<end], as: UTF8.self))
      else { continue }
      found.append(number)
      place = end
    }
    return found
  }

  /// Letters, digits and what joins them: `other/repository#5` and `a#5` name nothing here.
  private static func isWord(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "&")
      || byte >= 0x80
  }

  private static func starts(_ line: [UInt8], at place: Int, with text: String) -> Bool {
    guard line.count - place >= text.utf8.count else { return false }
    return zip(line[place...], text.utf8).allSatisfy { a, b in
      a == b || (a >= 65 && a <= 90 && a + 32 == b)
    }
  }
}
