import Documents
import Research
import Testing

@testable import rtrack

/// Runs that an abort criterion of their spec stops; the lab's has `treatment.train_loss > 9`.
@Suite struct AbortCriterionTests {
  private func amended(_ lab: RunLab, _ criterion: String) throws {
    let spec = try lab.session.read("learning-rate-warm-up.md")
    let old = "- `treatment.train_loss > 9` after the first epoch."
    #expect(spec.contains(old))
    try lab.session.write("amended.md", spec.replacing(old, with: "- \(criterion)"))
    let outcome = lab.session.rtrack(
      ["experiment", "amend", "1", "amended.md", "--reason", "another end"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    try lab.session.call(["git", "add", "-A"])
    try lab.session.call(["git", "commit", "-q", "-m", "Amended"])
  }

  private static let printing = "echo METRIC train_loss=12.5 seed=1 step=40"
  private static let writing =
    #"echo '{"metric":"train_loss","value":12.5,"seed":1,"step":40}' >> $RTRACK_METRICS"#

  @Test(arguments: [printing, writing])
  func `the first value that meets a criterion stops the run, and what it told is kept`(
    _ telling: String
  ) throws {
    let lab = try RunLab()
    let ran = lab.run(
      "echo METRIC val_acc=0.25 seed=0; echo METRIC train_loss=8 seed=0; sleep 60 & "
        + "echo $! > '\(lab.outside("child"))'; \(telling); wait; echo never")
    let reason =
      "abort criterion 1 (treatment.train_loss > 9 after the first epoch.): "
      + "observed 12.5 vs. threshold 9 at seed 1, step 40"
    #expect(ran.status == 1 && ran.output.contains(reason), "\(ran.output)\(ran.errors)")
    #expect(try !lab.isAlive("child"))
    let record = try lab.json("run.json")
    #expect(record["outcome"]?.string == "aborted" && record["signal"]?.string == "SIGTERM")
    #expect(record["stopped"]?.string == reason)
    let metrics = try lab.json("metrics.json")
    #expect(metrics["abort_triggered"]?.boolean == true)
    #expect(metrics["abort_reason"]?.string == reason)
    #expect(metrics["per_seed"]?.array?.first?["val_acc"]?.number == 0.25)
    #expect(try lab.read("output.log").contains("never") == false)
    #expect(lab.session.rtrack("verify").status == 0)
    #expect(lab.session.rtrack("verdict 1").output.contains("INCONCLUSIVE"))
  }

  @Test func `who does not stop when asked is killed after the grace`() throws {
    let lab = try RunLab()
    let ran = lab.run(
      "trap '' TERM; \(Self.printing); while :; do sleep 0.05; done", "--grace", "0.3s")
    #expect(ran.status == 1 && ran.output.contains("abort criterion 1"), "\(ran.output)")
    #expect(try lab.json("run.json")["signal"]?.string == "SIGKILL")
  }

  @Test func `a command that is quicker than its watcher is judged all the same`() throws {
    let lab = try RunLab()
    let ran = lab.run("\(lab.good); \(Self.writing)")
    #expect(ran.status == 1 && ran.output.contains("abort criterion 1"), "\(ran.output)")
    #expect(try lab.json("run.json")["outcome"]?.string == "aborted")
    #expect(try lab.names().contains("metrics.json.raw"))
    // Who stops itself says so itself.
    let own = lab.run(
      "\(lab.good); sed -i 's/\"abort_triggered\": false/\"abort_triggered\": true/;"
        + "s/\"abort_reason\": null/\"abort_reason\": \"diverged\"/' $RTRACK_RUN_DIR/metrics.json; "
        + Self.writing)
    #expect(own.status == 1 && own.output.contains("diverged"), "\(own.output)")
    #expect(try !lab.names().contains("metrics.json.raw"))
  }

  @Test func `what meets no criterion goes on to its end`() throws {
    let lab = try RunLab()
    let ran = lab.run(
      "echo METRIC train_loss=nan; echo METRIC train_loss=9; echo METRIC train_loss=99 arm=baseline;"
        + "echo METRIC train_loss=0.5; sleep 0.3; \(lab.good)")
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
  }

  @Test func `a time of the spec stops a run`() throws {
    let lab = try RunLab()
    try amended(lab, "Wall clock > 1 second")
    let ran = lab.run("sleep 60")
    #expect(ran.status == 1, "\(ran.errors)")
    #expect(ran.output.contains("abort criterion 1 (Wall clock > 1 second): 1 s have passed"))
  }

  @Test func `a time of a single run stops only a call that makes one`() throws {
    let lab = try RunLab()
    try amended(lab, "A run takes longer than 1 s")
    #expect(lab.run("sleep 1.5; \(lab.good)").status == 0)
    let ran = lab.run("sleep 60", "--seed", "0")
    #expect(ran.status == 1 && ran.output.contains("1 s have passed"), "\(ran.output)")
  }

  @Test func `a metric that is no number stops a run where the spec says so`() throws {
    let lab = try RunLab()
    try amended(lab, "`train_loss` is not a number for 2 steps")
    let ran = lab.run(
      "echo METRIC train_loss=1 step=1; echo METRIC train_loss=nan step=2; "
        + "echo METRIC train_loss=-inf step=3; sleep 60", "--time-limit", "30s")
    #expect(ran.status == 1 && ran.output.contains("2 times in a row"), "\(ran.output)")
  }
}
