import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// Runs whose commands are those that the spec's protocol names.
@Suite struct RunProtocolTests {
  /// A lab whose spec names what is run: a script of the project that tells its metrics.
  private func lab(baseline: String = "0.70") throws -> Session {
    let session = try Session()
    let spec = try ResultSessionTests.block("spec", of: "experiments")
    let protocolPlace = try #require(spec.firstRange(of: "## Full Protocol"))
    let budget = try #require(spec.firstRange(of: "## Resource Budget"))
    try session.write(
      "spec.md",
      spec[..<protocolPlace.lowerBound]
        + """
        ## Full Protocol
        1. Sanity checks: `$ ./train.sh check`.
        2. Reproduce the baseline with seeds 0, 1, 2: `$ ./train.sh \(baseline) 0`.
        3. Run the treatment with seeds 0, 1, 2:
           ```sh
           ./train.sh "0.7$RTRACK_SEED" 500
           ```


        """ + spec[budget.lowerBound...].replacing("training runs: 8", with: "training runs: 20"))
    try session.write(
      "train.sh",
      """
      #!/bin/sh
      echo "$RTRACK_ARM $1 seed=$RTRACK_SEED"
      test "$1" = check && exit 0
      echo "METRIC val_acc=$1"; echo METRIC train_loss=0.5; echo METRIC param_count=1000
      echo "{\\"warmup_steps\\": $2}" > $RTRACK_RUN_DIR/config.json

      """)
    for line in [
      "init", "agent add flux", "experiment register spec.md --as flux",
    ] {
      let outcome = session.rtrack(line)
      try #require(outcome.status == 0, "\(line): \(outcome.errors)")
    }
    session.environment["RTRACK_AGENT"] = "flux"
    try session.call(["chmod", "+x", "train.sh"])
    try session.call(["git", "add", "-A"])
    try session.call(["git", "commit", "-q", "-m", "The experiment"])
    return session
  }

  private func record(_ session: Session) throws -> JSON {
    let path = session.rtrack("result path 1 1 -q").output.filter { !$0.isNewline }
    return try JSON.parse(Array(try session.read(Path.join(path, "run.json")).utf8))
  }

  @Test func `without a command the protocol's steps are told, and run in their order`() throws {
    let session = try lab()
    let ran = session.rtrack("run 1")
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    #expect(ran.errors.contains("the protocol of exp-001-learning-rate-warm-up, 7 commands\n"))
    #expect(ran.errors.contains("  1 sanity: ./train.sh check\n"))
    #expect(ran.errors.contains("  2 baseline, seed 0: ./train.sh 0.70 0\n"))
    let said = ran.output.split(separator: "\n").filter { $0.contains("seed=") }.prefix(7)
    #expect(
      said.map { $0.split(separator: " ")[0] } == [
        "sanity", "baseline", "baseline", "baseline", "treatment", "treatment", "treatment",
      ])
    let steps = try #require(try record(session)["steps"]?.array)
    #expect(
      steps.compactMap { $0["step"]?.string }.prefix(3) == [
        "1-sanity", "2-baseline-seed-0", "2-baseline-seed-1",
      ])
    #expect(session.rtrack("verify").status == 0)
    let verdict = session.rtrack("verdict 1")
    #expect(!verdict.output.contains("inadmissible"), "\(verdict.output)")
  }

  @Test func `a baseline that does not reproduce stops the protocol before the treatment`() throws {
    let session = try lab(baseline: "0.60")
    let ran = session.rtrack("run 1")
    #expect(ran.status == 1, "\(ran.output)")
    #expect(
      ran.output.contains("INVALID: the baseline was not reproduced: baseline.val_acc is 0.6"))
    #expect(!ran.output.contains("treatment 0.7"))
    #expect(try record(session)["outcome"]?.string == "aborted")
    #expect(session.rtrack("verdict 1").output.contains("inadmissible"))
  }

  @Test func `the baseline of a protocol can be run alone`() throws {
    let session = try lab()
    let ran = session.rtrack("run 1 --baseline")
    #expect(ran.status == 0 && !ran.output.contains("treatment"), "\(ran.output)\(ran.errors)")
    #expect(try record(session)["steps"]?.array?.count == 4)
  }

  @Test func `a protocol without commands, and seeds beside one, are refused`() throws {
    let lab = try RunLab()
    let none = lab.session.rtrack("run 1")
    #expect(none.status == 2 && none.errors.contains("names no command"), "\(none.errors)")
    #expect(lab.session.rtrack("run 1 --seeds 0..2").status == 2)
  }
}
