/// A command, or a group of commands under one word.
public indirect enum CommandNode: Sendable {
  /// A command that runs.
  case command(any CommandDefinition.Type)
  /// Commands that are called behind one more word, such as `issue open`.
  case group(name: String, summary: String, [CommandNode])
  /// A command whose first word may also be the name of a command below it: `run EXP` runs, and
  /// `run list` lists.
  case verb(any CommandDefinition.Type, [CommandNode])

  /// The word that calls it.
  public var name: String {
    switch self {
    case .command(let type), .verb(let type, _): type.name
    case .group(let name, _, _): name
    }
  }

  /// What it does, in one line.
  public var summary: String {
    switch self {
    case .command(let type), .verb(let type, _): type.summary
    case .group(_, let summary, _): summary
    }
  }

  /// What stands below it; nothing below a command.
  public var children: [CommandNode] {
    switch self {
    case .command: []
    case .group(_, _, let nodes), .verb(_, let nodes): nodes
    }
  }

  /// What runs when no command below is named; nil for a group.
  var command: (any CommandDefinition.Type)? {
    switch self {
    case .command(let type), .verb(let type, _): type
    case .group: nil
    }
  }

  var hidden: Bool {
    switch self {
    case .command(let type), .verb(let type, _): type.hidden
    case .group(_, _, let nodes): !nodes.isEmpty && nodes.allSatisfy(\.hidden)
    }
  }

  var aliases: [String] {
    switch self {
    case .command(let type), .verb(let type, _): type.aliases
    case .group: []
    }
  }
}

/// What a command line asks for.
public enum Invocation {
  /// The command, its words read, and the canonical words that lead to it.
  case run(any CommandDefinition, path: [String])
  /// The help of a command, of a group, or, when the path is empty, of the whole program.
  case help(path: [String])
  /// The version.
  case version
}

/// All the commands of a program.
///
/// The tree holds types; a command is made, and its properties looked at, only when it is called
/// or described.
public struct CommandTree: Sendable {
  /// Commands under one heading of the program's help.
  struct Section: Sendable {
    let title: String
    let nodes: [CommandNode]
  }

  /// The word that starts the program.
  public let program: String
  /// What the program does, in one line.
  public let summary: String
  /// The version, as `--version` gives it.
  public let version: String
  let sections: [Section]

  /// A tree from its commands, in the order in which help lists them.
  public init(
    program: String, summary: String, sections: [(title: String, nodes: [CommandNode])],
    version: String
  ) {
    self.program = program
    self.summary = summary
    self.version = version
    self.sections = sections.map { Section(title: $0.title, nodes: $0.nodes) }
  }

  /// Every node right below the program.
  var nodes: [CommandNode] { sections.flatMap(\.nodes) }

  /// Every visible node with the path that leads to it, in declared order, groups before what
  /// stands below them.
  public var paths: [(path: [String], node: CommandNode)] {
    func below(_ nodes: [CommandNode], _ path: [String]) -> [(path: [String], node: CommandNode)] {
      nodes.filter { !$0.hidden }.flatMap { node in
        [(path + [node.name], node)] + below(node.children, path + [node.name])
      }
    }
    return below(nodes, [])
  }

  /// The node that these words lead to, through names and aliases; nil for a path that is none.
  public func node(at path: [String]) -> CommandNode? {
    var found: CommandNode?
    var level = nodes
    for word in path {
      guard let next = level.called(word) else { return nil }
      found = next
      level = next.children
    }
    return found
  }
}

extension [CommandNode] {
  /// The node that a word calls.
  func called(_ word: String) -> CommandNode? {
    first { $0.name == word } ?? first { $0.aliases.contains(word) }
  }
}
