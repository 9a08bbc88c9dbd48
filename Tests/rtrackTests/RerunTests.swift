import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// Runs that repeat another, and the code that they need, between two clones.
@Suite struct RerunTests {
  /// A lab whose command is a script of the project; what it measures is the script's.
  private func lab() throws -> RunLab {
    let lab = try RunLab()
    try lab.session.write(
      "train.sh",
      """
      echo "it measures"
      echo METRIC val_acc=0.74 seed=0; echo METRIC val_acc=0.74 seed=1
      echo METRIC val_acc=0.74 seed=2; echo METRIC val_acc=0.70 arm=baseline
      for arm in treatment baseline; do
        echo METRIC train_loss=0.5 arm=$arm; echo METRIC param_count=1000 arm=$arm
      done
      echo '{"warmup_steps": 500}' > $RTRACK_RUN_DIR/config.json
      cp ${EXTRA:-/dev/null} $RTRACK_RUN_DIR/extra.txt
      pwd > $RTRACK_RUN_DIR/where.txt

      """)
    try lab.session.call(["git", "add", "-A"])
    try lab.session.call(["git", "commit", "-q", "-m", "The script"])
    return lab
  }

  private func first(_ lab: RunLab) throws -> String {
    let ran = lab.session.rtrack(["run", RunLab.id, "-q", "--", "sh", "train.sh"])
    try #require(ran.status == 0, "\(ran.output)\(ran.errors)")
    return ran.output.filter { !$0.isNewline }
  }

  @Test func `the same code gives the same, and that is recorded`() throws {
    let lab = try lab()
    let run = try first(lab)
    // Nothing of today's work tree has a part in it.
    try lab.session.write("train.sh", "exit 9\n")
    let again = lab.session.rtrack("rerun \(run)")
    #expect(again.status == 0, "\(again.output)\(again.errors)")
    #expect(again.output.contains("metrics are equal to run \(run)'s"))
    #expect(again.output.contains("equal by bytes: config.json, extra.txt"))
    #expect(again.output.contains("other bytes: where.txt"))
    let record = try lab.json("run.json")
    #expect(
      record["rerun"]?["of"]?.string == run && record["rerun"]?["reproduced"] == .boolean(true))
    #expect(record["dirty"]?.boolean == false)
    #expect(try lab.read("where.txt").contains("/tree"))
    // The first one still counts, and nothing is left of the work tree.
    #expect(lab.session.rtrack("verdict 1").output.contains("run \(run)"))
    #expect(try !lab.git("worktree", "list").contains("/tree"))
    #expect(try FileSystem.entries(Path.join(lab.session.directory, ".git/rtrack/runs")) == [])
    #expect(try lab.git("status", "--porcelain") == " M train.sh")
    let verified = lab.session.rtrack("verify")
    #expect(verified.status == 0, "\(verified.output)")
  }

  @Test func `what differs is named, by bytes and by value`() throws {
    let lab = try lab()
    let run = try first(lab)
    try lab.session.write(lab.outside("extra"), "more\n")
    lab.session.environment["EXTRA"] = lab.outside("extra")
    let again = lab.session.rtrack("rerun \(run)")
    #expect(again.status == 0 && again.output.contains("other bytes: extra.txt"), "\(again.output)")
    let other = lab.run(
      lab.good + "; date +%N > $RTRACK_RUN_DIR/now; "
        + "sed -i \"s/0.74,/0.7$(date +%N),/\" $RTRACK_RUN_DIR/metrics.json", "-q")
    let name = other.output.filter { !$0.isNewline }
    let differs = lab.session.rtrack("rerun \(name) --over-budget again")
    #expect(
      differs.status == 1 && differs.output.contains(" was 0.7"),
      "\(differs.output)\(differs.errors)")
    #expect(try lab.json("run.json")["rerun"]?["metrics_differ"]?.array?.isEmpty == false)
  }

  @Test func `sync publishes the code of runs, and another clone runs it again`() throws {
    let lab = try lab()
    let session = lab.session
    let home = session.directory
    let remote = Path.join(session.root, "remote.git")
    try session.call(["git", "clone", "-q", "--bare", ".", remote])
    try session.call(["git", "remote", "add", "origin", remote])
    // What is not committed is in the run's own commit alone.
    try session.write("train.sh", try session.read("train.sh") + "echo dirty\n")
    let run = try first(lab)
    let synced = session.rtrack("sync")
    #expect(synced.status == 0 && synced.output.contains("Published the code that 1 run stands on"))
    #expect(!session.rtrack("sync").output.contains("Published"))
    try session.call(["git", "clone", "-q", remote, Path.join(session.root, "other")])
    session.directory = Path.join(session.root, "other")
    #expect(session.rtrack("init").status == 0)
    let again = session.rtrack("rerun \(run)")
    #expect(again.status == 0 && again.output.contains("dirty\n"), "\(again.output)\(again.errors)")
    session.directory = home
  }

  @Test func `two clones each making the first run keep both`() throws {
    let lab = try lab()
    let session = lab.session
    let home = session.directory
    let remote = Path.join(session.root, "remote.git")
    try session.call(["git", "clone", "-q", "--bare", ".", remote])
    try session.call(["git", "remote", "add", "origin", remote])
    #expect(session.rtrack("sync").status == 0)
    let other = Path.join(session.root, "other")
    try session.call(["git", "clone", "-q", remote, other])
    session.directory = other
    #expect(session.rtrack("init").status == 0)
    let theirs = try first(lab)
    session.directory = home
    let ours = try first(lab)
    #expect(ours.hasPrefix("1-") && theirs.hasPrefix("1-") && ours != theirs)
    for place in [home, other, home] {
      session.directory = place
      let synced = session.rtrack("sync")
      #expect(synced.status == 0, "\(synced.errors)")
    }
    session.directory = home
    let runs = session.rtrack("run list").output
    #expect(runs.contains("\t\(ours)\tcompleted") && runs.contains("\t\(theirs)\tcompleted"))
    // Each has a number of its own, the same in both clones.
    var called: Set<[Bool]> = []
    for place in [home, other] {
      session.directory = place
      let shown = ["1", "2"].map { session.rtrack("run status \($0)").output }
      called.insert(shown.flatMap { [$0.contains(ours), $0.contains(theirs)] })
    }
    session.directory = home
    let either: Set = [[true, false, false, true], [false, true, true, false]]
    #expect(called.count == 1 && called.isSubset(of: either), "\(called)")
    let refs = try session.call(["git", "-C", remote, "for-each-ref", "refs/rtrack/runs"])
    #expect(String(decoding: refs.output, as: UTF8.self).split(separator: "\n").count == 2)
    #expect(session.rtrack("verify").status == 0)
  }
}
