import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// Runs that go on without their caller, and what is asked of them, as real processes.
@Suite struct RunDetachTests {
  /// A call of the program itself, which outlives nothing that it starts.
  private func rtrack(_ lab: RunLab, _ words: String...) throws -> (status: Int32, output: String) {
    let said = try lab.session.call([Path.join(lab.session.root, "bin/rtrack")] + words)
    guard case .exited(let status) = said.end else { return (-1, "") }
    return (status, String(decoding: said.output + said.errors, as: UTF8.self))
  }

  /// Starts a detached run of a script that notes its process first; gives back its name.
  private func start(_ lab: RunLab, _ script: String, _ options: String...) throws -> String {
    let said = try lab.session.call(
      [Path.join(lab.session.root, "bin/rtrack"), "run", "1", "--detach", "-q"] + options
        + ["--", "sh", "-c", "echo $$ > '\(lab.outside("child"))'; \(script)"])
    try #require(said.succeeded, "\(String(decoding: said.errors, as: UTF8.self))")
    let name = String(decoding: said.output, as: UTF8.self).filter { !$0.isNewline }
    _ = try #require(RunID(name), "\(name)")
    return name
  }

  private func places(_ lab: RunLab) throws -> [String] {
    try FileSystem.entries(Path.join(lab.session.directory, ".git/rtrack/runs"))
  }

  /// Waits until a file that a command writes is there.
  private func attend(_ lab: RunLab, _ name: String) throws {
    let said = try lab.session.call([
      "sh", "-c", "until test -s '\(lab.outside(name))'; do sleep 0.02; done",
    ])
    #expect(said.succeeded)
  }

  @Test func `a detached run outlives its caller and a closed terminal, and is whole`() throws {
    let lab = try RunLab()
    let binary = Path.join(lab.session.root, "bin/rtrack")
    try lab.session.write(
      lab.outside("job.sh"),
      "echo $$ > '\(lab.outside("child"))'; until test -e '\(lab.outside("go"))'; "
        + "do sleep 0.02; done; echo heard; \(lab.good)")
    // The whole process group of the caller is told that its terminal was closed.
    let caller = try lab.session.call([
      "sh", "-c",
      """
      '\(binary)' run 1 --detach -q -- sh '\(lab.outside("job.sh"))' > '\(lab.outside("id"))'
      kill -HUP 0
      """,
    ])
    #expect(caller.end == .signalled(1))
    let name = try lab.session.read(lab.outside("id")).filter { !$0.isNewline }
    // Its start was on record before its name was said.
    #expect(try lab.kinds() == ["started"])
    #expect(try rtrack(lab, "run", "list").output.contains("\(name)\trunning\t"))
    let late = try rtrack(lab, "run", "wait", name, "--timeout", "0.2s")
    #expect(late.status == 2 && late.output.contains("still at work after 0.2 s"), "\(late.output)")
    try lab.session.write(lab.outside("go"), "go")
    let waited = try rtrack(lab, "run", "wait", name)
    #expect(waited.status == 0 && waited.output.contains("run \(name) completed"))
    #expect(try lab.kinds().sorted() == ["ended", "started"] && places(lab).isEmpty)
    #expect(try lab.read("output.log") == "heard\n")
    #expect(try lab.json("run.json")["exit_code"]?.integer == 0)
    #expect(try rtrack(lab, "run", "logs", name).output == "heard\n")
    #expect(try rtrack(lab, "verify").status == 0)
    #expect(try rtrack(lab, "doctor").status == 0)
  }

  @Test func `wait answers as the run did`() throws {
    let lab = try RunLab()
    let name = try start(lab, "exit 3")
    let waited = try rtrack(lab, "run", "wait", name)
    #expect(waited.status == 1 && waited.output.contains("cycle_failure_exit_3"))
    #expect(try rtrack(lab, "run", "wait", "9").status == 2)
  }

  @Test func `status and logs show a run while it is at work`() throws {
    let lab = try RunLab()
    lab.session.environment["API_TOKEN"] = "not-to-be-shown"
    let name = try start(
      lab,
      "echo METRIC val_acc=0.5 seed=0; echo $API_TOKEN; echo ready > '\(lab.outside("ready"))'; "
        + "until test -e '\(lab.outside("go"))'; do sleep 0.02; done; echo last; exit 4")
    try attend(lab, "ready")
    let status = try rtrack(lab, "run", "status", name, "--json")
    let shown = try JSON.parse(Array(status.output.utf8))["runs"]?.array?.first
    #expect(shown?["state"]?.string == "running" && shown?["agent"]?.string == "flux")
    #expect(shown?["metrics"]?["val_acc"]?.number == 0.5)
    #expect(shown?["pid"]?.integer != nil)
    #expect(try rtrack(lab, "run", "status").output.contains("val_acc 0.5"))
    let logs = try rtrack(lab, "run", "logs", name).output
    #expect(logs == "METRIC val_acc=0.5 seed=0\n[API_TOKEN]\n")
    // Who follows hears what comes, to the end.
    let binary = Path.join(lab.session.root, "bin/rtrack")
    let followed = try lab.session.call([
      "sh", "-c",
      """
      '\(binary)' run logs \(name) --follow > '\(lab.outside("followed"))' &
      until grep -q API '\(lab.outside("followed"))'; do sleep 0.02; done
      touch '\(lab.outside("go"))'; wait $!
      """,
    ])
    #expect(followed.succeeded)
    #expect(try lab.session.read(lab.outside("followed")) == logs + "last\n")
    #expect(String(decoding: followed.errors, as: UTF8.self).contains("run \(name) failed"))
  }

