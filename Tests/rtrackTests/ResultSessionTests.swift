import Documents
import Ledger
import Platform
import Research
import Testing

@testable import rtrack

/// Results, from the folder that a run wrote to the ledger and the view, with real git.
@Suite struct ResultSessionTests {
  static let id = "exp-001-learning-rate-warm-up"
  private static let top = Path.parent(Path.parent(Path.parent(#filePath)))

  /// The first fenced block of a language in a page of the documentation.
  static func block(_ language: String, of page: String) throws -> String {
    let bytes = try FileSystem.read(Path.join(top, "Documentation/\(page).md"))
    let parts = String(decoding: bytes, as: UTF8.self)
      .split(separator: "```", omittingEmptySubsequences: false)
    let block = try #require(parts.first { $0.hasPrefix("\(language)\n") })
    return String(block.dropFirst(language.count + 1))
  }

  /// A ledger with one registered experiment, and a result of it in `out`.
  private func lab() throws -> Session {
    let session = try Session()
    try session.write("learning-rate-warm-up.md", try Self.block("spec", of: "experiments"))
    for line in [
      "init", "agent add maya --human", "agent add flux --as maya",
      "experiment register learning-rate-warm-up.md --as flux",
    ] {
      let outcome = session.rtrack(line)
      #expect(outcome.status == 0, "\(line): \(outcome.errors)")
    }
    try result(session, "out")
    return session
  }

  /// Writes a result in which nothing is wrong but for one change.
  private func result(
    _ session: Session, _ folder: String, _ part: String = "", _ other: String = ""
  ) throws {
    var metrics = try Self.block("json", of: "results")
    if !part.isEmpty {
      #expect(metrics.contains(part))
      metrics = metrics.replacing(part, with: other)
    }
    try session.write("\(folder)/metrics.json", metrics)
    try session.write(
      "\(folder)/config.json", #"{"baseline": {"warmup_steps": 0}, "warmup_steps": 500}"#)
    try session.write("\(folder)/Plots/Loss Curve.PNG", "not really a picture")
  }

  private func tip(_ session: Session) throws -> String {
    let said = try session.call(["git", "rev-parse", "rtrack-ledger"])
    return String(decoding: said.output, as: UTF8.self)
  }

  private func json(_ session: Session, _ line: String) throws -> JSON {
    let outcome = session.rtrack(line + " --json")
    return try JSON.parse(Array(outcome.output.utf8))
  }

  @Test func `a result becomes a run in one commit, and the view shows it`() throws {
    let session = try lab()
    let before = try tip(session)
    let added = session.rtrack("result add \(Self.id) out --as flux")
    #expect(added.status == 0, "\(added.errors)")
    let parent = try session.call(["git", "rev-parse", "rtrack-ledger~1"])
    #expect(String(decoding: parent.output, as: UTF8.self) == before)

    // The run's folder, by its own manifest, as sha256sum reads it.
    let run = session.rtrack("result show \(Self.id) -q").output.dropLast()
    let folder = String(session.rtrack("result path \(Self.id) \(run) -q").output.dropLast())
    session.directory = folder
    let sums = try session.call(["sha256sum", "--strict", "-c", "manifest.sha256"])
    #expect(sums.succeeded, "\(String(decoding: sums.errors, as: UTF8.self))")
    #expect(String(decoding: sums.output, as: UTF8.self).contains("plots/loss_curve.png: OK"))
    #expect(try session.read("manifest.sha256").contains(#"was "Plots/Loss Curve.PNG""#))
    let record = try JSON.parse(Array(try session.read("run.json").utf8))
    #expect(record["experiment"]?.string == Self.id)
    #expect(record["agent"]?.string == "flux")
    #expect(record["spec"]?["blob"]?.string?.utf8.count == 40)

    // What counts lies where the protocol looks for it.
    session.directory = Path.join(session.root, "repo")
    let view = String(session.rtrack("result path \(Self.id) -q").output.dropLast())
    #expect(view == Path.join(session.root, "repo/.research/results/\(Self.id)"))
    #expect(try session.read("\(view)/metrics.json") == session.read("out/metrics.json"))
    #expect(try session.read("\(view)/config.json") == session.read("out/config.json"))
    #expect(session.rtrack("doctor").status == 0)
    #expect(try session.call(["git", "status", "--porcelain", "--ignored"]).succeeded)
  }

  @Test func `a run that stands in for another says why, and both stay`() throws {
    let session = try lab()
    try session.write("out/analysis.md", "## Verdict: CONFIRMED\n")
    session.rtrack("result add \(Self.id) out --as flux")
    let analysis = ".research/results/\(Self.id)/analysis.md"
    #expect(try session.read(analysis) == "## Verdict: CONFIRMED\n")
    try result(
      session, "again", "\"val_acc\": 0.74, \"train_loss\"", "\"val_acc\": 0.75, \"train_loss\"")
    #expect(session.rtrack("result add \(Self.id) again --supersedes 1 --as flux").status == 2)
    let call = [
      "result", "add", Self.id, "again", "--supersedes", "1", "--reason", "a stale cache", "--as",
      "flux",
    ]
    #expect(session.rtrack(call).status == 0)
    let runs = try #require(try json(session, "result list")["runs"]?.array)
    #expect(runs.map { $0["counts"]?.boolean } == [false, true])
    #expect(runs[0]["superseded_by"]?.string == runs[1]["run"]?.string)
    #expect(runs[1]["reason"]?.string == "a stale cache")
    let shown = try session.read(".research/results/\(Self.id)/metrics.json")
    #expect(shown == (try session.read("again/metrics.json")))
    // The new run has no analysis yet, and the other one's is not its own.
    #expect(try FileSystem.status(Path.join(session.directory, analysis)) == nil)
    // The first cannot be stood in for twice, and one that is not there not at all.
    try result(session, "third", "\"gpu_hours\": 0.5", "\"gpu_hours\": 0.6")
    for (run, status) in [("1", Int32(1)), ("9", 2), ("x", 2)] {
      let call = [
        "result", "add", Self.id, "third", "--supersedes", run, "--reason", "again", "--as", "flux",
      ]
      #expect(session.rtrack(call).status == status, "\(run)")
    }
  }

  @Test func `the same numbers twice are refused, and a key makes the call safe to repeat`() throws
  {
    let session = try lab()
    let first = session.rtrack("result add \(Self.id) out --once k1 --as flux -q")
    let before = try tip(session)
    let again = session.rtrack("result add \(Self.id) out --once k1 --as flux -q")
    #expect(again.status == 0 && again.output == first.output)
    let twice = session.rtrack("result add \(Self.id) out --as flux")
    #expect(twice.status == 1 && twice.errors.contains("holds this very metrics.json"))
    #expect(try tip(session) == before)
  }

  /// What is put in the way, and a word of the one error.
  @Test(arguments: [
    (["ln", "-s", "/etc/passwd", "out/x"], "out/x is a link"),
    (["mkfifo", "out/x"], "out/x is a pipe"), (["git", "init", "-q", "out/x"], "repository"),
    (["cp", "out/config.json", "out/Config.json"], "would both be called config.json"),
    (["cp", "out/config.json", "out/run.json"], "that the ledger writes"),
    (["rm", "-r", "out"], "there is no folder out"),
    (["cp", "/dev/null", "out/metrics.json"], "it is empty"),
    (["truncate", "-s", "300", "out/metrics.json"], "it is cut off"),
    (["truncate", "-s", "5M", "out/metrics.json"], "5242880 bytes"),
    (["rm", "out/metrics.json"], "there is none"), (["rm", "out/config.json"], "there is none"),
    (["mv", "out/metrics.json", "out/Metrics.json"], "there is none"),
    (["cp", "learning-rate-warm-up.md", "out/spec.md"], ""),
    (["cp", "readme.md", "out/spec.md"], "not the spec"),
    (["sed", "-i", "s/0.81/NaN/", "out/metrics.json"], "write {\"status\": \"missing\""),
    (["sed", "-i", "s/exp-001/exp-002/", "out/metrics.json"], "unless this result is another"),
    (["sed", "-i", "/\"seed\": 1/d", "out/metrics.json"], "seed 1 of the protocol"),
  ])
  func `what cannot be recorded is refused by name, and nothing is changed`(
    command: [String], word: String
  ) throws {
    let session = try lab()
    _ = try session.call(command)
    let before = try tip(session)
    let objects = try session.call(["git", "count-objects"]).output
    let outcome = session.rtrack("result add \(Self.id) out --as flux")
    if word.isEmpty {
      #expect(outcome.status == 0, "\(outcome.errors)")
      return
    }
    #expect(outcome.status != 0)
    #expect((outcome.output + outcome.errors).contains(word), "\(outcome.output)\(outcome.errors)")
    #expect(try tip(session) == before)
    #expect(try session.call(["git", "count-objects"]).output == objects)
    #expect(try FileSystem.status(Path.join(session.directory, ".research/results")) == nil)
  }

  @Test func `a file over the limit stays where it is, with its sum and place`() throws {
    let session = try lab()
    session.rtrack("policy set results.artefact 1K --as maya")
    try session.write("out/model.bin", String(repeating: "x", count: 2000))
    #expect(session.rtrack("result add \(Self.id) out --as flux").status == 0)
    let folder = String(session.rtrack("result path \(Self.id) 1 -q").output.dropLast())
    let pointer = try JSON.parse(Array(try session.read("\(folder)/model.bin.pointer").utf8))
    #expect(pointer["at"]?.string == "out/model.bin")
    #expect(pointer["size"]?.integer == 2000)
    let sum = try session.call(["sha256sum", "out/model.bin"])
    #expect(String(decoding: sum.output, as: UTF8.self).hasPrefix(pointer["sha256"]?.string ?? "-"))
  }

  @Test func `an aborted run is recorded as one, with what it lacks told`() throws {
    let session = try lab()
    try session.write(
      "cut/metrics.json",
      """
      {"experiment": "\(Self.id)", "timestamp": "2026-11-21T05:33:12", "baseline": {},
       "treatment": {}, "per_seed": [], "sanity_checks": {}, "resource_usage": {},
       "abort_triggered": true, "abort_reason": "wall_clock_timeout_900s", "notes": ""}
      """)
    try session.write("cut/config.json", #"{"warmup_steps": 500}"#)
    #expect(session.rtrack("result add \(Self.id) cut --as flux").status == 0)
    let run = try json(session, "result show \(Self.id)")["run"]
    #expect(run?["outcome"]?.string == "aborted")
    #expect(session.rtrack("result show \(Self.id)").output.contains("wall_clock_timeout_900s"))
  }

  @Test func `a comment names a run as its evidence, and only one that is there`() throws {
    let session = try lab()
    session.rtrack("issue open Warm-up --as flux")
    let call = ["comment", "1", "done", "--result", Self.id, "--as", "flux"]
    #expect(session.rtrack(call).status != 0)
    let run = session.rtrack("result add \(Self.id) out --as flux -q").output.dropLast()
    #expect(session.rtrack(call).status == 0)
    for (result, status) in [
      ("\(Self.id)/\(run)", Int32(0)), (".research/results/\(Self.id)/\(run)", 0),
      ("\(Self.id)/2-aaaaaa", 2), ("exp-002-other", 2), ("\(Self.id)/\(run)/../x", 2),
    ] {
      let call = ["comment", "1", "done", "--result", result, "--as", "flux"]
      #expect(session.rtrack(call).status == status, "\(result)")
    }
  }

  @Test func `an experiment that is not registered has no results`() throws {
    let session = try lab()
    for line in [
      "result add exp-002-other out --as flux", "result path exp-002-other",
      "result show exp-002-other", "result path \(Self.id)", "result show \(Self.id)",
      "result add ../x out --as flux", "result add \(Self.id) out",
    ] {
      #expect(session.rtrack(line).status == 2, "\(line)")
    }
    #expect(session.rtrack("result list").status == 0)
    #expect(try json(session, "result list")["runs"]?.array == [])
  }

  @Test func `where a branch carries the ledger, the path is the run's own, or git's`() throws {
    let session = try lab()
    session.rtrack("result add \(Self.id) out --as flux")
    let run = session.rtrack("result show \(Self.id) -q").output.dropLast()
    #expect(session.rtrack("carry").status == 0)
    let path = { String(session.rtrack("result path \(Self.id) -q").output.dropLast()) }
    #expect(path().hasSuffix("repo/.research/results/\(Self.id)/\(run)"))
    #expect(try session.read("\(path())/metrics.json") == session.read("out/metrics.json"))
    try result(session, "next", "\"gpu_hours\": 0.5", "\"gpu_hours\": 0.6")
    #expect(session.rtrack("result add \(Self.id) next --as flux").status == 0)
    #expect(path().hasPrefix("rtrack-ledger:.research/results/\(Self.id)/2-"))
    let shown = try session.call(["git", "show", "\(path())/metrics.json"])
    #expect(
      String(decoding: shown.output, as: UTF8.self) == (try session.read("next/metrics.json")))
  }

  @Test func `the RUN phase adds to its own experiment, and interprets nothing`() throws {
    let session = try lab()
    #expect(session.rtrack("phase RUN exp-002-other").status == 0)
    let other = session.rtrack("result add \(Self.id) out --as flux")
    #expect(other.status == 1 && other.errors.contains("RUN phase of exp-002-other"))
    session.rtrack("phase RUN \(Self.id)")
    try session.write("out/analysis.md", "## Verdict: CONFIRMED\n")
    #expect(session.rtrack("result add \(Self.id) out --as flux").status == 1)
    try session.call(["rm", "out/analysis.md"])
    #expect(session.rtrack("result add \(Self.id) out --as flux").status == 0)
    try result(session, "told", "Seed 1 was retried once", "This suggests a trend")
    #expect(session.rtrack("result check told --experiment 1").status == 1)
    session.rtrack("phase --end")
    #expect(session.rtrack("result check told --experiment 1").status == 0)
    let wrong = session.rtrack(
      ["result", "check", "told"], environment: ["RTRACK_PHASE": "rnu"])
    #expect(wrong.status == 2)
  }

  @Test func `plain git changes nothing in a run, and what it adds is found`() throws {
    let session = try lab()
    #expect(session.rtrack("hooks install").status == 0)
    session.rtrack("result add \(Self.id) out --as flux")
    let before = try tip(session)
    let run = session.rtrack("result show \(Self.id) -q").output.dropLast()
    #expect(session.rtrack("verify").status == 0)
    for (name, passes) in [("metrics.json", false), ("more.json", true)] {
      session.environment["GIT_INDEX_FILE"] = Path.join(session.root, "index")
      session.input = Array("{}".utf8)
      let blob = try line(session, ["git", "hash-object", "-w", "--stdin"])
      session.input = []
      _ = try line(session, ["git", "read-tree", "rtrack-ledger"])
      let path = ".research/results/\(Self.id)/\(run)/\(name)"
      _ = try line(
        session, ["git", "update-index", "--add", "--cacheinfo", "100644,\(blob),\(path)"])
      let tree = try line(session, ["git", "write-tree"])
      let commit = try line(
        session, ["git", "commit-tree", "-p", "rtrack-ledger", "-m", "By hand", tree])
      session.environment["GIT_INDEX_FILE"] = nil
      let moved = try session.call(["git", "update-ref", "refs/heads/rtrack-ledger", commit])
      #expect(moved.succeeded == passes, "\(name)")
      #expect(try (tip(session) == before) == !passes)
    }
    let found = session.rtrack("verify")
    #expect(found.status == 1 && found.output.contains("more.json"), "\(found.output)")
  }

  private func line(_ session: Session, _ command: [String]) throws -> String {
    let result = try session.call(command)
    #expect(result.succeeded, "\(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output.dropLast(), as: UTF8.self)
  }
}
