extension CommandTree {
  /// What is wrong with the declarations themselves, for a test of the program: names that are
  /// taken twice or cannot be typed, places that no word can reach, missing summaries. Empty when
  /// all is well.
  public func declarationFaults() -> [String] {
    var faults = siblingFaults(nodes, below: program)
    for case .command(let type, let path) in everything(nodes, []) {
      let title = ([program] + path).joined(separator: " ")
      if type.summary.isEmpty { faults.append("`\(title)` has no summary") }
      faults += grammarFaults(Grammar.of { type.init() }.grammar).map { "`\(title)`: \($0)" }
    }
    for case .group(let nodes, let path) in everything(nodes, []) {
      faults += siblingFaults(nodes, below: ([program] + path).joined(separator: " "))
    }
    return faults
  }

  private enum Entry {
    case command(any CommandDefinition.Type, [String])
    case group([CommandNode], [String])
  }

  /// Every command and group, hidden ones too.
  private func everything(_ nodes: [CommandNode], _ path: [String]) -> [Entry] {
    nodes.flatMap { node -> [Entry] in
      let here = path + [node.name]
      return switch node {
      case .command(let type): [.command(type, here)]
      case .group(_, _, let nodes): [.group(nodes, here)] + everything(nodes, here)
      case .verb(let type, let nodes):
        [.command(type, here), .group(nodes, here)] + everything(nodes, here)
      }
    }
  }

  private func siblingFaults(_ nodes: [CommandNode], below title: String) -> [String] {
    var faults: [String] = []
    if nodes.isEmpty { faults.append("`\(title)` has no commands") }
    let names = nodes.flatMap { [$0.name] + $0.aliases }
    faults += repeated(names).map { "`\(title)` has two commands called `\($0)`" }
    faults += names.filter { !isWord($0) }.map {
      "`\(title)`: `\($0)` is no name for a command: use a–z, 0–9 and hyphens"
    }
    return faults
  }

  private func grammarFaults(_ grammar: Grammar) -> [String] {
    var faults: [String] = []
    let spellings =
      grammar.longNames.map(\.spelling)
      + grammar.named.compactMap { $0.definition.short.map { "-\($0)" } }
    faults += repeated(spellings + ["--help", "-h"]).map { "`\($0)` is declared twice" }
    for slot in grammar.slots {
      let definition = slot.definition
      if !isWord(definition.name) {
        faults.append("`\(definition.name)` is no name: use a–z, 0–9 and hyphens")
      }
      if let short = definition.short, !(short.isASCII && short.isLetter) {
        faults.append("`-\(short)` is no short option: use an ASCII letter")
      }
    }
    let places = grammar.positionals.map(\.definition)
    for (index, definition) in places.enumerated().dropFirst() {
      if places[index - 1].repeats {
        faults.append("\(definition.placeholder) comes after an array, which takes every word")
      }
      if definition.required && !places[index - 1].required {
        faults.append("\(definition.placeholder) must be given, but what comes before it need not")
      }
    }
    return faults
  }

  private func repeated(_ words: [String]) -> [String] {
    var seen: Set<String> = []
    return words.filter { !seen.insert($0).inserted }
  }

  private func isWord(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-") else { return false }
    return name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
  }
}