  @Test func `an abort names the criterion, its words and the reason, for ever`() throws {
    let lab = try RunLab()
    let name = try start(
      lab, "echo METRIC train_loss=8 seed=0; echo ready > '\(lab.outside("ready"))'; sleep 60")
    try attend(lab, "ready")
    let unknown = try rtrack(
      lab, "run", "abort", name, "--criterion", "7", "--reason", "loss")
    #expect(unknown.status == 2 && unknown.output.contains("it has: 1 "), "\(unknown.output)")
    #expect(try rtrack(lab, "run", "abort", name).status == 2)
    let aborted = try rtrack(
      lab, "run", "abort", name, "--criterion", "1", "--reason", "8 since step 40", "--as", "maya")
    #expect(aborted.status == 0, "\(aborted.output)")
    let reason = try #require(try lab.json("metrics.json")["abort_reason"]?.string)
    #expect(reason.hasPrefix("aborted by maya, abort criterion 1 ("))
    #expect(reason.contains("treatment.train_loss > 9") && reason.hasSuffix("): 8 since step 40"))
    let record = try lab.json("run.json")
    #expect(record["outcome"]?.string == "aborted" && record["signal"]?.string == "SIGTERM")
    // What was measured until then is kept.
    #expect(try lab.json("metrics.json")["treatment"]?["train_loss"]?.number == 8)
    #expect(try !lab.isAlive("child") && places(lab).isEmpty)
    let again = try rtrack(lab, "run", "abort", name, "--reason", "once more")
    #expect(again.status == 1 && again.output.contains("has ended already: aborted"))
    #expect(try rtrack(lab, "run", "wait", name).status == 1)
    #expect(try rtrack(lab, "verify").status == 0)
  }

  @Test func `a detached run whose watcher was killed is told, and reaped`() throws {
    let lab = try RunLab()
    let name = try start(lab, "echo ready > '\(lab.outside("ready"))'; sleep 60")
    try attend(lab, "ready")
    let killed = try lab.session.call([
      "sh", "-c", "kill -KILL $(ps -o ppid= -p $(cat '\(lab.outside("child"))'))",
    ])
    #expect(killed.succeeded)
    let waited = try rtrack(lab, "run", "wait", name)
    #expect(waited.status == 2 && waited.output.contains("run --reap"), "\(waited.output)")
    #expect(try rtrack(lab, "run", "abort", name, "--reason", "gone").status == 2)
    #expect(try rtrack(lab, "doctor").output.contains("run --reap"))
    #expect(try rtrack(lab, "run", "--reap").output.contains("lost"))
    #expect(try !lab.isAlive("child"))
    #expect(try rtrack(lab, "run", "wait", name).status == 1)
  }

  @Test func `nobody takes a run over that was not handed to him`() throws {
    let lab = try RunLab()
    let name = try start(
      lab,
      "echo ready > '\(lab.outside("ready"))'; until test -e '\(lab.outside("go"))'; "
        + "do sleep 0.02; done; \(lab.good)")
    try attend(lab, "ready")
    let taken = try rtrack(lab, "run-watch", RunLab.id, name)
    #expect(taken.status == 2 && taken.output.contains("not handed over"), "\(taken.output)")
    try lab.session.write(lab.outside("go"), "go")
    #expect(try rtrack(lab, "run", "wait", name).status == 0)
  }

  @Test func `a run that is thought to outlast its caller is detached, and that is told`() throws {
    let lab = try RunLab()
    let binary = Path.join(lab.session.root, "bin/rtrack")
    func run(_ options: String...) throws -> (status: Int32, output: String) {
      let said = try lab.session.call(
        [binary, "run", "1"] + options + ["--", "sh", "-c", lab.good])
      guard case .exited(let status) = said.end else { return (-1, "") }
      return (status, String(decoding: said.output + said.errors, as: UTF8.self))
    }
    // The spec estimates half an hour.
    let detached = try run("--agent-limit", "20m")
    #expect(
      detached.output.contains("detached, since its spec estimates 30 min and its caller has"))
    #expect(detached.output.contains("is at work, detached"))
    #expect(try rtrack(lab, "run", "wait", "1").status == 0)
    // From then on it is known better.
    let known = try run("--agent-limit", "20m")
    #expect(known.status == 0 && known.output.contains("run 2-"), "\(known.output)")
    #expect(!known.output.contains("detached"), "\(known.output)")
    lab.session.environment["RTRACK_DEADLINE"] = "946684800"
    let over = try run()
    #expect(over.status == 1 && over.output.contains("the caller's time is over"))
    lab.session.environment["RTRACK_DEADLINE"] = "soon"
    #expect(try run().status == 2)
    lab.session.environment["RTRACK_DEADLINE"] = "2199-01-01T00:00:00Z"
    #expect(try run().status == 0)
  }
}
