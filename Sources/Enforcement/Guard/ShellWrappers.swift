import Platform

/// Commands that run other commands, and shells and interpreters that are given text.
extension ShellRun {
  /// What a wrapped command prints; nil for a command that wraps none.
  func wrapped(_ name: String, _ arguments: [Reading], input: [Reading]?) -> [Reading]? {
    switch name {
    case "sudo", "doas", "su", "runuser", "pkexec":
      note(.rights, state.directory, by: name)
      if name == "su" || name == "runuser" {
        return shell(Operands(arguments, short: "cgsGu", long: ["--command"]), input)
      }
      return command(
        arguments, short: "ughpCrtTUDR", long: ["--user", "--group", "--chdir"], input,
        takesAssignments: true)
    case "env":
      return environment(
        Operands(
          arguments, short: "uCS", long: ["--unset", "--chdir", "--split-string"],
          stopsAtOperand: true), input)
    case "nice": return command(arguments, short: "n", long: ["--adjustment"], input)
    case "ionice": return command(arguments, short: "cnp", input)
    case "timeout":
      return command(
        arguments, short: "sk", long: ["--signal", "--kill-after"], input, skipping: 1)
    case "stdbuf": return command(arguments, short: "ioe", input)
    case "taskset", "chrt": return command(arguments, short: "TPDp", input, skipping: 1)
    case "strace", "ltrace": return command(arguments, short: "oeps", input)
    case "exec": return command(arguments, short: "a", input)
    case "flock":
      let parts = Operands(arguments, short: "wEc", long: ["--timeout"], stopsAtOperand: false)
      if parts.has("-c") { return shell(parts, input) }
      return command(arguments, short: "wE", long: ["--timeout"], input, skipping: 1)
    case "command":
      let isQuestion = ["-v", "-V"].contains(arguments.first?.text)
      return isQuestion ? arguments : command(arguments, input)
    case "nohup", "time", "builtin", "setsid", "catchsegv", "unbuffer", "chronic", "caffeinate",
      "busybox", "toybox", "numactl", "valgrind", "systemd-run", "setpriv", "unshare", "xvfb-run",
      "dbus-run-session", "torchrun", "npx", "entr":
      return command(arguments, short: "fop", input)
    case "chroot", "perf", "bundle", "direnv": return command(arguments, input, skipping: 1)
    case "mpirun", "mpiexec", "srun":
      return command(arguments, short: "nNptcw", long: ["--ntasks", "--nodes"], input)
    case "tmux", "screen", "zellij", "nix-shell", "xterm", "gnome-terminal", "konsole":
      // Words of several words are command lines.
      for text in arguments.map(\.commandText) where text.contains(" ") { run(text: text) }
      return unfamiliar(arguments, input: input)
    case "hyperfine", "at", "batch":
      for text in name == "hyperfine" ? Operands(arguments, short: "wrmMPLp").operands : input ?? []
      {
        run(text: text.commandText)
      }
      return []
    case "uv", "poetry", "pipenv", "pdm", "hatch", "rye", "conda", "mamba", "micromamba", "pnpm",
      "yarn", "npm":
      guard arguments.first?.text == "run" || arguments.first?.text == "exec" else { return nil }
      return command(
        Array(arguments.dropFirst()), short: "np", long: ["--with", "--python", "--name"], input)
    case "watch", "script":
      let parts = Operands(arguments, short: "nc", stopsAtOperand: name == "watch")
      if name == "script", let file = parts.operands.first {
        note(.write, file, by: name, follows: true)
      }
      let text = (parts.values(of: "-c") + (name == "watch" ? parts.operands : []))
      return run(text: text.map(\.commandText).joined(separator: " "), input: input)
    case "sh", "bash", "dash", "zsh", "ksh", "ash", "fish":
      return shell(Operands(arguments, short: "oO", stopsAtOperand: true), input)
    case "xargs", "parallel": return spread(name, arguments, input)
    case "find": return find(arguments, input)
    case "fd", "fdfind":
      let mark = arguments.firstIndex { ["-x", "-X", "--exec", "--exec-batch"].contains($0.text) }
      let found = [Reading(".").anythingBelow]
      if let mark {
        let words = replacing("{}", with: found, in: Array(arguments[(mark + 1)...]))
        _ = inSubshell { invoke(words + found, input: nil) }
      }
      return found
    default: return interpreted(name, arguments, input: input)
    }
  }

