extension WordParser {
  /// An error of this command.
  func error(_ message: String, hint: String?) -> UsageError {
    UsageError(path: path, message: message, hint: hint)
  }

  /// How the command is called.
  var usageHint: String { "usage: \(grammar.usage(program: program, path: path))" }

  /// A long option that there is not. The beginning of a name is refused like any other wrong one:
  /// a script that relied on it would break with the next option that begins the same.
  func unknownOption(_ name: String) -> UsageError {
    let near = nearest(to: name, among: grammar.suggestible)
    return error(
      "unknown option \(quoted(name))",
      hint: suggestion(near)
        ?? "`\(([program, "help"] + path).joined(separator: " "))` lists the options")
  }

  func unknownShort(_ name: String, in word: String) -> UsageError {
    let place = name == word ? "" : " in \(quoted(word))"
    // `-file` for `--file` is the usual slip.
    let meant = grammar.suggestible.filter { $0 == "-" + word }
    return error("unknown option \(quoted(name))\(place)", hint: suggestion(meant) ?? usageHint)
  }

  /// A word too many, and how to quote it when it looks like the second word of a text.
  func tooMany(_ word: String) -> UsageError {
    let message = "unexpected argument \(quoted(word))"
    guard let last = grammar.positionals.last, last.definition.choices.isEmpty,
      let previous = lastWord, previous.contains(where: \.isLetter)
    else { return error(message, hint: usageHint) }
    let following = ([word] + rest.prefix { !$0.isOptionLike })
    let shown = ([previous] + following.prefix(3)).joined(separator: " ")
    let plain = shown.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isPatternSyntax || ",.;:-/()".unicodeScalars.contains(scalar)
    }
    guard plain, shown.count <= 60 else {
      return error(message, hint: "a text of several words is one argument: quote it")
    }
    let text = shown + (following.count > 3 ? " …" : "")
    return error(
      message, hint: "a text of several words is one argument: quote it, as in \"\(text)\"")
  }
}

extension String {
  /// Whether the word names an option: it begins with a hyphen, but is not `-` alone, nor a
  /// negative number, nor a text whose first mark is a hyphen.
  var isOptionLike: Bool {
    var bytes = utf8.makeIterator()
    guard bytes.next() == UInt8(ascii: "-"), let second = bytes.next() else { return false }
    switch second {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "\t"),
      UInt8(ascii: "\n"):
      return false
    case UInt8(ascii: "."):
      guard let third = bytes.next() else { return true }
      return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(third)
    default: return true
    }
  }
}
