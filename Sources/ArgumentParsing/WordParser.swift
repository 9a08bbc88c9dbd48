/// Reads the words behind a command into the slots of its grammar.
struct WordParser {
  /// Whether the words were a call, or a question for help.
  enum Outcome {
    case complete, helpWanted
  }

  let grammar: Grammar
  let program: String
  let path: [String]
  /// What is still to be read.
  private(set) var rest: ArraySlice<String> = []
  /// Which positional the next word without a name is for.
  private var place = 0
  /// The last word that a positional took.
  private(set) var lastWord: String?

  init(grammar: Grammar, program: String, path: [String]) {
    self.grammar = grammar
    self.program = program
    self.path = path
  }

  /// Reads all words, then asks whether something required is missing.
  mutating func read(_ all: ArraySlice<String>) throws(UsageError) -> Outcome {
    rest = all
    while let word = rest.popFirst() {
      if word == "--" {
        while let value = rest.popFirst() { try takePositional(value) }
      } else if !word.isOptionLike {
        try takePositional(word)
      } else if word.utf8.starts(with: "--".utf8) {
        try takeLong(word)
      } else if try takeCluster(word) == .helpWanted {
        return .helpWanted
      }
    }
    try askForMissing()
    return .complete
  }

  private mutating func takePositional(_ word: String) throws(UsageError) {
    guard place < grammar.positionals.count else { throw tooMany(word) }
    let slot = grammar.positionals[place]
    if !slot.declaration.repeats { place += 1 }
    try give(word, to: slot, as: nil)
    lastWord = word
  }

  private mutating func takeLong(_ word: String) throws(UsageError) {
    let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
    let name = equals.map { String(word[..<$0]) } ?? word
    let attached = equals.map { String(word[word.utf8.index(after: $0)...]) }
    guard let long = grammar.longName(name) else { throw unknownOption(name) }
    guard long.slot.declaration.kind == .flag else {
      let value = if let attached { attached } else { try nextValue(of: long.slot, as: name) }
      try give(value, to: long.slot, as: name)
      return
    }
    if attached != nil {
      throw error("\(quoted(name)) takes no value", hint: "write `\(long.spelling)` alone")
    }
    try raise(long.slot, affirms: long.affirms)
  }

  /// Reads `-q`, `-qv`, `-F file`, `-Ffile` and `-qFfile`.
  private mutating func takeCluster(_ word: String) throws(UsageError) -> Outcome {
    var letters = word.unicodeScalars.dropFirst()
    while let scalar = letters.popFirst() {
      let name = "-\(scalar)"
      guard let slot = grammar.slot(short: Character(scalar)) else {
        if scalar == "h" { return .helpWanted }
        throw unknownShort(name, in: word)
      }
      if slot.declaration.kind == .flag {
        try raise(slot, affirms: true)
        continue
      }
      if letters.first == "=" {
        throw error(
          "\(quoted(word)): a short option has no `=`",
          hint: "write `\(name) VALUE` or `\(slot.definition.spelling)=VALUE`")
      }
      let value = try letters.isEmpty ? nextValue(of: slot, as: name) : String(letters)
      try give(value, to: slot, as: name)
      break
    }
    return .complete
  }

  private mutating func nextValue(
    of slot: NamedSlot, as name: String
  ) throws(UsageError) -> String {
    guard let next = rest.first else {
      let definition = slot.definition
      throw error(
        "`\(name)` needs a value: \(definition.placeholder)",
        hint: definition.choices.isEmpty ? usageHint : "one of \(alternatives(definition.choices))")
    }
    if next == "--" || next.isOptionLike {
      throw error(
        "`\(name)` needs a value before \(quoted(next)): \(slot.definition.placeholder)",
        hint: "a value that begins with a hyphen is written `\(slot.definition.spelling)=-…`")
    }
    rest.removeFirst()
    return next
  }

  private func give(
    _ word: String, to slot: NamedSlot, as given: String?
  ) throws(UsageError) {
    let definition = slot.declaration
    var name: String { given ?? slot.definition.placeholder }
    slot.uses += 1
    if slot.uses > 1 && !definition.repeats {
      throw error(
        "`\(name)` was given twice, again with \(quoted(word)); it takes one value",
        hint: usageHint)
    }
    if definition.choicesAreClosed && !definition.choices.contains(word) {
      let fault = ArgumentFault.noneOf(definition.choices, word: word)
      throw error("`\(name)` cannot be \(quoted(word)): \(fault.message)", hint: fault.hint)
    }
    do throws(ArgumentFault) {
      try slot.take(word)
    } catch {
      throw self.error(
        "`\(name)` cannot be \(quoted(word)): \(error.message)",
        hint: error.hint)
    }
  }

  private func raise(_ slot: NamedSlot, affirms: Bool) throws(UsageError) {
    // 1: yes was said, 2: no was said. Saying the same twice contradicts nothing.
    let said = affirms ? 1 : 2
    if slot.uses != 0 && slot.uses != said {
      let names = slot.definition.longSpellings.map { "`\($0)`" }.joined(separator: " and ")
      throw error("\(names) exclude each other", hint: "give one of them")
    }
    slot.uses = said
    do throws(ArgumentFault) {
      try slot.take(affirms ? "true" : "false")
    } catch {
      throw self.error("`\(slot.definition.spelling)`: \(error.message)", hint: error.hint)
    }
  }

  private func askForMissing() throws(UsageError) {
    for slot in grammar.positionals where slot.declaration.required && slot.uses == 0 {
      let definition = slot.definition
      let help = definition.help.isEmpty ? "" : ": \(definition.help)"
      throw error("missing \(definition.placeholder)\(help)", hint: definition.hint ?? usageHint)
    }
    for slot in grammar.named where slot.declaration.required && slot.uses == 0 {
      let definition = slot.definition
      let help = definition.help.isEmpty ? "" : ": \(definition.help)"
      throw error(
        "missing `\(definition.spelling) \(definition.placeholder)`\(help)", hint: usageHint)
    }
  }
}
