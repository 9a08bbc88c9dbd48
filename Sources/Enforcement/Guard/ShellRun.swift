import Platform

/// Goes through a command line as a shell would, and notes what it would do to files. Nothing is
/// run; the disk is only looked at.
final class ShellRun {
  var state: ShellState
  /// What the commands would do, in order.
  private(set) var deeds: [ShellDeed] = []
  /// True where the line was too long, or too deep, to be gone through.
  private(set) var isCut = false
  private var steps = 0
  private(set) var depth = 0
  /// True while it is not sure that what is gone through is run at all.
  private var isGuessing = false
  /// What is to run at the end.
  var traps: [String] = []
  private var links: [(from: [Reading.Unit], to: [Reading.Unit])] = []
  /// What the files hold that stand for commands, by path.
  private(set) var feeds: [String: Reading] = [:]

  /// Commands beyond these are not gone through.
  static let most = 4000
  private static let deepest = 16

  init(_ state: ShellState) { self.state = state }

  func note(
    _ act: ShellDeed.Act, _ place: Reading, by command: String, follows: Bool = false,
    isGuess: Bool = false
  ) {
    if deeds.count >= 8 * Self.most {
      isCut = true
      return
    }
    if isGuessing, act == .rights { return }
    // `link/` is what the link leads to.
    let follows = follows || place.units.last == .byte(Reading.slash)
    let place = Glob.normalized(place.within(state.directory))
    var places = [place]
    // What leads through a link that the line itself makes.
    for link in links where place.units.starts(with: link.from) {
      let rest = place.units.dropFirst(link.from.count)
      if rest.isEmpty ? follows : rest.first == .byte(Reading.slash) {
        places.append(Reading(link.to + rest))
      }
    }
    for place in places {
      deeds.append(
        ShellDeed(
          act: act, place: place, command: command, follows: follows,
          isGuess: isGuess || isGuessing))
    }
  }

  /// Remembers a symbolic link that the line makes.
  func link(_ place: Reading, to target: Reading) {
    if links.count >= 32 { return }
    let place = Glob.normalized(place.within(state.directory))
    let slash = place.units.lastIndex(of: .byte(Reading.slash)) ?? 0
    let folder = Reading(Array(place.units.prefix(slash)))
    links.append((place.units, Glob.normalized(target.within(folder)).units))
  }

  /// Notes what a body does as a guess.
  func guessing(_ body: () -> [Reading]) -> [Reading] {
    let saved = isGuessing
    isGuessing = true
    defer { isGuessing = saved }
    return body()
  }

  /// Reads a text of commands and goes through them; what it prints, as far as that is known.
  @discardableResult
  func run(text: String, input: [Reading]? = nil) -> [Reading] {
    if depth >= Self.deepest {
      isCut = true
      return [.unknown]
    }
    depth += 1
    defer { depth -= 1 }
    let (nodes, fault) = ShellReader.read(Array(text.utf8), depth: depth * 4)
    let output = run(nodes, input: input)
    if let fault {
      // Of what no shell can read, only what is seen in it counts.
      let rest = String(decoding: text.utf8.dropFirst(fault.offset), as: UTF8.self)
      note(code: rest, by: "the rest of the line")
    }
    return output
  }

  /// Goes through what was set to run at the end.
  func finish() {
    for text in traps.prefix(64) { run(text: text) }
  }

  /// Runs something that cannot change this shell.
  func inSubshell(_ body: () -> [Reading]) -> [Reading] {
    let saved = state
    defer { state = saved }
    return body()
  }

  @discardableResult
  func run(_ nodes: [ShellNode], input: [Reading]?) -> [Reading] {
    var output: [Reading] = []
    for node in nodes where !isCut {
      let more = run(node, input: input)
      if output.count < ShellExpansion.most { output += more }
    }
    return output
  }

