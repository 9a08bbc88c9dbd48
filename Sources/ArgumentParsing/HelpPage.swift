/// What there is to say about a command, a group or the whole program, before it is laid out.
public struct HelpPage: Sendable, Equatable {
  /// A name and what it means.
  public struct Row: Sendable, Equatable {
    /// The name as it is typed, such as `-F, --file FILE`.
    public let term: String
    /// What it means, on one line.
    public let text: String
  }

  /// Rows under a title, such as "Options".
  public struct Part: Sendable, Equatable {
    /// The title, without a colon.
    public let title: String
    /// The rows, in declared order.
    public let rows: [Row]
  }

  /// The line that shows how it is called.
  public let usage: String
  /// What it does, in one line.
  public let summary: String
  /// The other words that call it.
  public let aliases: [String]
  /// Paragraphs, with an empty line between them; may be empty.
  public let discussion: String
  /// Its arguments and options, or its commands.
  public let parts: [Part]
  /// How it is called, and what for.
  public let examples: [Example]
  /// A last line; may be empty.
  public let closing: String
}

extension CommandTree {
  /// The help of a command, a group, or, for an empty path, the program; of the nearest group
  /// above for a path that leads nowhere.
  ///
  /// - Parameter columns: the width of the terminal; below 40 it counts as 40.
  /// - Returns: lines of text, the last one ended too.
  public func help(path: [String], columns: Int) -> String {
    page(path: path).text(columns: columns)
  }

  /// The content of `help(path:columns:)`.
  public func page(path: [String]) -> HelpPage {
    guard let node = node(at: path) else {
      return path.isEmpty ? programPage : page(path: path.dropLast())
    }
    // Aliases lead here too, the page shows the names.
    var canonical: [String] = []
    for end in path.indices {
      canonical.append(self.node(at: Array(path[...end]))?.name ?? path[end])
    }
    switch node {
    case .command(let type): return page(of: type, path: canonical)
    case .verb(let type, let nodes): return page(of: type, below: nodes, path: canonical)
    case .group(_, let summary, let nodes):
      let line = ([program] + canonical).joined(separator: " ")
      return HelpPage(
        usage: "\(line) COMMAND [options]", summary: summary, aliases: [], discussion: "",
        parts: [HelpPage.Part(title: "Commands", rows: rows(of: nodes))], examples: [],
        closing: "`\(line) COMMAND --help` says more about one.")
    }
  }

  private var programPage: HelpPage {
    let parts = sections.map { HelpPage.Part(title: $0.title, rows: rows(of: $0.nodes)) }
    let general = [
      HelpPage.Row(term: "-h, --help", text: "Show help, of a command when it follows one"),
      HelpPage.Row(term: "--version", text: "Show the version"),
    ]
    return HelpPage(
      usage: "\(program) COMMAND [options]", summary: summary, aliases: [], discussion: "",
      parts: parts.filter { !$0.rows.isEmpty } + [HelpPage.Part(title: "Options", rows: general)],
      examples: [], closing: "`\(program) help COMMAND` says more about one.")
  }

  private func rows(of nodes: [CommandNode]) -> [HelpPage.Row] {
    nodes.filter { !$0.hidden }.map { HelpPage.Row(term: $0.name, text: $0.summary) }
  }

  private func page(
    of type: any CommandDefinition.Type, below nodes: [CommandNode] = [], path: [String]
  ) -> HelpPage {
    let grammar = Grammar.of { type.init() }.grammar
    let options = grammar.named.map(\.definition).filter { !$0.hidden }.map(\.row)
    let help = HelpPage.Row(term: "-h, --help", text: "Show this help")
    let line = ([program] + path).joined(separator: " ")
    let parts = [
      HelpPage.Part(title: "Commands", rows: rows(of: nodes)),
      HelpPage.Part(title: "Arguments", rows: grammar.positionals.map(\.definition.row)),
      HelpPage.Part(title: "Options", rows: options + [help]),
    ]
    return HelpPage(
      usage: grammar.usage(program: program, path: path), summary: type.summary,
      aliases: type.aliases, discussion: type.discussion, parts: parts.filter { !$0.rows.isEmpty },
      examples: type.examples,
      closing: nodes.isEmpty ? "" : "`\(line) COMMAND --help` says more about one.")
  }
}

extension ArgumentDefinition {
  /// The definition as help lists it.
  var row: HelpPage.Row {
    HelpPage.Row(term: term, text: ([help] + notes).filter { !$0.isEmpty }.joined(separator: " "))
  }

  private var term: String {
    let value = placeholder + (repeats ? "..." : "")
    if kind == .positional { return value }
    let shortName = short.map { "-\($0), " } ?? ""
    let longName =
      switch inversion {
      case .prefixedNo?: "--[no-]\(name)"
      case .prefixedEnableDisable?: "--enable-\(name), --disable-\(name)"
      case nil: "--\(name)"
      }
    return shortName + longName + (kind == .option ? " \(value)" : "")
  }

  /// What the declaration tells beyond its help: choices that the help does not name, the default,
  /// and that an option must be given.
  private var notes: [String] {
    var notes: [String] = []
    let words = Set(help.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" })
    if !choices.allSatisfy({ words.contains($0[...]) }) {
      notes.append("(one of: \(choices.joined(separator: ", ")))")
    }
    if let defaultText, !defaultText.isEmpty {
      switch (kind, longSpellings) {
      case (.flag, let spellings):
        let spelling = defaultText == "true" ? spellings.first : spellings.last
        if let spelling { notes.append("(default: \(spelling))") }
      default: notes.append("(default: \(defaultText))")
      }
    }
    if kind == .option && required { notes.append("(required)") }
    return notes
  }
}
