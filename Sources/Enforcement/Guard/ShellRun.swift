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
  private var depth = 0

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
    // `link/` is what the link leads to.
    let follows = follows || place.units.last == .byte(Reading.slash)
    let place = place.within(state.directory).normalized
    deeds.append(
      ShellDeed(act: act, place: place, command: command, follows: follows, isGuess: isGuess))
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
    ShellExpansion(state: state) { [self] nodes in
      if depth >= Self.deepest {
        isCut = true
        return [.unknown]
      }
      depth += 1
      defer { depth -= 1 }
      return inSubshell { run(nodes, input: nil) }
    }
  }

  // MARK: Commands

  private func run(_ command: ShellCommand, input: [Reading]?) -> [Reading] {
    steps += 1
    if steps > Self.most {
      isCut = true
      return []
    }
    let saved = state.variables
    for (name, word) in command.assignments { state.variables[name] = expansion.values(word) }
    let words = expansion.words(command.words)
    let given = redirect(command.redirections) ?? input
    if command.words.isEmpty { return [] }
    let output = invoke(words, input: given)
    // In front of a command they hold for it alone.
    for (name, _) in command.assignments { state.variables[name] = saved[name] }
    return output
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
    return builtin(name, arguments, input: input) ?? wrapped(name, arguments, input: input)
      ?? fileCommand(name, arguments, input: input) ?? [.unknown]
  }

  /// The files that patterns stand for, as a shell would put them into the words of a loop.
  private func globbed(_ values: [Reading]) -> [Reading] {
    values.flatMap { value -> [Reading] in
      guard value.isPattern, !value.hasUnknown else { return [value] }
      let found = Glob.paths(value.within(state.directory))
      let isUsable = !found.isEmpty && found.count <= ShellExpansion.most
      return isUsable ? found.map { Reading($0) } : [value]
    }
  }
}
