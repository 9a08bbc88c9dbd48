import Documents
import Platform
import Testing

@testable import rtrack

/// Verdicts of real runs.
@Suite struct VerdictSessionTests {
  private func verdict(_ lab: RunLab, _ words: String = "") throws -> (Int32, JSON) {
    let said = lab.session.rtrack("verdict 1 \(words) --json")
    return (said.status, try JSON.parse(Array(said.output.utf8)))
  }

  @Test func `the criteria are held against what was measured, with the numbers`() throws {
    let lab = try RunLab()
    #expect(lab.session.rtrack("verdict 1").status == 2)
    #expect(lab.run(lab.good).status == 0)
    let (status, json) = try verdict(lab)
    #expect(status == 0 && json["verdict"]?.string == "CONFIRMED")
    let first = json["criteria"]?.array?.first
    #expect(first?["id"]?.string == "SC-1" && first?["outcome"]?.string == "holds")
    #expect(first?["observations"]?.array?.first?["observed"]?.number == 0.74)
    #expect(first?["observations"]?.array?.first?["threshold"]?.number == 0.725)
    let text = lab.session.rtrack("verdict 1").output
    #expect(text.contains("## Verdict: CONFIRMED\n\n## Results vs. Success Criteria\n- [x] SC-1: "))
    #expect(text.contains("**PASS** — observed 0.74 vs. threshold 0.725"))
    #expect(lab.session.rtrack("verdict 1 -q").output == "CONFIRMED\n")
    // It is nowhere kept: a result that stands in for the first is judged by itself.
    let worse = "sed -i 's/\"treatment\": {\"val_acc\": 0.74/\"treatment\": {\"val_acc\": 0.71/' "
    #expect(lab.run("\(lab.good); \(worse) $RTRACK_RUN_DIR/metrics.json").status == 0)
    let (refuted, second) = try verdict(lab)
    #expect(refuted == 1 && second["verdict"]?.string == "REFUTED")
    #expect(lab.session.rtrack("verdict 1").output.contains("- [ ] SC-1: "))
    #expect(try verdict(lab, "1").1["verdict"]?.string == "CONFIRMED")
  }

  @Test func `the noise of repeated baselines is told, and what was decided by less`() throws {
    let lab = try RunLab()
    #expect(lab.run(lab.good).status == 0)
    #expect(try verdict(lab).1["noise_floor"]?.array?.isEmpty == true)
    #expect(!lab.session.rtrack("verdict 1").output.contains("Noise"))
    let other = "sed -i 's/\"baseline\": {\"val_acc\": 0.705/\"baseline\": {\"val_acc\": 0.725/' "
    #expect(lab.run("\(lab.good); \(other) $RTRACK_RUN_DIR/metrics.json").status == 0)
    // A run that failed measured nothing that could be told.
    #expect(lab.run("\(lab.good); exit 1").status == 1)
    let (_, json) = try verdict(lab)
    let noise = json["noise_floor"]?.array?.first { $0["metric"]?.string == "val_acc" }
    #expect(noise?["runs"]?.integer == 2)
    #expect(abs((noise?["std"]?.number ?? 0) - 0.0141421356) < 1e-9)
    #expect(json["criteria"]?.array?.map { $0["within_noise"]?.boolean } == [true, false, false])
    let text = lab.session.rtrack("verdict 1").output
    #expect(text.contains("- SC-1 was decided by 0.005, less than the std of val_acc"), "\(text)")
    #expect(text.contains("\n## Noise floor\n"), "\(text)")
    #expect(text.contains("- val_acc: std 0.014142135624, range 0.02 over 2 baselines"), "\(text)")
  }

  @Test func `a run that failed or was stopped confirms nothing`() throws {
    let lab = try RunLab()
    #expect(lab.run("\(lab.good); exit 2").status == 1)
    let (status, json) = try verdict(lab, "1")
    #expect(status == 1 && json["verdict"]?.string == "INCONCLUSIVE")
    #expect(json["remarks"]?.array?.first?["mark"]?.string == "aborted")
    _ = lab.run("echo 'METRIC val_acc=0.9 seed=0'; sleep 60", "--time-limit", "1s")
    #expect(try verdict(lab).1["verdict"]?.string == "INCONCLUSIVE")
  }

  @Test func `a baseline that was not reproduced, and an amendment with results there, are told`()
    throws
  {
    let lab = try RunLab()
    let off = "sed -i 's/\"baseline\": {\"val_acc\": 0.705/\"baseline\": {\"val_acc\": 0.6/' "
    let ran = lab.run("\(lab.good); \(off) $RTRACK_RUN_DIR/metrics.json")
    #expect(ran.status == 1 && ran.output.contains("INVALID: baseline.val_acc is 0.6"))
    let (_, json) = try verdict(lab)
    #expect(json["verdict"]?.string == "INCONCLUSIVE")
    #expect(json["remarks"]?.array?.first?["mark"]?.string == "inadmissible")
    let spec = try lab.session.read("learning-rate-warm-up.md")
    try lab.session.write("second.md", spec.replacing("+ 0.02", with: "+ 0.01"))
    let amended = lab.session.rtrack(
      ["experiment", "amend", "1", "second.md", "--reason", "it asks for too much"])
    #expect(amended.status == 0, "\(amended.errors)")
    #expect(lab.run(lab.good).status == 0)
    let (status, after) = try verdict(lab)
    #expect(status == 0 && after["verdict"]?.string == "CONFIRMED")
    #expect(after["remarks"]?.array?.map { $0["mark"]?.string } == ["deviated"])
  }
}
