import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// What is not run at all, and what a run may not do.
@Suite struct RunRefusalTests {
  private func refused(
    _ lab: RunLab, _ words: String, status: Int32, saying text: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let tip = try lab.git("rev-parse", "rtrack-ledger")
    let mark = lab.outside("ran")
    let outcome = lab.session.rtrack(words + " -- touch \(mark)")
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(text), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(try FileSystem.status(mark) == nil, sourceLocation: sourceLocation)
    #expect(try lab.git("rev-parse", "rtrack-ledger") == tip, sourceLocation: sourceLocation)
    #expect(try lab.git("for-each-ref", "refs/rtrack/runs") == "", sourceLocation: sourceLocation)
  }

  @Test func `what is not registered, withdrawn, or not for this phase is not run`() throws {
    let lab = try RunLab()
    try refused(lab, "run exp-009-other", status: 2, saying: "there is no experiment exp-009-other")
    lab.session.rtrack("phase FRAME")
    try refused(lab, "run 1", status: 1, saying: "FRAME phase")
    lab.session.rtrack("phase RUN exp-009-other")
    try refused(lab, "run 1", status: 1, saying: "RUN phase of exp-009-other")
    lab.session.rtrack("phase --end")
    try refused(lab, "run 1 --issue 9", status: 2, saying: "no issue 9")
    try refused(lab, "run 1 --as nobody", status: 2, saying: "not on the roster")
    lab.session.rtrack("experiment withdraw 1 --reason wrong")
    try refused(lab, "run 1", status: 1, saying: "was withdrawn: wrong")
  }

  @Test func `a spec beside the code that is not the registered one is not run`() throws {
    let lab = try RunLab()
    let spec = try lab.session.read("learning-rate-warm-up.md")
    try lab.session.write("experiments/\(RunLab.id).md", spec)
    #expect(lab.run(lab.good).status == 0)
    try lab.session.call(["git", "update-ref", "-d", "refs/rtrack/runs/none"])
    for run in try lab.git("for-each-ref", "--format=%(refname)", "refs/rtrack/runs").split(
      separator: "\n")
    {
      try lab.session.call(["git", "update-ref", "-d", String(run)])
    }
    try lab.session.write(
      "experiments/\(RunLab.id).md", spec.replacing("0.02", with: "0.01"))
    try refused(lab, "run 1", status: 1, saying: "is not the spec that")
  }

  @Test func `a command that is not there, or holds a secret, is not run`() throws {
    let lab = try RunLab()
    let none = lab.session.rtrack("run 1 -- no-such-program-here")
    #expect(none.status == 2 && none.errors.contains("there is no program no-such-program-here"))
    for words in [
      ["env", "API_KEY=abc", "true"], ["true", "--password", "x"], ["true", "--auth-token=x"],
      ["curl", "https://me:pass@example.org/x"], ["true", "ghp_abcdefghijklmnopqrstuvwx"],
    ] {
      let outcome = lab.session.rtrack(["run", "1", "--"] + words)
      #expect(outcome.status == 1 && outcome.errors.contains("looks like a secret"), "\(words)")
    }
    #expect(lab.session.rtrack("run 1 --variable MY_TOKEN -- true").status == 1)
    #expect(try lab.kinds().isEmpty)
  }

  @Test func `a budget that all runs together have used up refuses another without a reason`()
    throws
  {
    let lab = try RunLab()
    let metrics = try lab.session.read(lab.outside("good.json"))
    try lab.session.write(
      lab.outside("good.json"), metrics.replacing("\"total_runs\": 1", with: "\"total_runs\": 3"))
    // A run that failed has used what it used.
    #expect(lab.run("\(lab.good); exit 1").status == 1)
    #expect(lab.run(lab.good).status == 0)
    let refused = lab.run(lab.good)
    #expect(refused.status == 1 && refused.errors.contains("6 of 6 training runs are used"))
    let over = lab.run(lab.good, "--over-budget", "a reviewer asked for it")
    #expect(over.status == 0, "\(over.errors)")
    #expect(
      try lab.json("run.json")["over_budget"]?.string
        == "a reviewer asked for it: 6 of 6 training runs are used")
    let states = lab.session.rtrack("run list").output.split(separator: "\n").map {
      $0.split(separator: "\t")[2]
    }
    #expect(states == ["failed", "completed", "completed"])
    let listed = try JSON.parse(Array(lab.session.rtrack("run list 1 --json").output.utf8))
    #expect(listed["runs"]?.array?.first?["command"]?.array?.first?.string == "sh")
    #expect(lab.session.rtrack("verify").status == 0)
  }

  @Test(arguments: [
    "run", "run 1", "run --reap 1", "run 1 --time-limit 5 -- true",
    "run 1 --time-limit 1m --max-hours 1 -- true", "run 1 --max-hours 0 -- true",
    "run 1 --seed x -- true", "run 1 --grace -1s -- true", "run 1 --time-limit 9999999d -- true",
  ])
  func `a call that says too little or two things is told so`(_ line: String) throws {
    let lab = try RunLab()
    #expect(lab.session.rtrack(line).status == 2, "\(line)")
  }

  @Test func `protected files that a command changes are put back, and its run has failed`() throws
  {
    let lab = try RunLab()
    let session = lab.session
    try session.write("data/evaluation/set.csv", "1,2\n")
    try session.write("data/evaluation/more.csv", "3\n")
    try session.call(["git", "add", "-A"])
    try session.call(["git", "commit", "-q", "-m", "Data"])
    let protected = session.rtrack(
      ["protect", "add", "data/evaluation", "--as", "files"], environment: ["RTRACK_AGENT": "maya"])
    #expect(protected.status == 0, "\(protected.errors)")
    let ran = lab.run(
      "chmod -R u+w data; echo 9 > data/evaluation/set.csv; rm data/evaluation/more.csv; "
        + "echo new > data/evaluation/added.csv; echo code > code.py; " + lab.good)
    #expect(ran.status == 1 && ran.output.contains("protected files were changed"), "\(ran.output)")
    #expect(ran.output.contains("data/evaluation/more.csv, data/evaluation/set.csv"))
    #expect(try session.read("data/evaluation/set.csv") == "1,2\n")
    #expect(try session.read("data/evaluation/more.csv") == "3\n")
    // Code is RUN's own.
    #expect(try session.read("code.py") == "code\n")
    let record = try lab.json("run.json")
    #expect(record["protected_changed"]?.array?.count == 2)
    #expect(record["outcome"]?.string == "failed")
    #expect(lab.run(lab.good).status == 0)
  }

  @Test func `a ledger that was moved back meanwhile takes no end, and nothing is lost`() throws {
    let lab = try RunLab()
    let before = try lab.git("rev-parse", "rtrack-ledger")
    let ran = lab.run(
      "\(lab.good); git update-ref refs/heads/rtrack-ledger \(before)")
    #expect(ran.status == 2 && ran.errors.contains("is gone from the ledger"), "\(ran.errors)")
    let runs = Path.join(lab.session.directory, ".git/rtrack/runs")
    let left = try FileSystem.entries(runs)
    #expect(left.count == 1)
    #expect(
      try lab.session.read("\(runs)/\(left[0])/files/metrics.json")
        == lab.session.read(lab.outside("good.json")))
  }
}
