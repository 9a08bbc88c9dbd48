import Platform

/// What git commands do to files in the work tree. What they do to history is the hooks' matter.
extension ShellRun {
  func git(_ arguments: [Reading], input: [Reading]?) -> [Reading]? {
    let globals = Operands(
      arguments, short: "Cc",
      long: ["--git-dir", "--work-tree", "--namespace", "--exec-path", "--config-env"],
      stopsAtOperand: true)
    return inSubshell {
      for folder in globals.values(of: "-C") { state.directory = folder.within(state.directory) }
      let name = "GIT_WORK_TREE"
      let given = state.isSet(name) ? state.values(of: name).first : nil
      if let tree = globals.values(of: "--work-tree").first ?? given {
        state.directory = tree.within(state.directory)
      }
      guard let verb = globals.operands.first?.text else { return [.unknown] }
      for setting in globals.values(of: "-c") {
        // An alias that is a shell command.
        if let text = setting.text, text.hasPrefix("alias.\(verb)=!") {
          run(text: String(text.dropFirst("alias.\(verb)=!".count)))
        } else if let text = setting.text, let sign = text.firstIndex(of: "="),
          Self.isCommandName(String(text[..<sign]))
        {
          run(text: String(text[text.index(after: sign)...]))
        }
      }
      return git(verb, Array(globals.operands.dropFirst()), input)
    }
  }

  private func git(_ verb: String, _ arguments: [Reading], _ input: [Reading]?) -> [Reading] {
    let by = "git \(verb)"
    for file in Operands(arguments, long: ["--output"]).values(of: "--output") {
      note(.write, file, by: by, follows: true)
    }
    switch verb {
    case "checkout": checkOut(arguments, by)
    case "restore":
      let parts = Operands(arguments, short: "sU", long: ["--source", "--pathspec-from-file"])
      // Only the index: the files stay.
      if parts.has("-S", "--staged"), !parts.has("-W", "--worktree") { break }
      revert(parts.operands, from: parts.values(of: "-s", "--source").first, by)
      if parts.has("--pathspec-from-file") { revert([Reading(".").anythingBelow], from: nil, by) }
    case "switch":
      if Operands(arguments, short: "cC").has("-f", "--force", "--discard-changes") {
        revert([Reading(":/")], from: nil, by)
      }
    case "stash":
      let parts = Operands(arguments, short: "m", long: ["--message"])
      let kind = parts.operands.first?.text ?? "push"
      if ["list", "show", "drop", "clear", "create", "store"].contains(kind) { break }
      let paths = parts.afterDashes ?? (kind == "push" ? Array(parts.operands.dropFirst()) : [])
      revert(paths.isEmpty ? [Reading(":/")] : paths, from: nil, by)
    case "reset":
      let parts = Operands(arguments)
      if parts.has("--hard", "--merge", "--keep") {
        revert([Reading(":/")], from: nil, by)
      } else {
        let operands = parts.afterDashes ?? parts.operands.filter { isPath($0) }
        revert(operands, from: nil, by)
      }
    case "revert":
      let parts = Operands(arguments, short: "mSX")
      if parts.has("--abort", "--quit", "--continue", "--skip") { break }
      revert([Reading(":/")], from: nil, by)
    case "clean":
      let parts = Operands(arguments, short: "e", long: ["--exclude"])
      guard parts.has("-f", "--force"), !parts.has("-n", "--dry-run") else { break }
      let paths = parts.operands.isEmpty ? [Reading(".")] : parts.operands
      for path in paths { note(.clean, path, by: by) }
    case "rm":
      let parts = Operands(arguments)
      if parts.has("-n", "--dry-run") { break }
      for path in parts.operands { note(.remove, .pattern(path, crossing: true), by: by) }
      if parts.has("--pathspec-from-file") {
        note(.remove, Reading(".").anythingBelow, by: by)
      }
    case "sparse-checkout":
      if ["set", "init", "reapply"].contains(arguments.first?.text) {
        revert([Reading(":/")], from: nil, by)
      }
    case "archive", "bundle", "format-patch":
      for file in Operands(arguments, short: "o").values(of: "-o", "--output-directory") {
        let isFolder = verb == "format-patch"
        note(
          .write, isFolder ? file.below(Reading("0001.patch")) : file, by: by, follows: !isFolder)
      }
    case "grep": return printed(verb, arguments, input: input) ?? []
    case "mv":
      let parts = Operands(arguments)
      if parts.has("-n", "--dry-run") { break }
      _ = fileCommand("mv", parts.operands, input: nil)
    case "apply", "am":
      let parts = Operands(arguments, short: "pC", long: ["--directory", "--exclude", "--include"])
      let isQuestion = parts.has("--check", "--stat", "--numstat", "--summary")
      if isQuestion && !parts.has("--apply") || parts.has("--abort", "--quit", "--skip") { break }
      let given = parts.operands.isEmpty ? input ?? [] : []
      let texts = parts.operands.map { text(ofFile: $0) } + given
      let strip = parts.values(of: "-p").first?.text.flatMap { Int($0) } ?? 1
      _ = inSubshell {
        if let top = state.directory.text.flatMap({ WorkTree.holding($0) })?.top {
          state.directory = Reading(top)
        }
        notePatch(texts, strip: strip, by: by)
        return []
      }
    case "read-tree":
      if Operands(arguments).has("-u", "--reset") { revert([Reading(":/")], from: nil, by) }
    case "checkout-index":
      if Operands(arguments).has("-f", "--force") { revert([Reading(":/")], from: nil, by) }
    case "update-index":
      // Hides from git that a file differs, or gives the index other bytes for it.
      let parts = Operands(arguments, long: ["--cacheinfo", "--chmod"])
      for info in parts.values(of: "--cacheinfo") {
        if let path = info.text?.split(separator: ",", maxSplits: 2).last {
          note(.write, Reading(String(path)), by: by)
        }
      }
      if parts.has("--assume-unchanged", "--skip-worktree", "--force-remove", "--cacheinfo") {
        for path in parts.operands { note(.write, path, by: by) }
      }
    case "rebase":
      for text in Operands(arguments, short: "xs", long: ["--exec", "--onto"])
        .values(of: "-x", "--exec")
      {
        run(text: text.commandText)
      }
    case "bisect" where arguments.first?.text == "run":
      return invoke(Array(arguments.dropFirst()), input: nil)
    case "submodule" where arguments.contains { $0.text == "foreach" }:
      if let text = arguments.last { run(text: text.commandText) }
    case "rev-parse" where arguments.contains { $0.text == "--show-toplevel" }:
      let top = state.directory.text.flatMap { WorkTree.holding($0) }?.top
      return [top.map { Reading($0) } ?? .unknown]
    case "ls-files":
      let folders = Operands(arguments).operands
      return folders + (folders.isEmpty ? [Reading(".")] : folders).map { $0.anythingBelow }
    default: break
    }
    return [.unknown]
  }

