import Platform

/// A repository with a home of its own, so that nobody's configuration has a part in it.
struct World {
  let repository: String
  let program: String
  let environment: [String: String]

  init(_ folder: String, program: String, _ outer: [String: String]) throws {
    repository = Path.join(folder, "lab")
    self.program = program
    let home = Path.join(folder, "home")
    try FileSystem.makeDirectory(repository)
    try FileSystem.makeDirectory(home)
    var own = [
      "HOME": home, "PATH": outer["PATH"] ?? "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1",
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "GIT_COMMITTER_NAME": "Lab",
      "GIT_COMMITTER_EMAIL": "lab@example.org",
    ]
    // What the terminal can do, and nothing else, is the person's.
    for name in ["TERM", "NO_COLOR"] { own[name] = outer[name] }
    environment = own
    let made = try Child.run(
      ["git", "init", "-q", "-b", "main", "."], in: repository, environment: environment)
    guard made.succeeded else {
      throw Replay.Failed(description: String(decoding: made.errors, as: UTF8.self))
    }
  }

  /// Calls rtrack before the eyes of who started this; that somebody was silent is an answer too.
  func show(_ words: [String]) throws {
    guard Standard.isTerminal(1) else { return try print(words) }
    let result = try Child.run(
      [program] + words, in: repository, environment: environment, timeLimit: .seconds(60),
      inherits: true)
    guard [.exited(0), .exited(1)].contains(result.end) else {
      throw Replay.Failed(description: "rtrack \(words.joined(separator: " ")): \(result.end)")
    }
  }

  /// The same where no terminal is: a table's columns, which come separated by tabs, aligned.
  private func print(_ words: [String]) throws {
    let isSilence = words[0] == "silent"
    let text = try rtrack(words + (isSilence ? ["--exit-zero"] : []))
    guard isSilence else {
      _ = try Standard.write(Array(text.utf8))
      return
    }
    let header = ["AGENT", "ANSWER", "SILENT", "NO RESULT", "DUE", "EVIDENCE"]
    var rows = [header]
    for line in text.split(separator: "\n") {
      rows.append(line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init))
    }
    let widths = header.indices.map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    for row in rows {
      let cells = zip(row, widths).dropLast().map { cell, width in
        cell + String(repeating: " ", count: width - cell.count + 2)
      }
      _ = try Standard.write(Array((cells.joined() + (row.last ?? "") + "\n").utf8))
    }
  }

  func rtrack(_ words: [String]) throws -> String {
    let result = try Child.run(
      [program] + words, in: repository, environment: environment, timeLimit: .seconds(60))
    guard result.succeeded else {
      throw Replay.Failed(
        description: "rtrack \(words.joined(separator: " ")): "
          + String(decoding: result.errors, as: UTF8.self))
    }
    return String(decoding: result.output, as: UTF8.self)
  }
}
