extension CommandTree {
  /// Reads the words of a command line, the program's own name left out.
  ///
  /// - Throws: `UsageError` for words that are no call of a command.
  public func parse(_ arguments: [String]) throws(UsageError) -> Invocation {
    guard let first = arguments.first else { return .help(path: []) }
    switch first {
    case "--version": return .version
    case "-h", "--help": return try helpWanted(arguments.dropFirst())
    default: break
    }
    if first.isOptionLike {
      throw UsageError(
        path: [], message: "unknown option \(quoted(first)) before the command",
        hint: suggestion(nearest(to: first, among: ["--help", "--version"]))
          ?? "the options of a command follow it: \(program) COMMAND [options]")
    }
    var path: [String] = []
    var level = nodes
    var words = arguments[...]
    while let word = words.popFirst() {
      if word == "help", level.called(word) == nil {
        return try helpWanted(path + words)
      }
      if !path.isEmpty, word == "-h" || word == "--help" { return .help(path: path) }
      guard let node = level.called(word) else {
        throw unknown(word, at: path, level: level)
      }
      path.append(node.name)
      let leadsOn = words.first.map { node.children.called($0) != nil } ?? false
      if let type = node.command, !leadsOn {
        return try call(type, path: path, words: words)
      }
      level = node.children
    }
    let names = level.filter { !$0.hidden }.map(\.name)
    throw UsageError(
      path: path,
      message: "`\(([program] + path).joined(separator: " "))` needs a command after it",
      hint: names.isEmpty ? nil : "one of \(names.joined(separator: ", "))")
  }

  /// The help that `help` and the words behind it ask for.
  private func helpWanted(_ words: some Sequence<String>) throws(UsageError) -> Invocation {
    var path: [String] = []
    var level = nodes
    var isCommand = false
    for word in words where !word.isOptionLike {
      guard let node = level.called(word) else {
        // What follows a command is its own affair: `--help comment 194`.
        if isCommand { break }
        throw unknown(word, at: path, level: level)
      }
      path.append(node.name)
      level = node.children
      isCommand = node.command != nil
    }
    return .help(path: path)
  }

  private func unknown(_ word: String, at path: [String], level: [CommandNode]) -> UsageError {
    let place = path.isEmpty ? "" : " of `\(([program] + path).joined(separator: " "))`"
    let thing = word.isOptionLike ? "option" : "command"
    var names = level.filter { !$0.hidden }.flatMap { [$0.name] + $0.aliases }
    if path.isEmpty { names.append("help") }
    if word.isOptionLike { names = ["--help"] }
    let all = ([program, "help"] + path).joined(separator: " ")
    return UsageError(
      path: path, message: "unknown \(thing) \(quoted(word))\(place)",
      hint: suggestion(nearest(to: word, among: names)) ?? "`\(all)` lists the commands")
  }

  private func call(
    _ type: any CommandDefinition.Type, path: [String], words: ArraySlice<String>
  ) throws(UsageError) -> Invocation {
    for word in words {
      if word == "--" { break }
      if word == "-h" || word == "--help" { return .help(path: path) }
    }
    var (command, grammar) = Grammar.of { type.init() }
    var parser = WordParser(grammar: grammar, program: program, path: path)
    guard try parser.read(words) == .complete else { return .help(path: path) }
    do {
      for group in grammar.groups { try group.validateMembers() }
      try command.validate()
    } catch let error as UsageError {
      throw error
    } catch let fault as ArgumentFault {
      throw UsageError(path: path, message: fault.message, hint: fault.hint)
    } catch {
      throw UsageError(path: path, message: String(describing: error))
    }
    return .run(command, path: path)
  }
}
