/// The shells that completion is made for.
public enum CompletionShell: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// GNU bash, from 3.2 on.
  case bash
  /// The Z shell.
  case zsh
  /// fish, from 3.0 on.
  case fish
}

extension CommandTree {
  /// A script that teaches a shell to complete the program's command line.
  ///
  /// bash and fish source it; zsh sources it after `compinit`, or finds it in `fpath` as a file
  /// named after the program with an underscore before it.
  ///
  /// - Returns: lines of text, the last one ended too.
  public func completions(_ shell: CompletionShell) -> String {
    let table = CompletionTable(self)
    return switch shell {
    case .bash: bashCompletion(table)
    case .zsh: zshCompletion(table)
    case .fish: fishCompletion(table)
    }
  }
}

/// What can follow on a command line, for every path that leads to a command or a group.
struct CompletionTable {
  /// A word and what it means.
  struct Word {
    let word: String
    let meaning: String
  }

  /// An option or flag: its spellings, and what its value may be.
  struct Named {
    let spellings: [Word]
    let short: Character?
    /// Nil for a flag.
    let value: CompletionKind?
    let repeats: Bool
    /// Every spelling, the short one last.
    var all: [String] { spellings.map(\.word) + (short.map { ["-\($0)"] } ?? []) }
  }

  /// What can follow one path.
  struct Place {
    let path: [String]
    /// The commands below, aliases left out.
    let commands: [Word]
    /// What leads further: each name and alias, and the name it stands for.
    let entries: [(word: String, name: String)]
    let named: [Named]
    let positionals: [CompletionKind]
    /// Whether the last positional takes all that follows.
    let repeats: Bool
    /// The path as one word for a script's tables.
    var key: String { path.joined(separator: " ") }
  }

  let program: String
  let places: [Place]

  init(_ tree: CommandTree) {
    program = tree.program
    let version = Named(
      spellings: [Word(word: "--version", meaning: "Show the version")], short: nil, value: nil,
      repeats: false)
    places =
      [Self.place([], below: tree.nodes, named: [version])]
      + tree.paths.map { path, node in
        switch node {
        case .command(let type): Self.place(path, grammar: Grammar.of { type.init() }.grammar)
        case .group(_, _, let nodes): Self.place(path, below: nodes, named: [])
        case .verb(let type, let nodes):
          Self.place(path, below: nodes, grammar: Grammar.of { type.init() }.grammar)
        }
      }
  }

  private static let help = Named(
    spellings: [Word(word: "--help", meaning: "Show help")], short: "h", value: nil,
    repeats: false)

  private static func place(_ path: [String], below nodes: [CommandNode], named: [Named]) -> Place {
    let visible = nodes.filter { !$0.hidden }
    return Place(
      path: path,
      commands: visible.map { Word(word: $0.name, meaning: $0.summary) },
      entries: visible.flatMap { node in
        ([node.name] + node.aliases).map { ($0, node.name) }
      },
      named: named + [help], positionals: [], repeats: false)
  }

  private static func place(
    _ path: [String], below nodes: [CommandNode], grammar: Grammar
  ) -> Place {
    let group = place(path, below: nodes, named: [])
    let command = place(path, grammar: grammar)
    return Place(
      path: path, commands: group.commands, entries: group.entries, named: command.named,
      positionals: command.positionals, repeats: command.repeats)
  }

  private static func place(_ path: [String], grammar: Grammar) -> Place {
    let named = grammar.named.map(\.definition).filter { !$0.hidden }.map { definition in
      Named(
        spellings: definition.longSpellings.map { Word(word: $0, meaning: definition.help) },
        short: definition.short, value: definition.kind == .option ? definition.offered : nil,
        repeats: definition.repeats)
    }
    return Place(
      path: path, commands: [], entries: [], named: named + [help],
      positionals: grammar.positionals.map(\.definition.offered),
      repeats: grammar.positionals.last?.definition.repeats ?? false)
  }
}

/// A word in single quotes for a POSIX shell, whatever it holds.
func shellQuoted(_ word: String) -> String {
  let plain = word.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "/"):
      true
    default: false
    }
  }
  if plain && !word.isEmpty { return word }
  return "'"
    + word.split(separator: "'", omittingEmptySubsequences: false).joined(
      separator: #"'\''"#) + "'"
}