  /// `env NAME=VALUE COMMAND`.
  private func environment(_ parts: Operands, _ input: [Reading]?) -> [Reading] {
    inSubshell {
      if let text = parts.values(of: "-S", "--split-string").first {
        let rest = parts.operands.map(\.commandText)
        return run(text: ([text.commandText] + rest).joined(separator: " "), input: input)
      }
      if let folder = parts.values(of: "-C", "--chdir").first {
        state.directory = folder.within(state.directory)
      }
      return invoke(assigning(parts.operands), input: input)
    }
  }

  /// The command behind options and so many operands of the wrapper's own.
  private func command(
    _ arguments: [Reading], short: String = "", long: Set<String> = [], _ input: [Reading]?,
    skipping count: Int = 0, takesAssignments: Bool = false
  ) -> [Reading] {
    let parts = Operands(arguments, short: short, long: long, stopsAtOperand: true)
    var words = Array(parts.operands.dropFirst(count))
    if count > 0 {
      // Behind its own operands the wrapper may have no more options: the rest is the command.
      words = Array(words.drop { $0.text == "--" })
    }
    return inSubshell { invoke(takesAssignments ? assigning(words) : words, input: input) }
  }

  /// Takes `NAME=VALUE` words in front of a command.
  private func assigning(_ words: [Reading]) -> [Reading] {
    let first = words.firstIndex { word in
      guard let sign = word.units.firstIndex(of: .byte(UInt8(ascii: "="))) else { return true }
      let name = word.units[..<sign].map { unit -> UInt8 in
        if case .byte(let byte) = unit { byte } else { 0 }
      }
      return !ShellReader.isName(name)
    }
    for word in words[..<(first ?? words.count)] { assign(word) }
    return Array(words[(first ?? words.count)...])
  }

  /// `sh -c TEXT`, or a shell whose commands come from its input.
  private func shell(_ parts: Operands, _ input: [Reading]?) -> [Reading] {
    inSubshell {
      var operands = parts.operands
      let given = parts.values(of: "-c", "--command").first
      if let text = given ?? (parts.has("-c") && !operands.isEmpty ? operands.removeFirst() : nil) {
        if let name = operands.first { state.variables["0"] = [name] }
        state.arguments = Array(operands.dropFirst())
        return run(text: text.commandText)
      }
      if let file = parts.operands.first, !parts.has("-s") {
        // A script's own text is not followed; what the line itself gives is.
        return fed(file, input).map { run(text: $0.commandText) } ?? [.unknown]
      }
      return input.map { run(text: Self.joined($0).commandText) } ?? [.unknown]
    }
  }

  /// `xargs COMMAND`: what comes in becomes arguments.
  private func spread(_ name: String, _ arguments: [Reading], _ input: [Reading]?) -> [Reading] {
    let parts = Operands(
      arguments, short: "InPLsdaEj",
      long: ["--max-args", "--max-procs", "--jobs", "--arg-file", "--colsep"],
      stopsAtOperand: true)
    var words = parts.operands
    var given = input ?? [.unknown]
    if let file = parts.values(of: "-a", "--arg-file").first { given = [text(ofFile: file)] }
    if let mark = words.firstIndex(where: { $0.text == ":::" }) {
      given = Array(words[(mark + 1)...])
      words = Array(words[..<mark])
    }
    given = given.flatMap(Self.lines)
    let place = parts.values(of: "-I", "--replace").first?.text ?? "{}"
    let hasPlace = words.contains { $0.text?.contains(place) == true }
    let isReplacing = hasPlace && (name == "parallel" || parts.has("-I", "--replace", "-i"))
    words = isReplacing ? replacing(place, with: given, in: words) : words + given
    if name == "parallel" {
      // A shell reads what it puts together.
      return inSubshell { run(text: words.map(\.commandText).joined(separator: " ")) }
    }
    return inSubshell { invoke(words, input: nil) }
  }

  /// Puts what is given where a word holds the mark; each may stand there.
  func replacing(_ mark: String, with given: [Reading], in words: [Reading]) -> [Reading] {
    let wanted = mark.utf8.map { Reading.Unit.byte($0) }
    return words.flatMap { word -> [Reading] in
      guard !wanted.isEmpty, let place = word.units.firstRange(of: wanted) else { return [word] }
      return given.prefix(64).map {
        Reading(word.units[..<place.lowerBound] + $0.units + word.units[place.upperBound...])
      }
    }
  }

  /// Parts a text at blanks, as xargs does.
  private static func lines(_ text: Reading) -> [Reading] {
    text.units.split { $0 == .byte(10) || $0 == .byte(32) || $0 == .byte(0) }
      .prefix(ShellExpansion.most).map { Reading(Array($0)) }
  }
}
