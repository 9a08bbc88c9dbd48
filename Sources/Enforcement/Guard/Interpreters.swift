import Platform

/// Programs in other languages that stand in the command line itself: they are not run and not
/// understood, only looked at for paths that they seem to write.
extension ShellRun {
  func interpreted(_ name: String, _ arguments: [Reading], input: [Reading]?) -> [Reading]? {
    switch Self.stem(name) {
    case "python", "pypy", "ipython":
      return program(arguments, texts: "c", short: "WXm", by: name, input)
    case "node", "nodejs", "deno", "bun", "tsx":
      let rest = arguments.first?.text == "eval" ? Array(arguments.dropFirst()) : arguments
      if rest.count < arguments.count, let text = rest.first { note(code: text, by: name) }
      return program(
        rest, texts: "ep", long: ["--eval", "--print"], short: "r", by: name, input)
    case "perl", "ruby":
      let parts = Operands(arguments, short: "eEIMmlF0")
      if parts.has("-i") || arguments.contains(where: { Self.isInPlace($0) }) {
        for file in parts.operands { note(.write, file, by: "\(name) -i", follows: true) }
      }
      return program(arguments, texts: "eE", short: "IMmlF0r", by: name, input)
    case "php": return program(arguments, texts: "rBR", short: "dfc", by: name, input)
    case "lua", "luajit": return program(arguments, texts: "e", short: "l", by: name, input)
    case "rscript", "r", "julia":
      return program(arguments, texts: "eE", long: ["--eval"], by: name, input)
    case "awk", "gawk", "mawk", "nawk":
      let parts = Operands(arguments, short: "Ffvi", long: ["--include"])
      let isInPlace = parts.values(of: "-i", "--include").contains { $0.text == "inplace" }
      var operands = parts.operands
      if !parts.has("-f"), !operands.isEmpty {
        let program = operands.removeFirst()
        note(code: program, by: name)
        // `-v f=FILE`, which `print > f` may write.
        for value in parts.values(of: "-v") where program.units.contains(.byte(UInt8(ascii: ">"))) {
          let path = value.dropping((value.units.firstIndex(of: .byte(61)) ?? -1) + 1)
          note(.write, path, by: name, isGuess: true)
        }
      }
      if isInPlace { for file in operands { note(.write, file, by: "\(name) -i inplace") } }
      return [.unknown]
    case "sqlite", "psql", "mysql", "osascript", "expect", "tclsh":
      for argument in arguments { note(code: argument, by: name) }
      return [.unknown]
    default: return nil
    }
  }

  /// `python3.11` is a `python`.
  private static func stem(_ name: String) -> String {
    String(name.lowercased().prefix { $0.isLetter })
  }

  /// `-pi`, `-i.bak`, `-ni`: letters of perl and ruby of which one is `i`.
  private static func isInPlace(_ argument: Reading) -> Bool {
    guard let text = argument.text, text.hasPrefix("-"), !text.hasPrefix("--") else { return false }
    let letters = text.dropFirst().filter { $0.isLetter }
    return letters.prefix { !"eEIMm".contains($0) }.contains("i")
  }

  /// The texts given with options, or the program in the input where no file is named.
  private func program(
    _ arguments: [Reading], texts: String, long: Set<String> = [], short: String = "",
    by name: String, _ input: [Reading]?
  ) -> [Reading] {
    let parts = Operands(arguments, short: texts + short, long: long, stopsAtOperand: true)
    var hasText = false
    for option in texts.map({ "-\($0)" }) + long.sorted() {
      for text in parts.values(of: option) {
        hasText = true
        note(code: text, by: "\(name) \(option)")
      }
    }
    let isFromInput = parts.operands.isEmpty || parts.operands.first?.text == "-"
    if !hasText, isFromInput, !parts.has("-m"), let input {
      for text in input { note(code: text, by: name) }
    }
    return [.unknown]
  }

  /// Looks through a text that is given as one word.
  func note(code: Reading, by name: String) { note(code: code.commandText, by: name) }

  /// Looks through a text for paths that it seems to write.
  func note(code: String, by name: String) {
    let text = CodeText(code)
    for mention in text.written {
      if mention.fillsFolder, let folder = mention.place.within(state.directory).text,
        Glob.isFolder(folder)
      {
        note(.write, mention.place.below(Reading("copied")), by: name)
      }
      note(
        mention.removes ? .remove : .write,
        mention.removes ? .pattern(mention.place) : mention.place, by: name, follows: true,
        isGuess: mention.isGuess)
    }
    for command in text.commands { run(text: command) }
  }
}