  private func revert(_ paths: [Reading], from source: Reading?, _ by: String) {
    let isElsewhere = source.map { $0.text != "HEAD" } ?? false
    for path in paths {
      // `:/` and `:(top)` begin at the top of the work tree.
      let top = state.directory.text.flatMap { WorkTree.holding($0) }?.top
      if let text = path.text, text.hasPrefix(":"), let top {
        let rest = text.hasPrefix(":/") ? text.dropFirst(2) : text.drop { $0 != ")" }.dropFirst()
        note(
          .revert(fromElsewhere: isElsewhere), Reading(Path.join(top, String(rest))), by: by)
      } else {
        note(.revert(fromElsewhere: isElsewhere), .pattern(path, crossing: true), by: by)
      }
    }
  }

  /// A checkout of paths; one of a branch moves the whole work tree to what was committed there,
  /// and is no writing of files.
  private func checkOut(_ arguments: [Reading], _ by: String) {
    let parts = Operands(arguments, short: "bB", long: ["--orphan", "--pathspec-from-file"])
    if parts.has("-b", "-B", "--orphan") { return }
    if parts.has("--pathspec-from-file") { revert([Reading(".").anythingBelow], from: nil, by) }
    var source: Reading?
    var paths: [Reading]
    if let behind = parts.afterDashes {
      source = parts.operands.count > behind.count ? parts.operands.first : nil
      paths = behind
    } else if let first = parts.operands.first {
      paths = isPath(first) ? parts.operands : Array(parts.operands.dropFirst())
      source = isPath(first) ? nil : first
    } else {
      paths = []
    }
    if paths.isEmpty {
      if parts.has("-f", "--force") { revert([Reading(":/")], from: nil, by) }
      return
    }
    revert(paths, from: source, by)
  }

  /// Whether an argument that may be a path or a commit is a path: one that is there, or one that
  /// no commit is called by.
  private func isPath(_ argument: Reading) -> Bool {
    guard let text = argument.text else { return argument.units.contains(.byte(Reading.slash)) }
    if text == "." || text.hasPrefix("./") || text.hasPrefix(":/") || argument.isPattern {
      return true
    }
    guard let place = argument.within(state.directory).text else { return false }
    return Glob.isThere(place) || text.hasSuffix(".md") || text.hasSuffix(".json")
  }
}
