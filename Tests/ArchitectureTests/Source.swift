import Platform

/// One file of Swift, as text.
struct Source {
  /// From the top of the project.
  let path: String
  let lines: [String]

  /// The folder under Sources.
  var layer: String { String(path.split(separator: "/")[1]) }

  static func top(_ path: String) -> String {
    Path.join(Path.parent(Path.parent(Path.parent(#filePath))), path)
  }

  static func all() throws -> [Source] {
    var found: [Source] = []
    func walk(_ folder: String) throws {
      for name in try FileSystem.entries(top(folder)) {
        let path = "\(folder)/\(name)"
        switch try FileSystem.status(top(path))?.kind {
        case .directory: try walk(path)
        case .file where name.hasSuffix(".swift"):
          let text = String(decoding: try FileSystem.read(top(path)), as: UTF8.self)
          var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
          if lines.last == "" { lines.removeLast() }
          found.append(Source(path: path, lines: lines))
        default: break
        }
      }
    }
    try walk("Sources")
    return found
  }

  /// The modules it imports, with whatever access.
  var imports: [String] {
    code.compactMap { line -> String? in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
        words[..<place].allSatisfy({ $0.hasPrefix("@") || Self.access.contains($0) })
      else { return nil }
      // `import struct Module.Name` names its kind in between.
      return words.last.map { name in String(name.prefix { $0 != "." }) }
    }
  }

  private static let access: Set<Substring> = [
    "public", "package", "internal", "fileprivate", "private",
  ]

  /// The lines without comments and the text of plain strings.
  var code: [String] {
    lines.map { line in
      var code = ""
      var isText = false
      var isEscaped = false
      for character in line {
        if isText {
          if character == "\"" && !isEscaped { isText = false }
          isEscaped = character == "\\" && !isEscaped
        } else if character == "\"" {
          isText = true
        } else {
          code.append(character)
          if code.hasSuffix("//") { return String(code.dropLast(2)) }
        }
      }
      return code
    }
  }

  /// Where a word stands in the code, as path and line. `print` counts only where it is called.
  func places(of word: String) -> [String] {
    var places: [String] = []
    for (number, line) in code.enumerated() {
      var rest = line[...]
      while let place = rest.firstRange(of: word) {
        let before = line[..<place.lowerBound].last ?? " "
        let after = line[place.upperBound...].first ?? " "
        let isWord =
          !before.isLetter && !before.isNumber && before != "_" && before != "."
          && !after.isLetter && !after.isNumber && after != "_"
        if isWord && (word != "print" || after == "(") { places.append("\(path):\(number + 1)") }
        rest = rest[place.upperBound...]
      }
    }
    return places
  }
}
