import Documents
import Ledger
import Platform
import Research
import Testing

@testable import rtrack

/// The order of a run's parts: the baseline first, then the treatment, seed by seed.
@Suite struct RunOrderTests {
  /// A shell's line that tells what every arm of the sample's spec is measured by.
  private func told(_ accuracy: String) -> String {
    "echo METRIC val_acc=\(accuracy); echo METRIC train_loss=0.5; echo METRIC param_count=1000; "
      + "echo '{\"warmup_steps\": 500}' > $RTRACK_RUN_DIR/config.json"
  }

  private func name(_ outcome: Program.Outcome) throws -> String {
    let line = try #require(outcome.output.split(separator: "\n").first { $0.contains(": run ") })
    let words = line.split(separator: " ")
    return String(words[(words.firstIndex(of: "run") ?? 0) + 1])
  }

  @Test func `a baseline alone is recorded as one, and counts as nobody's result`() throws {
    let lab = try RunLab()
    let ran = lab.run("echo arm $RTRACK_ARM; " + told("0.70"), "--baseline")
    #expect(ran.status == 0 && ran.output.hasPrefix("arm baseline\n"), "\(ran.output)\(ran.errors)")
    #expect(try lab.json("metrics.json")["baseline"]?["val_acc"]?.number == 0.70)
    #expect(try lab.json("metrics.json")["treatment"]?.object?.isEmpty == true)
    #expect(try lab.json("run.json")["arm"]?.string == "baseline")
    #expect(lab.session.rtrack("verdict 1").status == 2)
    let verified = lab.session.rtrack("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test func `a treatment is compared with the baseline that an earlier run reproduced`() throws {
    let lab = try RunLab()
    let baseline = try name(lab.run(told("0.70"), "--baseline"))
    let ran = lab.run(
      "grep -c val_acc $RTRACK_BASELINE; " + told("0.74"), "--seeds", "0..2")
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    let metrics = try lab.json("metrics.json")
    #expect(metrics["baseline"]?["val_acc"]?.number == 0.70)
    #expect(metrics["treatment"]?["val_acc"]?.number == 0.74)
    #expect(try lab.json("run.json")["baseline"]?.string == baseline)
    #expect(lab.session.rtrack("verdict 1").output.contains("CONFIRMED"))
  }

  @Test func `a treatment behind a failed baseline is refused, or INVALID for ever`() throws {
    let lab = try RunLab()
    let failed = lab.run(told("0.5"), "--baseline")
    #expect(failed.status == 1, "\(failed.output)")
    #expect(failed.output.contains("INVALID: baseline.val_acc is 0.5, not within 0.02 of 0.71"))
    let before = try lab.kinds().count
    let refused = lab.run(told("0.74"), "--seeds", "0..2")
    #expect(refused.status == 1 && refused.errors.contains("not within 0.02 of 0.71"))
    #expect(try lab.kinds().count == before)
    let insisted = lab.run(told("0.74"), "--seeds", "0..2", "--invalid", "to see what it costs")
    #expect(insisted.status == 1 && insisted.output.contains("INVALID: "), "\(insisted.output)")
    #expect(try lab.json("run.json")["invalid"]?.array?.isEmpty == false)
    #expect(
      try lab.git("grep", "-h", "^invalid:", "rtrack-ledger").contains("to see what it costs"))
    let verdict = lab.session.rtrack("verdict 1")
    #expect(verdict.output.contains("INCONCLUSIVE") && verdict.output.contains("inadmissible"))
    // Reproduced after all, it is as if nothing had been.
    #expect(lab.run(told("0.70"), "--baseline").status == 0)
    let after = lab.run(told("0.74"), "--seeds", "0..2", "--over-budget", "tried before")
    #expect(after.status == 0, "\(after.output)\(after.errors)")
  }

