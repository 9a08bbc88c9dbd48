import Platform

/// What a shell does itself, and small programs whose output is known without running them.
extension ShellRun {
  /// What a builtin prints; nil for what is none.
  func builtin(_ name: String, _ arguments: [Reading], input: [Reading]?) -> [Reading]? {
    switch name {
    case "cd", "chdir", "pushd": return move(arguments)
    case "popd":
      state.directory = .unknown
      return []
    case "true", "false", ":", "test", "[", "shift", "wait", "exit", "return", "break", "continue",
      "unset", "hash", "ulimit", "umask", "mkdir", "rmdir":
      return []
    case "set":
      if let mark = arguments.firstIndex(where: { $0.text == "--" }) {
        state.arguments = Array(arguments[(mark + 1)...])
      } else if arguments.first?.hasPrefix("-") == false {
        state.arguments = arguments
      }
      return []
    case "alias":
      for argument in arguments { define(argument) }
      return []
    case "export", "declare", "local", "readonly", "typeset":
      for argument in arguments { assign(argument) }
      return []
    case "read", "mapfile", "readarray":
      let names = Operands(arguments, short: "adinNptu").operands.compactMap(\.text)
      let values = input.map { Self.parted($0, inWords: names.count > 1) } ?? [.unknown]
      for name in names { state.variables[name] = values }
      return []
    case "trap":
      let text = arguments.first { !$0.hasPrefix("-") }
      if let text { traps.append(text.commandText) }
      return []
    case "eval":
      return run(text: arguments.map(\.commandText).joined(separator: " "), input: input)
    case "source", ".":
      // A script's own text is not followed; what the line itself gives is.
      guard let file = arguments.first(where: { !$0.hasPrefix("-") }) else { return [] }
      return fed(file, input).map { run(text: $0.commandText, input: nil) } ?? [.unknown]
    default: return nil
    }
  }

  private func move(_ arguments: [Reading]) -> [Reading] {
    let target = arguments.first { !$0.hasPrefix("-") || $0.text == "-" }
    guard let target else {
      state.directory = state.environment["HOME"].map { Reading($0) } ?? .unknown
      return []
    }
    if target.text == "-" {
      state.directory = .unknown
    } else {
      state.directory = target.within(state.directory).normalized
    }
    return []
  }

  /// The lines of what is read, and their words where several names share them.
  private static func parted(_ input: [Reading], inWords: Bool) -> [Reading] {
    let lines = input.flatMap { $0.units.split(separator: .byte(10)) }
    let parts = inWords ? lines.flatMap { $0.split(separator: .byte(32)) } : lines
    if parts.count > ShellExpansion.most { return [.unknown] }
    return parts.map { Reading(Array($0)) }
  }

  /// What a file that stands for commands, or for the input, holds; nil for any other.
  func fed(_ file: Reading, _ input: [Reading]?) -> Reading? {
    guard let path = file.text else { return nil }
    if ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "-"].contains(path) {
      return input.map(Self.joined)
    }
    return feeds[path]
  }

  /// `NAME=TEXT` of alias: a function of that text, with what is given behind it.
  private func define(_ alias: Reading) {
    guard let sign = alias.units.firstIndex(of: .byte(UInt8(ascii: "="))),
      let name = Reading(Array(alias.units[..<sign])).text
    else { return }
    let text = alias.dropping(sign + 1).commandText + " \"$@\""
    let nodes = ShellReader.read(Array(text.utf8), depth: depth * 4).nodes
    state.functions[name] = .group(nodes, [])
  }

  /// `NAME=VALUE` as an argument.
  func assign(_ argument: Reading) {
    guard let sign = argument.units.firstIndex(of: .byte(UInt8(ascii: "="))),
      let name = Reading(Array(argument.units[..<sign])).text
    else { return }
    state.variables[name] = [argument.dropping(sign + 1)]
  }
}

extension Reading {
  func appending(_ unit: Unit) -> Reading { Reading(units + [unit]) }

  /// What is there in this folder, at any depth.
  var anythingBelow: Reading {
    Reading(units + (units.last == .byte(Self.slash) ? [] : [.byte(Self.slash)]) + [.there])
  }

  func below(_ name: Reading) -> Reading { name.within(self) }

  /// As text that is read as commands: what is not known stays so, the rest is there to be read.
  var commandText: String {
    var bytes: [UInt8] = []
    for unit in units {
      switch unit {
      case .byte(let byte): bytes.append(byte)
      case .star: bytes.append(UInt8(ascii: "*"))
      case .one: bytes.append(UInt8(ascii: "?"))
      case .unknown: bytes += Array("${_}".utf8)
      case .there: bytes += Array("${__}".utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
