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
    case "pwd": return [state.directory]
    case "echo", "printf":
      return arguments.filter { !$0.hasPrefix("-") }.map(Self.escaped)
    case "true", "false", ":", "test", "[", "set", "shift", "wait", "exit", "return",
      "break", "continue", "unset", "hash", "alias", "ulimit", "umask", "mkdir", "rmdir":
      return []
    case "export", "declare", "local", "readonly", "typeset":
      for argument in arguments { assign(argument) }
      return []
    case "read", "mapfile", "readarray":
      for argument in arguments where !argument.hasPrefix("-") {
        if let name = argument.text { state.variables[name] = input ?? [.unknown] }
      }
      return []
    case "trap":
      let text = arguments.first { !$0.hasPrefix("-") }
      return text.map { run(text: $0.commandText) } ?? []
    case "eval":
      return run(text: arguments.map(\.commandText).joined(separator: " "), input: input)
    case "mktemp":
      let parts = Operands(arguments, short: "pt", long: ["--tmpdir", "--suffix"])
      let name = parts.operands.last ?? Reading("tmp.XXXXXXXXXX")
      return [name.within(parts.values(of: "-p", "--tmpdir").first ?? Reading("/tmp"))]
    case "dirname", "basename", "realpath", "readlink":
      return arguments.filter { !$0.hasPrefix("-") }.map { path in
        guard let text = path.text else { return .unknown }
        switch name {
        case "dirname": return Reading(Path.parent(text))
        case "basename": return Reading(Path.last(text))
        default: return path.within(state.directory)
        }
      }
    case "cat", "sort", "head", "tail", "uniq", "tac", "grep", "rg", "egrep", "fgrep", "shuf":
      guard name != "sort" || !arguments.contains(where: { $0.hasPrefix("-o") }) else { return nil }
      // What passes through is at most what came in; of files the content is not known.
      return input ?? [.unknown]
    case "ls":
      return listed(arguments.filter { !$0.hasPrefix("-") })
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
      state.directory = target.within(state.directory)
    }
    return []
  }

  /// What `ls` prints: files as they are named, and the names in folders.
  private func listed(_ paths: [Reading]) -> [Reading] {
    (paths.isEmpty ? [Reading(".")] : paths).flatMap { path -> [Reading] in
      guard let place = path.within(state.directory).text, !path.isPattern else { return [path] }
      guard Glob.isFolder(place) else { return [path] }
      let names = (try? FileSystem.entries(place)) ?? []
      return names.count > ShellExpansion.most ? [.unknown] : names.map { Reading($0) }
    }
  }

  /// `NAME=VALUE` as an argument.
  func assign(_ argument: Reading) {
    guard let sign = argument.units.firstIndex(of: .byte(UInt8(ascii: "="))),
      let name = Reading(Array(argument.units[..<sign])).text
    else { return }
    state.variables[name] = [argument.dropping(sign + 1)]
  }

  /// `\n` in what printf is given parts lines, and its `%s` stands for anything.
  private static func escaped(_ word: Reading) -> Reading {
    guard let text = word.text, text.contains("%") || text.contains("\\") else { return word }
    var units: [Reading.Unit] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte == UInt8(ascii: "%"), bytes.first == UInt8(ascii: "s") {
        bytes = bytes.dropFirst()
        units.append(.unknown)
      } else if byte == UInt8(ascii: "\\"), bytes.first == UInt8(ascii: "n") {
        bytes = bytes.dropFirst()
        units.append(.byte(10))
      } else {
        units.append(.byte(byte))
      }
    }
    return Reading(units)
  }
}

extension Reading {
  func appending(_ unit: Unit) -> Reading { Reading(units + [unit]) }

  /// Something in this folder, at any depth.
  var anythingBelow: Reading {
    Reading(units + (units.last == .byte(Self.slash) ? [] : [.byte(Self.slash)]) + [.unknown])
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
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
