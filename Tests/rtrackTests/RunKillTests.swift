import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// Runs whose rtrack is asked to stop, or dies, as real processes.
@Suite struct RunKillTests {
  /// Starts a run beside this process, waits until its command is at work, then does `act` with
  /// the shell's variables `runner` and `child`; gives back what the runner answered.
  private func during(
    _ lab: RunLab, command: String = "sleep 60", options: String = "", _ act: String
  ) throws -> (status: String, output: String) {
    let binary = Path.join(lab.session.root, "bin/rtrack")
    let mark = lab.outside("child")
    let said = try lab.session.call([
      "sh", "-c",
      """
      rm -f '\(mark)'
      # Whatever fails here, nothing of it may go on running; the lab stops the command.
      trap 'test -z "$runner" || kill -KILL $runner' EXIT
      trap 'exit 9' TERM
      : > '\(lab.outside("said"))'
      # A shell lets what it starts in the background ignore SIGINT.
      perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
        '\(binary)' run 1 \(options) -- sh -c 'echo $$ > \(mark); echo heard; \(command)' \
        > '\(lab.outside("said"))' 2>&1 &
      runner=$!
      until grep -q heard '\(lab.outside("said"))'; do sleep 0.02; done
      child=$(cat '\(mark)')
      \(act)
      wait $runner
      status=$? runner=
      echo "status $status"
      """,
    ])
    let output = String(decoding: said.output, as: UTF8.self)
    return (
      output.split(separator: "\n").last.map(String.init) ?? "",
      output + (try lab.session.read(lab.outside("said")))
    )
  }

  /// A call of the program itself, whose clock is the one that the run had.
  private func rtrack(_ lab: RunLab, _ words: String...) throws -> (status: Int32, output: String) {
    let binary = Path.join(lab.session.root, "bin/rtrack")
    let said = try lab.session.call([binary] + words)
    guard case .exited(let status) = said.end else { return (-1, "") }
    return (status, String(decoding: said.output + said.errors, as: UTF8.self))
  }

  private func places(_ lab: RunLab) throws -> [String] {
    try FileSystem.entries(Path.join(lab.session.directory, ".git/rtrack/runs"))
  }

  @Test(arguments: ["INT", "TERM", "HUP"])
  func `a request to stop is passed on, and the run recorded as aborted`(_ signal: String) throws {
    let lab = try RunLab()
    let (status, output) = try during(lab, "kill -\(signal) $runner")
    #expect(status == "status 1" && output.contains("interrupted_SIG\(signal)"), "\(output)")
    #expect(try lab.json("run.json")["outcome"]?.string == "aborted")
    #expect(try lab.json("run.json")["signal"]?.string == "SIGTERM")
    #expect(try lab.read("output.log") == "heard\n")
    #expect(try !lab.isAlive("child") && places(lab).isEmpty)
    #expect(try rtrack(lab, "verify").status == 0)
  }

  @Test func `who asks twice does not wait for the grace`() throws {
    let lab = try RunLab()
    let (status, output) = try during(
      lab, command: "trap \"\" TERM; while :; do sleep 0.05; done", options: "--grace 1h",
      "kill -INT $runner; sleep 0.3; kill -INT $runner")
    #expect(status == "status 1" && output.contains("interrupted_SIGINT"), "\(output)")
    #expect(try lab.json("run.json")["signal"]?.string == "SIGKILL")
  }

  @Test func `a run whose rtrack was killed is found, its command stopped, and is lost`() throws {
    let lab = try RunLab()
    let (status, _) = try during(lab, "kill -KILL $runner")
    #expect(status == "status 137")
    // Its start is on record, its command still at work, and nobody takes that for an end.
    #expect(try lab.kinds() == ["started"] && lab.isAlive("child") && places(lab).count == 1)
    #expect(try rtrack(lab, "run", "list").output.contains("\tunwatched\t"))
    let doctor = try rtrack(lab, "doctor")
    #expect(doctor.status == 1 && doctor.output.contains("rtrack run --reap"), "\(doctor.output)")
    let reaped = try rtrack(lab, "run", "--reap")
    #expect(reaped.status == 0 && reaped.output.contains("lost"), "\(reaped.output)")
    #expect(reaped.output.contains("the command still at work was stopped"))
    #expect(try !lab.isAlive("child") && places(lab).isEmpty)
    #expect(try lab.kinds().sorted() == ["ended", "started"])
    let record = try lab.json("run.json")
    #expect(record["outcome"]?.string == "lost" && record["exit_code"] == nil)
    #expect(record["command"]?.array?.count == 3)
    // What nobody saw is not told as nothing.
    #expect(record["output_bytes"] == .null && record["wall_clock_seconds"] == nil)
    let cost = try lab.json("metrics.json")["resource_usage"]?["wall_clock_seconds"]
    #expect(cost?["status"]?.string == "missing")
    #expect(try lab.read("output.log") == "heard\n")
    #expect(try rtrack(lab, "run", "--reap").output.contains("No run was left"))
    #expect(try rtrack(lab, "verify").status == 0)
    #expect(try rtrack(lab, "doctor").status == 0)
    #expect(try rtrack(lab, "result", "show", "1").status == 2)
    #expect(try rtrack(lab, "run", "1", "--", "sh", "-c", lab.good).output.contains("run 2-"))
  }

  @Test func `a command that ended without its rtrack is lost too`() throws {
    let lab = try RunLab()
    _ = try during(lab, command: "sleep 0.2; exit 0", "kill -KILL $runner; sleep 0.6")
    #expect(try !lab.isAlive("child"))
    let reaped = try rtrack(lab, "run", "--reap")
    #expect(reaped.output.contains("and so was the command"), "\(reaped.output)")
  }

  @Test func `a run that is at work is left alone, and a second one waits for its end`() throws {
    let lab = try RunLab()
    let binary = Path.join(lab.session.root, "bin/rtrack")
    let good = Path.join(lab.session.root, "good.sh")
    try lab.session.write(good, lab.good)
    let (status, output) = try during(
      lab, command: ". \(good); until test -e \(lab.outside("go")); do sleep 0.02; done",
      """
      '\(binary)' run --reap
      '\(binary)' run list
      '\(binary)' run 1 -- sh \(good); echo "second $?"
      '\(binary)' run 1 --concurrent -- sh \(good) >/dev/null; echo "beside $?"
      touch '\(lab.outside("go"))'
      """)
    #expect(status == "status 0" && output.contains("is at work"), "\(output)")
    #expect(output.contains("\trunning\t"), "\(output)")
    #expect(output.contains("second 1") && output.contains("beside 0"), "\(output)")
    #expect(try lab.kinds().sorted() == ["ended", "ended", "started", "started"])
    #expect(try places(lab).isEmpty)
    let runs = try rtrack(lab, "result", "list").output.split(separator: "\n")
    #expect(runs.count == 2 && runs.allSatisfy { $0.contains("completed") })
    #expect(try rtrack(lab, "verify").status == 0)
  }
}
