import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// A repository with one registered experiment, for tests of runs; their commands are real.
final class RunLab {
  static let id = "exp-001-learning-rate-warm-up"
  let session: Session

  /// - Parameter spec: what is registered; the sample of the page about specs when not said.
  init(spec: String? = nil) throws {
    session = try Session()
    try session.write(
      "learning-rate-warm-up.md", try spec ?? ResultSessionTests.block("spec", of: "experiments"))
    for line in [
      "init", "agent add maya --human", "agent add flux --as maya",
      "experiment register learning-rate-warm-up.md --as flux", "issue open Warm-up --as flux",
    ] {
      let outcome = session.rtrack(line)
      try #require(outcome.status == 0, "\(line): \(outcome.errors)")
    }
    session.environment["RTRACK_AGENT"] = "flux"
    // Outside of the work tree, so that it stays clean; cheap, so that the budget lasts.
    let metrics = try ResultSessionTests.block("json", of: "results")
      .replacing("\"gpu_hours\": 0.5", with: "\"gpu_hours\": 0.01")
      .replacing("\"total_runs\": 6", with: "\"total_runs\": 1")
    try session.write(outside("good.json"), metrics)
    try session.write(outside("config.json"), #"{"warmup_steps": 500}"#)
    try session.call(["git", "add", "-A"])
    try session.call(["git", "commit", "-q", "-m", "The experiment"])
  }

  /// A command that a failed test left in a session of its own would go on for ever.
  deinit {
    guard let text = try? session.read(outside("child")), let id = Int32(text.filter(\.isNumber)),
      let process = ProcessIdentity(of: id)
    else { return }
    process.stopGroup(grace: .zero)
  }

  func outside(_ name: String) -> String { Path.join(session.root, name) }

  /// A shell's line that writes a result in which nothing is wrong.
  var good: String {
    "cp '\(outside("good.json"))' $RTRACK_RUN_DIR/metrics.json; "
      + "cp '\(outside("config.json"))' $RTRACK_RUN_DIR"
  }

  /// Runs a shell's script for the experiment.
  func run(_ script: String, _ options: String...) -> Program.Outcome {
    session.rtrack(["run", Self.id] + options + ["--", "sh", "-c", script])
  }

  /// The latest run's folder, in the view.
  func folder() throws -> String {
    let all = Path.join(session.directory, ".research/results/\(Self.id)")
    let runs = try FileSystem.entries(all).compactMap { RunID($0) }
    let last = try #require(runs.max { $0.number < $1.number })
    return Path.join(all, "\(last)")
  }

  func read(_ name: String) throws -> String { try session.read(Path.join(folder(), name)) }

  func json(_ name: String) throws -> JSON { try JSON.parse(Array(try read(name).utf8)) }

  func names() throws -> [String] { try FileSystem.entries(folder()) }

  /// What git says, without the line's end.
  func git(_ words: String...) throws -> String {
    let said = try session.call(["git"] + words)
    return String(decoding: said.output, as: UTF8.self).split(separator: "\n").joined(
      separator: "\n")
  }

  /// Whether the process that a command noted in a file is at work; one that only waits to be
  /// reaped is not.
  func isAlive(_ name: String) throws -> Bool {
    let number = try session.read(outside(name)).filter(\.isNumber)
    return Int32(number).flatMap { ProcessIdentity(of: $0) } != nil
  }

  /// The kinds of the experiment's result events, by their names' order.
  func kinds() throws -> [String] {
    try git("ls-tree", "--name-only", "rtrack-ledger", ".research/results/\(Self.id)/")
      .split(separator: "\n").compactMap { line in
        let name = Path.last(String(line))
        return name.hasSuffix(".md") ? EventName(name.dropLast(3))?.kind.rawValue : nil
      }
  }
}
