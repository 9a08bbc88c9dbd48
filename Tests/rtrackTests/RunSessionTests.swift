import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// Runs from their start to their record, with real commands and real git.
@Suite struct RunSessionTests {
  @Test func `a run that completes is on record from its start, and whole at its end`() throws {
    let lab = try RunLab()
    let ran = lab.run(
      "git -C '\(lab.session.directory)' log -1 --format=%s rtrack-ledger; echo problem >&2; "
        + lab.good, "--seed", "7")
    #expect(ran.status == 0, "\(ran.errors)")
    // The command itself saw its start in the ledger.
    #expect(ran.output.hasPrefix("[Flux] \(RunLab.id) run 1-"))
    #expect(ran.output.contains(" started\n") && ran.errors.contains("problem"))
    #expect(try lab.kinds() == ["started", "ended"])
    let record = try lab.json("run.json")
    #expect(record["origin"]?.string == "run" && record["outcome"]?.string == "completed")
    #expect(record["exit_code"]?.integer == 0 && record["seed"]?.integer == 7)
    #expect(record["dirty"]?.boolean == false)
    #expect(record["commit"]?.string == (try lab.git("rev-parse", "HEAD")))
    #expect(record["command"]?.array?.first?.string == "sh")
    #expect(record["environment"]?["kernel"]?.string?.isEmpty == false)
    #expect(record["host"]?.string == "lab")
    #expect(record["wall_clock_seconds"]?.number ?? -1 > 0)
    #expect(record["peak_memory_bytes"]?.integer ?? 0 > 0)
    #expect(try lab.read("output.log").contains("problem\n"))
    #expect(try lab.read("metrics.json") == lab.session.read(lab.outside("good.json")))
    let sums = try lab.session.call([
      "sh", "-c", "cd '\(try lab.folder())' && sha256sum --strict -c manifest.sha256",
    ])
    #expect(sums.succeeded)
    // The code stays reachable, and nothing is left in the git directory.
    let run = ran.output.split(separator: "\n").last?.split(separator: " ")[2] ?? ""
    #expect(
      try lab.git("rev-parse", "refs/rtrack/runs/\(run)") == lab.git("rev-parse", "HEAD"))
    #expect(
      try FileSystem.entries(Path.join(lab.session.directory, ".git/rtrack/runs")) == [])
    #expect(lab.session.rtrack("verify").status == 0)
    #expect(lab.session.rtrack("result show 1").output.contains("which counts"))
    #expect(try lab.git("status", "--porcelain") == "")
  }

  @Test func `the command is told where it is and what it is for`() throws {
    let lab = try RunLab()
    lab.session.environment["RTRACK_SEED"] = "99"
    let ran = lab.run(
      "cmp $RTRACK_SPEC learning-rate-warm-up.md && echo same; test -w $RTRACK_RUN_DIR && echo dir;"
        + "echo $RTRACK_EXPERIMENT $RTRACK_PHASE $RTRACK_COMMIT; echo seed=$RTRACK_SEED.; "
        + "basename $(dirname $RTRACK_RUN_DIR) | grep -q $RTRACK_RUN && echo run; "
        + "read line || echo 'no input'; " + lab.good)
    let commit = try lab.git("rev-parse", "HEAD")
    // A seed that the caller's own environment holds is not this run's.
    #expect(
      ran.output.hasPrefix(
        "same\ndir\n\(RunLab.id) RUN \(commit)\nseed=.\nrun\nno input\n"), "\(ran.output)")
  }

  @Test func `metrics that are told as it goes become the result`() throws {
    let lab = try RunLab()
    let ran = lab.run(
      """
      cp '\(lab.outside("config.json"))' $RTRACK_RUN_DIR
      for seed in 0 1 2; do for arm in baseline treatment; do
        test $arm = treatment && acc=0.74 || acc=0.70
        echo "METRIC val_acc=$acc seed=$seed arm=$arm"
        echo "METRIC param_count=1000 arm=$arm"
        printf '{"metric": "train_loss", "value": 0.5, "seed": %d, "arm": "%s"}\\n' $seed $arm \
          >> $RTRACK_METRICS
      done; done
      """)
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    let metrics = try lab.json("metrics.json")
    #expect(metrics["treatment"]?["val_acc"]?.number == 0.74)
    #expect(metrics["baseline"]?["train_loss"]?.number == 0.5)
    #expect(metrics["per_seed"]?.array?.count == 3)
    #expect(metrics["sanity_checks"]?["param_count"]?.integer == 1000)
    // Both streams are kept as they were told.
    #expect(try lab.names().contains("metrics.jsonl"))
    #expect(try lab.read("metrics-printed.txt").hasPrefix("METRIC val_acc=0.70 seed=0"))
  }

  @Test func `a run that fails is kept with its status, and what it left half`() throws {
    let lab = try RunLab()
    let ran = lab.run("printf '{\"exp' > $RTRACK_RUN_DIR/metrics.json; exit 3")
    #expect(ran.status == 1 && ran.output.contains("failed") && ran.output.contains("exit_3"))
    #expect(try lab.read("metrics.json.raw") == "{\"exp")
    let metrics = try lab.json("metrics.json")
    #expect(metrics["abort_triggered"]?.boolean == true)
    #expect(metrics["abort_reason"]?.string == "cycle_failure_exit_3")
    #expect(try lab.json("run.json")["exit_code"]?.integer == 3)
    let killed = lab.run("kill -KILL $$")
    #expect(killed.output.contains("cycle_failure_signal_SIGKILL"))
    #expect(lab.session.rtrack("verify").status == 0)
    // It is no result of the experiment.
    #expect(lab.session.rtrack("result show 1").status == 2)
    #expect(lab.session.rtrack("result list").output.split(separator: "\n").count == 2)
  }

  @Test func `bad metrics fail a run that ended well, and are set aside`() throws {
    let lab = try RunLab()
    for (change, word) in [
      ("s/0.74, \"train/NaN, \"train/", "NaN is no number"),
      ("s/\"train_loss\": 0.7, //", "train_loss"),
      ("5,$d", "it is cut off"),
    ] {
      let ran = lab.run(
        "\(lab.good); sed '\(change)' '\(lab.outside("good.json"))' > $RTRACK_RUN_DIR/metrics.json")
      #expect(ran.status == 1, "\(ran.output)")
      #expect(ran.output.contains("result_refused") && ran.output.contains(word), "\(ran.output)")
      #expect(try lab.names().contains("metrics.json.raw"))
      #expect(try lab.json("run.json")["outcome"]?.string == "failed")
    }
    #expect(lab.run("true").status == 1)
    #expect(lab.session.rtrack("verify").status == 0)
  }

  @Test func `a limit stops the whole group, keeps what there was, and tells the issue`() throws {
    let lab = try RunLab()
    let ran = lab.run(
      "echo 'METRIC val_acc=0.5 seed=0'; sleep 60 & echo $! > '\(lab.outside("child"))'; wait",
      "--time-limit", "1s", "--grace", "1s", "--issue", "1")
    #expect(ran.status == 1 && ran.output.contains("wall_clock_timeout_1s"))
    let metrics = try lab.json("metrics.json")
    #expect(metrics["abort_reason"]?.string == "wall_clock_timeout_1s")
    #expect(metrics["treatment"]?["val_acc"]?.number == 0.5)
    #expect(try lab.json("run.json")["outcome"]?.string == "timed_out")
    #expect(try !lab.isAlive("child"))
    let issue = lab.session.rtrack("show 1").output
    #expect(issue.contains("notice: flux timed out after 1s"), "\(issue)")
    #expect(lab.session.rtrack("verify").status == 0)
    // What it measured until then is what there is.
    #expect(lab.session.rtrack("result show 1").output.contains("timed_out"))
  }

  @Test func `what a command leaves running is stopped, and told`() throws {
    let lab = try RunLab()
    let ran = lab.run("\(lab.good); sleep 60 & echo $! > '\(lab.outside("child"))'")
    #expect(ran.status == 0 && ran.output.contains("left processes behind"), "\(ran.output)")
    #expect(try !lab.isAlive("child"))
    #expect(try lab.json("run.json")["left_processes"]?.boolean == true)
  }

  @Test func `a program of the project is named from its top, another by where it lies`() throws {
    let lab = try RunLab()
    try lab.session.write("tools/measure", "#!/bin/sh\n\(lab.good)\n")
    try lab.session.call(["chmod", "+x", "tools/measure"])
    #expect(lab.session.rtrack(["run", RunLab.id, "--", "tools/measure"]).status == 0)
    #expect(try lab.json("run.json")["environment"]?["program"]?.string == "tools/measure")
    #expect(lab.run(lab.good).status == 0)
    #expect(try lab.json("run.json")["environment"]?["program"]?.string?.hasPrefix("/") == true)
  }

  @Test func `changes that are not committed become a commit of their own`() throws {
    let lab = try RunLab()
    try lab.session.write("readme.md", "changed\n")
    try lab.session.write("new file.py", "print(1)\n")
    try lab.session.write(".env", "TOKEN=1\n")
    try lab.session.call(["git", "add", "readme.md"])
    let (head, status) = (try lab.git("rev-parse", "HEAD"), try lab.git("status", "--porcelain"))
    let ran = lab.run(lab.good)
    #expect(ran.status == 0 && ran.errors.contains("2 paths of the work tree are not committed"))
    #expect(ran.errors.contains("not in that commit: .env"))
    let record = try lab.json("run.json")
    let commit = record["commit"]?.string ?? ""
    #expect(record["dirty"]?.boolean == true && commit != head)
    #expect(try lab.git("rev-parse", "\(commit)~1") == head)
    #expect(try lab.git("show", "\(commit):readme.md") == "changed")
    #expect(try lab.git("show", "\(commit):new file.py") == "print(1)")
    #expect(try lab.git("ls-tree", "--name-only", commit).contains(".env") == false)
    // Nobody's branch, index or work tree has changed.
    #expect(try lab.git("rev-parse", "HEAD") == head)
    #expect(try lab.git("status", "--porcelain") == status)
    try lab.session.call(["git", "gc", "-q", "--prune=now"])
    #expect(try lab.git("cat-file", "-t", commit) == "commit")
  }

  @Test func `links and pipes are left out, and names that would be one stay behind`() throws {
    let lab = try RunLab()
    let linked = lab.run("\(lab.good); ln -s /etc/passwd $RTRACK_RUN_DIR/latest")
    #expect(linked.status == 0 && linked.output.contains("latest is a link"), "\(linked.output)")
    #expect(try !lab.names().contains("latest"))
    let clash = lab.run("\(lab.good); touch $RTRACK_RUN_DIR/A $RTRACK_RUN_DIR/a")
    #expect(clash.status == 1 && clash.output.contains("would both be called a"))
    let kept = Path.join(lab.session.directory, ".git/rtrack/runs")
    #expect(try FileSystem.entries(kept).count == 1)
    // Nothing takes away what the ledger does not hold.
    #expect(lab.session.rtrack("run --reap").status == 0)
    let left = try FileSystem.entries(kept)
    #expect(try FileSystem.entries("\(kept)/\(left[0])/files").contains("A"))
    #expect(lab.session.rtrack("verify").status == 0)
  }

  @Test func `a stream that cannot be read fails a run, and is not passed over`() throws {
    let lab = try RunLab()
    for script in [
      "truncate -s 65M $RTRACK_METRICS", "rm -f $RTRACK_METRICS; mkdir $RTRACK_METRICS",
    ] {
      let ran = lab.run("\(lab.good); \(script)")
      #expect(ran.status == 1 && ran.output.contains("metrics.jsonl"), "\(ran.output)")
    }
    #expect(lab.session.rtrack("verify").status == 0)
  }

  @Test func `a file that is too large stays where it is, and a pointer to it is kept`() throws {
    let lab = try RunLab()
    lab.session.rtrack(
      ["policy", "set", "results.artefact", "1K"], environment: ["RTRACK_AGENT": "maya"])
    let ran = lab.run("\(lab.good); head -c 5000 /dev/zero > $RTRACK_RUN_DIR/model.bin")
    #expect(ran.status == 0, "\(ran.errors)\(ran.output)")
    let pointer = try lab.json("model.bin.pointer")
    let place = try #require(pointer["at"]?.string)
    #expect(try FileSystem.status(Path.absolute(place, in: lab.session.directory))?.size == 5000)
    #expect(lab.session.rtrack("run --reap").status == 0)
    #expect(try FileSystem.status(Path.absolute(place, in: lab.session.directory))?.size == 5000)
    #expect(lab.session.rtrack("doctor").status == 0)
    #expect(lab.session.rtrack("verify").status == 0)
  }

  @Test func `of a large output the ends are kept`() throws {
    let lab = try RunLab()
    let ran = lab.run("echo first; head -c 5000000 /dev/zero | tr '\\0' x; echo last; \(lab.good)")
    #expect(ran.status == 0 && ran.output.utf8.count > 5_000_000)
    let log = try lab.read("output.log")
    #expect(log.hasPrefix("first\nxxx") && log.hasSuffix("last\n"))
    #expect(log.contains("bytes were left out here]") && log.utf8.count < 3 << 20)
    #expect(try lab.json("run.json")["output_bytes"]?.integer == 5_000_011)
  }

  @Test func `with --json only the report is on standard output`() throws {
    let lab = try RunLab()
    let ran = lab.run("echo noise; \(lab.good)", "--json")
    let report = try JSON.parse(Array(ran.output.utf8))
    #expect(report["outcome"]?.string == "completed" && ran.errors.contains("noise"))
    #expect(report["run"]?.string?.hasPrefix("1-") == true)
    #expect(lab.run(lab.good, "-q").output.hasPrefix("2-"))
  }
}
