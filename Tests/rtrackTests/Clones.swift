import Git
import Ledger
import Platform
import Research
import SeededDice
import Testing

@testable import rtrack

/// Several clones of one project with a bare remote between them, each calling commands of rtrack
/// in this process.
final class Clones {
  let session: Session
  let names: [String]
  var dice: SeededDice
  /// How many calls did what was asked.
  private(set) var done = 0
  /// Why the others did not.
  private(set) var refused: [String: Int] = [:]

  init(_ count: Int, seed: UInt64) throws {
    session = try Session(seed: seed)
    dice = SeededDice(seed: seed)
    names = (0..<count).map { "clone-\($0)" }
    session.rtrack("init")
    for agent in ["athena", "flux", "maya"] {
      session.rtrack(["agent", "add", agent] + (agent == "athena" ? [] : ["--as", "athena"]))
    }
    session.rtrack("cycle open --as athena")
    session.environment["RTRACK_CYCLE"] = "1"
    session.rtrack("issue open First --as athena")
    session.directory = session.root
    for (number, seeds) in ["0, 1, 2", "1, 2, 3", "4, 5"].enumerated() {
      try session.write(
        "specs/warm-up-\(number).md", try SpecText.page("seeds 0, 1, 2", "seeds \(seeds)"))
    }
    try call("git clone -q --bare repo remote.git")
    for name in names {
      try call("git clone -q remote.git \(name)")
      enter(name)
      try #require(session.rtrack("init").status == 0)
      session.directory = session.root
    }
  }

  func enter(_ name: String) { session.directory = Path.join(session.root, name) }

  @discardableResult
  func call(_ line: String) throws -> String {
    let result = try session.call(try Words.split(line))
    try #require(result.succeeded, "\(line): \(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output, as: UTF8.self)
  }

  func sync(_ name: String) throws {
    enter(name)
    let directory = session.directory
    let repository = try Repository.open(from: directory, environment: session.environment)
    let ledger = try Ledger(of: repository, environment: session.environment)
    session.pass(seconds: 1)
    let writer = Writer(
      of: ledger, clock: { Timestamp(seconds: 1_795_300_000) },
      dice: { UInt32(truncatingIfNeeded: self.dice.next()) })
    _ = try Sync(of: ledger, writer: writer).run()
  }

  /// One random command in one clone; also such as are refused.
  func act() {
    enter(names[dice.below(names.count)])
    let agent = ["athena", "flux", "maya"][dice.below(3)]
    let issue = String(1 + dice.below(2))
    let calls: [[String]] = [
      ["comment", issue, "word \(dice.below(1000))", "--status", "working"],
      ["comment", issue, "same words", "--once", "key-\(dice.below(3))"],
      ["comment", issue, "--status", "failed", "--tried", "a", "--why", "b", "--next", "c"],
      ["issue", "open", "Title \(dice.below(5))"],
      ["issue", "open", "Numbered", "--number", String(2 + dice.below(4))],
      ["issue", "edit", issue, "--title", "Title \(dice.below(9))"],
      ["issue", "close", issue, "--reason", "done"], ["issue", "reopen", issue],
      ["issue", "label", issue, "--add", "l\(dice.below(3))"],
      ["issue", "label", issue, "--remove", "l\(dice.below(3))"],
      ["issue", "assign", issue, "flux"], ["issue", "priority", issue, String(dice.below(5))],
      ["issue", "defer", issue], ["issue", "link", issue, "--blocks", String(1 + dice.below(4))],
      ["agent", "add", "agent-\(dice.below(4))"], ["agent", "edit", "flux", "--role", "runner"],
      ["agent", "warn", "maya", "-m", "silent"],
      ["agent", "retire", "agent-\(dice.below(4))", "--reason", "over"], ["cycle", "open"],
      ["cycle", "close", String(2 + dice.below(2))],
      ["policy", "set", "silence.warn", String(1 + dice.below(4))], ["init"],
      ["experiment", "register", "../specs/warm-up-\(dice.below(3)).md"],
      [
        "experiment", "amend", String(1 + dice.below(2)), "../specs/warm-up-\(dice.below(3)).md",
        "--reason", "a change",
      ],
      ["experiment", "withdraw", String(1 + dice.below(3)), "--reason", "no machine"],
    ]
    let words = calls[dice.below(calls.count)]
    let outcome = session.rtrack(words == ["init"] ? words : words + ["--as", agent])
    if outcome.status == 0 {
      done += 1
    } else {
      refused[outcome.errors, default: 0] += 1
    }
  }

  func tree(_ name: String) throws -> String {
    enter(name)
    return try call("git rev-parse rtrack-ledger^{tree}")
  }

  /// What a clone's ledger holds but for how numbers were settled, which depends on who met first.
  func said(_ name: String) throws -> String {
    enter(name)
    return try call("git ls-tree -r rtrack-ledger").split(separator: "\n")
      .filter { !$0.contains("\t.research/numbers/") }.joined(separator: "\n")
  }

  /// The numbers that mean two things, by a clone's own word.
  func ambiguous(_ name: String) -> [String] {
    enter(name)
    return session.rtrack("list --state all -q").output.split(separator: "\n").map(String.init)
      .filter { $0.contains("~") }
  }

  /// Path to object, over all clones; a path with two objects is told.
  func contents() throws -> (paths: [String: String], clashes: [String]) {
    var paths: [String: String] = [:]
    var clashes: [String] = []
    for name in names {
      enter(name)
      for line in try call("git ls-tree -r rtrack-ledger").split(separator: "\n") {
        let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
        if paths.updateValue(parts[0], forKey: parts[1]).map({ $0 != parts[0] }) == true {
          clashes.append(parts[1])
        }
      }
    }
    return (paths, clashes)
  }

  /// What all ledger branches point at, so that the same can be united in another order.
  func state() throws -> [(place: String, reference: String, id: String)] {
    var state: [(String, String, String)] = []
    for name in names + ["remote.git"] {
      enter(name)
      for line in try call("git for-each-ref refs/heads/rtrack-ledger refs/rtrack")
        .split(separator: "\n")
      {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        state.append((name, words[2], words[0]))
      }
    }
    return state
  }

  func restore(_ state: [(place: String, reference: String, id: String)]) throws {
    for name in names + ["remote.git"] {
      enter(name)
      for line in try call("git for-each-ref refs/rtrack").split(separator: "\n") {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        try call("git update-ref -d \(words[2])")
      }
    }
    for (place, reference, id) in state {
      enter(place)
      try call("git update-ref \(reference) \(id)")
    }
  }
}