  @Test func `a command that reproduces its baseline itself is judged by it at its end`() throws {
    let lab = try RunLab()
    let good = lab.run(lab.good)
    #expect(good.status == 0 && good.errors.contains("the command is taken to do so itself"))
    let bad = lab.run(lab.good + "; sed -i s/0.705/0.5/ $RTRACK_RUN_DIR/metrics.json")
    #expect(bad.status == 1 && bad.output.contains("INVALID: baseline.val_acc is 0.5"))
    let verdict = lab.session.rtrack("verdict 1")
    #expect(verdict.output.contains("inadmissible"))
    // Without any baseline nothing is shown, and the run has failed.
    let none = lab.run(told("0.74"), "--seeds", "0..2")
    #expect(none.status == 1 && none.output.contains("baseline"), "\(none.output)")
  }

  @Test func `each seed has a folder of its own, and all are one run`() throws {
    let lab = try RunLab()
    _ = lab.run(told("0.70"), "--baseline")
    let ran = lab.run(
      "echo $RTRACK_SEED > $RTRACK_RUN_DIR/seed.txt; echo METRIC val_acc=0.7$RTRACK_SEED; "
        + "printf '{\"metric\": \"train_loss\", \"value\": 0.%d}\\n' $RTRACK_SEED >> $RTRACK_METRICS; "
        + "echo METRIC param_count=1000; echo METRIC gpu_hours=0.01; "
        + "echo '{\"warmup_steps\": 500, \"seed\": '$RTRACK_SEED'}' > $RTRACK_RUN_DIR/config.json",
      "--seeds", "0,1,2")
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    let metrics = try lab.json("metrics.json")
    #expect(metrics["per_seed"]?.array?.compactMap { $0["val_acc"]?.number } == [0.70, 0.71, 0.72])
    #expect(metrics["per_seed"]?.array?[2]["train_loss"]?.number == 0.2)
    #expect(metrics["treatment"]?["val_acc"]?.number == 0.71)
    // What it cost is the sum, and each seed a training run.
    #expect(metrics["resource_usage"]?["gpu_hours"]?.number == 0.03)
    #expect(metrics["resource_usage"]?["total_runs"]?.integer == 3)
    #expect(try lab.read("seed-2/seed.txt") == "2\n")
    #expect(try lab.json("config.json")["seed-1"]?["seed"]?.integer == 1)
    let steps = try #require(try lab.json("run.json")["steps"]?.array)
    #expect(steps.map { $0["seed"]?.integer } == [0, 1, 2])
    #expect(steps.allSatisfy { $0["exit_code"]?.integer == 0 })
    #expect(try lab.read("output.log").contains("[rtrack: step 2 of 3, seed-1, begins]\n"))
    let verified = lab.session.rtrack("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test func `a metrics.json of each seed becomes that seed's entry`() throws {
    let lab = try RunLab()
    let ran = lab.run(
      lab.good + "; sed -i \"s/\\\"treatment\\\": {\\\"val_acc\\\": [0-9.]*/\\\"treatment\\\": "
        + "{\\\"val_acc\\\": 0.7$RTRACK_SEED/\" $RTRACK_RUN_DIR/metrics.json; "
        + "sed -i 's/\"per_seed\"/\"per_seed\": [], \"x\"/; s/\"x\": \\[/\"y\": [/' "
        + "$RTRACK_RUN_DIR/metrics.json; cat $RTRACK_RUN_DIR/metrics.json > /dev/null",
      "--seeds", "0..2")
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    let metrics = try lab.json("metrics.json")
    #expect(metrics["per_seed"]?.array?.compactMap { $0["val_acc"]?.number } == [0.70, 0.71, 0.72])
    #expect(metrics["baseline"]?["val_acc"]?.number == 0.705)
  }

  @Test func `a seed that fails ends the run, and the seeds before it are kept`() throws {
    let lab = try RunLab()
    _ = lab.run(told("0.70"), "--baseline")
    let ran = lab.run(told("0.74") + "; test $RTRACK_SEED -lt 1", "--seeds", "0..2")
    #expect(ran.status == 1 && ran.output.contains("cycle_failure_exit_1"), "\(ran.output)")
    let metrics = try lab.json("metrics.json")
    #expect(metrics["per_seed"]?.array?.map { $0["seed"]?.integer } == [0, 1])
    #expect(metrics["notes"]?.string?.contains("Step seed-1 failed (cycle_failure_exit_1)") == true)
    #expect(try lab.json("run.json")["steps"]?.array?.count == 2)
  }

  @Test func `a resumed run cites what is finished, and runs the rest`() throws {
    let lab = try RunLab()
    _ = lab.run(told("0.70"), "--baseline")
    try lab.session.write(lab.outside("broken"), "yes")
    let command =
      "echo ran $RTRACK_SEED >> '\(lab.outside("runs"))'; " + told("0.7$RTRACK_SEED")
      + "; test $RTRACK_SEED -lt 1 || test ! -e '\(lab.outside("broken"))'"
    let failed = lab.run(command, "--seeds", "0..2")
    let first = try name(failed)
    #expect(failed.status == 1)
    _ = try lab.session.call(["rm", lab.outside("broken")])
    let resumed = lab.session.rtrack(["run", "--resume", first])
    #expect(resumed.status == 0, "\(resumed.output)\(resumed.errors)")
    #expect(try lab.session.read(lab.outside("runs")) == "ran 0\nran 1\nran 1\nran 2\n")
    let metrics = try lab.json("metrics.json")
    #expect(metrics["per_seed"]?.array?.compactMap { $0["val_acc"]?.number } == [0.70, 0.71, 0.72])
    let record = try lab.json("run.json")
    #expect(record["continues"]?.string == first)
    #expect(record["steps"]?.array?.map { $0["from"]?.string } == [first, nil, nil])
    let again = lab.session.rtrack(["run", "--resume", try name(resumed)])
    #expect(again.status == 1 && again.errors.contains("has finished all of its steps"))
    let verified = lab.session.rtrack("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test func `a budget of seeds and of runs is kept before anything is run`() throws {
    let lab = try RunLab()
    let seeds = lab.run(told("0.74"), "--seeds", "0..3")
    #expect(seeds.status == 1 && seeds.errors.contains("of a configuration"), "\(seeds.errors)")
    #expect(try lab.kinds().isEmpty)
    #expect(lab.run(told("0.74"), "--seeds", "2..0").status == 2)
    #expect(lab.run(told("0.74"), "--seeds", "0,0").status == 2)
  }

  @Test func `an abort between and within seeds stops the whole run`() throws {
    let lab = try RunLab()
    let ran = lab.run(told("0.74") + "; sleep 30", "--seeds", "0..2", "--time-limit", "1s")
    #expect(ran.status == 1 && ran.output.contains("wall_clock_timeout_1s"), "\(ran.output)")
    #expect(try lab.json("run.json")["steps"]?.array?.count == 1)
  }
}

/// Times of a spec that a run of the baseline alone would break.
@Suite struct RunTimeCriterionTests {
  @Test func `a time below what a baseline run took is noted, and not enforced`() throws {
    let lab = try RunLab(
      spec: try SpecText.page(
        "## Abort Criteria\n", "## Abort Criteria\n- A run takes longer than 1 s.\n"))
    let told =
      "echo METRIC train_loss=0.5; echo METRIC param_count=1000; "
      + "echo '{\"warmup_steps\": 500}' > $RTRACK_RUN_DIR/config.json; "
    // What the baseline takes is what the criterion is held against.
    let baseline = lab.run(told + "echo METRIC val_acc=0.7; sleep 1.3", "--baseline", "--seed", "0")
    #expect(baseline.status == 0, "\(baseline.output)\(baseline.errors)")
    let ran = lab.run(told + "echo METRIC val_acc=0.74; sleep 1.2", "--seeds", "0..2")
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    let notes = try lab.json("metrics.json")["notes"]?.string ?? ""
    #expect(notes.contains("was not enforced: a run of the baseline took 1."), "\(notes)")
  }
}