  private func run(_ node: ShellNode, input: [Reading]?) -> [Reading] {
    switch node {
    case .command(let command): return run(command, input: input)
    case .pipeline(let stages):
      var passed = input
      for stage in stages {
        let given = passed
        passed = inSubshell { run(stage, input: given) }
      }
      return passed ?? []
    case .group(let nodes, let redirections):
      return run(nodes, input: redirect(redirections) ?? input)
    case .subshell(let nodes, let redirections):
      let given = redirect(redirections) ?? input
      return inSubshell { run(nodes, input: given) }
    case .loop(let name, let words, let body, let redirections):
      let given = redirect(redirections) ?? input
      let values = words.map { expansion.words($0) } ?? state.values(of: "@")
      state.variables[name] = values.isEmpty ? [Reading()] : globbed(values)
      return run(body, input: given)
    case .function(let name, let body):
      state.functions[name] = body
      return []
    }
  }

  var expansion: ShellExpansion {
    ShellExpansion(state: state, output: output) { [self] nodes in
      let path = "/dev/fd/\(1000 + feeds.count)"
      feeds[path] = Self.joined(output(nodes))
      return Reading(path)
    }
  }

  /// What a substitution prints.
  private func output(_ nodes: [ShellNode]) -> [Reading] {
    if depth >= Self.deepest {
      isCut = true
      return [.unknown]
    }
    depth += 1
    defer { depth -= 1 }
    return inSubshell { run(nodes, input: nil) }
  }

  /// What was printed in lines, as one text.
  static func joined(_ lines: [Reading]) -> Reading {
    Reading(Array(lines.map(\.units).joined(separator: [.byte(10)])))
  }

  // MARK: Commands

  private func run(_ command: ShellCommand, input: [Reading]?) -> [Reading] {
    steps += 1
    if steps > Self.most {
      isCut = true
      return []
    }
    let saved = state.variables
    for (name, word) in command.assignments {
      state.variables[name] = expansion.values(word)
      // What other programs run by themselves.
      if Self.isCommandName(name) {
        for value in state.variables[name] ?? [] { _ = inSubshell { run(text: value.commandText) } }
      }
    }
    let words = expansion.words(command.words)
    let given = redirect(command.redirections) ?? input
    if command.words.isEmpty { return [] }
    let output = invoke(words, input: given)
    // In front of a command they hold for it alone.
    for (name, _) in command.assignments { state.variables[name] = saved[name] }
    return output
  }

  /// Whether a variable or a setting is called as those that hold commands.
  static func isCommandName(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["editor", "pager", "_command", "sshcommand", "external", "external_diff", "textconv"]
      .contains { name.hasSuffix($0) }
  }

  /// Notes what redirections write; what one of them gives as input.
  private func redirect(_ redirections: [ShellRedirection]) -> [Reading]? {
    var input: [Reading]?
    for redirection in redirections {
      let values = expansion.values(redirection.target)
      switch redirection.kind {
      case .output: for value in values { note(.write, value, by: ">", follows: true) }
      case .append: for value in values { note(.write, value, by: ">>", follows: true) }
      case .document, .text: input = values
      case .input: input = values.map { text(ofFile: $0, limit: 1 << 18) }
      }
    }
    return input
  }

  /// Goes through a command that is given in words; wrappers come back here.
  func invoke(_ words: [Reading], input: [Reading]?) -> [Reading] {
    guard let first = words.first else { return [] }
    let arguments = Array(words.dropFirst())
    guard let word = first.text, !word.isEmpty else {
      // What runs is not known: of what it is given, it may write anything.
      for argument in arguments where !argument.hasPrefix("-") {
        note(.write, argument, by: first.shown, follows: true)
      }
      return [.unknown]
    }
    if let body = state.functions[word], depth < Self.deepest {
      depth += 1
      let saved = state.arguments
      state.arguments = arguments
      defer {
        state.arguments = saved
        depth -= 1
      }
      return run([body], input: input)
    }
    let name = Path.last(word)
    return builtin(name, arguments, input: input) ?? printed(name, arguments, input: input)
      ?? wrapped(name, arguments, input: input) ?? fileCommand(name, arguments, input: input)
      ?? unfamiliar(arguments, input: input)
  }

  /// The files that patterns stand for, as a shell would put them into the words of a loop.
  func globbed(_ values: [Reading]) -> [Reading] {
    values.flatMap { value -> [Reading] in
      guard value.isPattern, !value.hasUnknown else { return [value] }
      let found = Glob.paths(value.within(state.directory))
      let isUsable = !found.isEmpty && found.count <= ShellExpansion.most
      return isUsable ? found.map { Reading($0) } : [value]
    }
  }
}
