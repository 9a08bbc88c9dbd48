import Platform
import Testing

@testable import rtrack

/// Whole sessions of the command line, compared whole.
///
/// A transcript is text: `$ command` is a call, and what follows it up to the next is what it
/// printed, first standard output, then standard error, then `[status]` unless that was 0. Lines
/// that start with `#` are prose. Before its command a call may set variables (`NAME=value`), and
/// `< text` at its end gives standard input. `rtrack` runs with fixed clock and dice, all other
/// programs for real. `$ write FILE text`, `$ terminal 80`, `$ pipe`, `$ cd DIR` and
/// `$ pass SECONDS` belong to the player.
/// With RTRACK_WRITE_TRANSCRIPTS=1 the files are written anew; read the difference before you
/// commit it.
@Suite struct TranscriptTests {
  static let folder = Path.join(Path.parent(Path.parent(#filePath)), "Transcripts")

  static var names: [String] {
    ((try? FileSystem.entries(folder)) ?? []).filter { $0.hasSuffix(".txt") }
  }

  @Test(arguments: names)
  func `a session prints what its transcript says`(_ name: String) throws {
    let path = Path.join(Self.folder, name)
    let expected = String(decoding: try FileSystem.read(path), as: UTF8.self)
    let player = try Player()
    let played = try player.play(expected)
    if Machine.environment["RTRACK_WRITE_TRANSCRIPTS"] == "1" {
      try FileSystem.write(Array(played.utf8), to: path)
      return
    }
    if played != expected {
      let pair = zip(
        played.split(separator: "\n", omittingEmptySubsequences: false),
        expected.split(separator: "\n", omittingEmptySubsequences: false))
      let line = pair.enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
      Issue.record("\(name) differs at line \(line + 1). It printed:\n\(played)")
    }
  }

  @Test func `there are transcripts to play`() {
    #expect(!Self.names.isEmpty)
  }
}

/// Plays a transcript: keeps its prose and commands, and prints what came of them.
final class Player {
  let session: Session
  /// Stands around every call of rtrack, where a test wants to look before and after.
  var around: ((_ line: String, _ call: () -> Program.Outcome) throws -> Program.Outcome)?

  init() throws { session = try Session() }

  func play(_ transcript: String) throws -> String {
    var played: [String] = []
    for line in transcript.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("$ ") {
        played.append(String(line))
        played += try answer(String(line.dropFirst(2)))
      } else if line.hasPrefix("#") {
        // A blank line before prose belongs to it.
        if !played.isEmpty && !(played.last ?? "").hasPrefix("#") { played.append("") }
        played.append(String(line))
      }
    }
    return played.joined(separator: "\n") + "\n"
  }

  private func answer(_ line: String) throws -> [String] {
    var words = try Words.split(line)
    var variables: [String: String] = [:]
    while let first = words.first, let sign = first.firstIndex(of: "="),
      first[..<sign].allSatisfy({ $0.isUppercase || $0 == "_" }), sign != first.startIndex
    {
      variables[String(first[..<sign])] = String(first[first.index(after: sign)...])
      words.removeFirst()
    }
    if let mark = words.firstIndex(of: "<"), mark + 1 < words.count {
      session.input = Array(words[mark + 1].utf8)
      words.removeSubrange(mark...)
    }
    guard let program = words.first else { return [] }
    let rest = Array(words.dropFirst())
    switch program {
    case "rtrack":
      let call = { self.session.rtrack(rest, environment: variables) }
      let outcome = try around?(line, call) ?? call()
      return lines(outcome.output) + lines(outcome.errors)
        + (outcome.status == 0 ? [] : ["[\(outcome.status)]"])
    case "write":
      try session.write(rest[0], rest.dropFirst().joined(separator: " "))
      return []
    case "terminal":
      session.terminal = .init(
        isOutput: true, columns: Int(rest.first ?? "") ?? 80, hasColour: false)
      return []
    case "pipe":
      session.terminal = .init(isOutput: false, columns: 80, hasColour: false)
      return []
    case "cd":
      session.directory = Path.absolute(rest.first ?? ".", in: session.directory)
      return []
    case "pass":
      session.pass(seconds: Int64(rest.first ?? "") ?? 0)
      return []
    default:
      let result = try session.call(words)
      session.input = []
      let status = if case .exited(let code) = result.end { code } else { Int32(-1) }
      return lines(String(decoding: result.output, as: UTF8.self))
        + lines(String(decoding: result.errors, as: UTF8.self))
        + (status == 0 ? [] : ["[\(status)]"])
    }
  }

  private func lines(_ text: String) -> [String] {
    if text.isEmpty { return [] }
    let plain = text.split(separator: session.root, omittingEmptySubsequences: false)
      .joined(separator: "$ROOT")
      .split(separator: "ssh-ed25519 …", omittingEmptySubsequences: false).enumerated()
      // Keys are made anew each time.
      .map { $0 == 0 ? String($1) : "KEY" + $1.dropFirst(12) }
      .joined(separator: "ssh-ed25519 …")
    var lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    // Nothing printed may be taken for the transcript's own marks.
    return lines.map { $0.hasPrefix("$ ") || $0.hasPrefix("#") ? "  " + $0 : $0 }
  }
}
