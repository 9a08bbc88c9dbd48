import Documents
import Platform
import Testing

@testable import rtrack

/// Jobs of this machine, from their start on record to their end there: real processes, real git.
@Suite struct CloudLocalTests {
  @Test func `a job is on record from its start, runs a snapshot, and ends in one commit`() throws {
    let cloud = try CloudLab()
    let lab = cloud.lab
    try cloud.session.write("data/rows", "row\n")
    try cloud.session.write(".gitignore", "data/\nresults/\n")
    let ran = cloud.session.rtrack([
      "cloud", "run", "cat data/rows; echo problem >&2; echo $DEPTH; \(lab.good)", "--spec", "1",
      "--data-dirs", "data/", "--output-dir", "results/\(RunLab.id)/", "--env", "DEPTH=3",
    ])
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.output.hasPrefix("row\n3\n") && ran.errors.contains("problem"))
    #expect(try lab.kinds() == ["started", "ended"])
    let record = try lab.json("run.json")
    #expect(record["outcome"]?.string == "completed" && record["exit_code"]?.integer == 0)
    #expect(record["environment"]?["engine"]?.string == "local")
    #expect(record["environment"]?["data_dirs"]?.string == "data")
    #expect(record["machine"]?["kernel"]?.string?.isEmpty == false)
    #expect(record["variables"]?["DEPTH"]?.string == "3")
    #expect(try lab.read("output.log") == "row\n3\nproblem\n")
    let metrics = try lab.session.read(lab.outside("good.json"))
    #expect(try lab.read("metrics.json") == metrics)
    #expect(try cloud.session.read("results/\(RunLab.id)/metrics.json") == metrics)
    // Nothing of the job is left; a second pull records nothing.
    let tip = try lab.git("rev-parse", "rtrack-ledger")
    let again = cloud.session.rtrack("cloud pull 1")
    #expect(again.status == 0 && again.output.contains("on record already"), "\(again.errors)")
    #expect(try lab.git("rev-parse", "rtrack-ledger") == tip)
    #expect(cloud.session.rtrack("cloud gc -q").status == 0)
    #expect(cloud.session.rtrack("cloud ls").output == "")
    #expect(cloud.session.rtrack("verify").status == 0)
    #expect(cloud.session.rtrack("doctor").status == 0)
  }

  @Test func `a job tells what its largest process held, and where nobody can measure, nothing`()
    throws
  {
    let cloud = try CloudLab()
    let python = "python3 -c 'x = bytearray(90000000)'"
    // Python of the C locale would set one of its own.
    cloud.session.environment["LC_ALL"] = nil
    let ran = cloud.session.rtrack([
      "cloud", "run", "env > \"$RTRACK_RUN_DIR/env\"; \(python); kill -TERM $$", "--spec", "1",
    ])
    #expect(ran.output.contains("cycle_failure_exit_143"), "\(ran.errors)\(ran.output)")
    let record = try cloud.lab.json("run.json")
    let peak = record["peak_memory_bytes"]?.integer ?? 0
    #expect(peak > 90_000_000 && peak < 300_000_000, "\(peak)")
    #expect(record["peak_memory_is_bound"]?.boolean == false)
    #expect(try !cloud.lab.read("env").contains("LC_CTYPE"))
    let bin = cloud.lab.outside("old")
    try cloud.session.write(Path.join(bin, "python3"), "#!/bin/sh\nexit 1\n")
    try cloud.session.call(["chmod", "+x", Path.join(bin, "python3")])
    cloud.session.environment["PATH"] = "\(bin):\(cloud.session.environment["PATH"] ?? "")"
    let old = cloud.session.rtrack(["cloud", "run", cloud.lab.good, "--spec", "1"])
    #expect(old.status == 0, "\(old.errors)")
    #expect(try cloud.lab.json("run.json")["peak_memory_bytes"] == .null)
  }

  @Test func `later edits do not reach a job, and a second one is refused while it is alive`()
    throws
  {
    let cloud = try CloudLab()
    let go = cloud.lab.outside("go")
    let sent = cloud.send(
      "until [ -e '\(go)' ]; do sleep 0.05; done; cat readme.md; \(cloud.lab.good)")
    #expect(sent.status == 0, "\(sent.errors)")
    try cloud.session.write("readme.md", "edited\n")
    let second = cloud.send("true")
    #expect(second.status == 1 && second.errors.contains("is running on local"), "\(second.errors)")
    let here = cloud.lab.run("true")
    #expect(here.status == 1 && here.errors.contains("rtrack cloud terminate"), "\(here.errors)")
    #expect(try cloud.lab.kinds() == ["started"])
    #expect(cloud.session.rtrack("run list").output.contains("\tsent\t"))
    let asked = cloud.session.rtrack("run status 1")
    #expect(asked.output.contains("sent") || asked.errors.contains("rtrack cloud status"))
    #expect(cloud.session.rtrack("run logs 1").errors.contains("rtrack cloud status"))
    #expect(cloud.session.rtrack("run abort 1 --reason x").errors.contains("rtrack cloud status"))
    #expect(cloud.session.rtrack("run --reap").status == 0)
    #expect(cloud.session.rtrack("doctor").status == 0)
    let early = cloud.session.rtrack("cloud pull 1")
    #expect(early.status == 1 && early.output.contains("nothing to pull yet"))
    try cloud.session.write(go, "")
    #expect(try cloud.state(of: "1", until: "completed") == "completed")
    #expect(cloud.session.rtrack("cloud logs 1").output == "A repository of code.\n")
    #expect(cloud.session.rtrack("cloud logs 1 --offset 13").output == "of code.\n")
    #expect(cloud.session.rtrack("cloud pull 1").status == 0)
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `a job that is asked to stop ends with all it started, and is kept as aborted`() throws
  {
    let cloud = try CloudLab()
    let child = cloud.lab.outside("child")
    cloud.send("echo 'METRIC val_acc=0.5 seed=0'; sleep 300 & echo $! > '\(child)'; wait")
    try cloud.wait(for: child)
    let ended = cloud.session.rtrack("cloud terminate 1")
    #expect(ended.status == 0 && ended.output.contains("\tterminated\t"), "\(ended.errors)")
    #expect(try !cloud.lab.isAlive("child"))
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 1 && pulled.output.contains("aborted"), "\(pulled.errors)")
    let metrics = try cloud.lab.json("metrics.json")
    #expect(metrics["abort_reason"]?.string == "terminated")
    #expect(metrics["treatment"]?["val_acc"]?.number == 0.5)
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test
  func `a job ends by itself when its hours are over, however stubborn, and the issue is told`()
    throws
  {
    let cloud = try CloudLab()
    let sent = cloud.send(
      "trap '' TERM; while :; do sleep 0.05; done", "--max-hours", "0.0003", "--issue", "1")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "1", until: "terminated") == "terminated")
    #expect(cloud.session.rtrack("cloud pull 1").output.contains("wall_clock_timeout_1s"))
    #expect(try cloud.lab.json("run.json")["outcome"]?.string == "timed_out")
    #expect(cloud.session.rtrack("show 1").output.contains("timed out after 1s"))
  }

  @Test func `a job whose script was killed is lost, and kept with what there is of it`() throws {
    let cloud = try CloudLab()
    let child = cloud.lab.outside("child")
    cloud.send("echo heard; sleep 300 & echo $! > '\(child)'; wait")
    try cloud.wait(for: child)
    let number = try cloud.session.read(Path.join(cloud.folder(), "pid")).prefix { $0 != " " }
    try cloud.session.call(["kill", "-KILL", String(number)])
    #expect(try cloud.state(of: "1", until: "lost") == "lost")
    // What is left of it is stopped all the same.
    cloud.session.rtrack("cloud terminate 1")
    #expect(try !cloud.lab.isAlive("child"))
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 1 && pulled.output.contains("lost"), "\(pulled.output)")
    #expect(try cloud.lab.read("output.log") == "heard\n")
    #expect(try cloud.lab.json("run.json")["exit_code"] == nil)
    #expect(cloud.session.rtrack("result show 1").status == 2)
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `what does not arrive as the job left it is not recorded`() throws {
    let cloud = try CloudLab()
    cloud.send(cloud.lab.good)
    #expect(try cloud.state(of: "1", until: "completed") == "completed")
    let path = Path.join(try cloud.folder(), "files/metrics.json")
    let tip = try cloud.lab.git("rev-parse", "rtrack-ledger")
    let bytes = try cloud.session.read(path)
    let more = Path.join(Path.parent(path), "more")
    for (damage, word) in [
      (["sh", "-c", "echo >> '\(path)'"], "is not what the job left"),
      (["rm", path], "did not arrive"), (["touch", more], "is not among what the job left"),
    ] {
      try cloud.session.call(damage)
      let pulled = cloud.session.rtrack("cloud pull 1")
      #expect(pulled.status == 2 && pulled.errors.contains(word), "\(pulled.errors)")
      #expect(try cloud.lab.git("rev-parse", "rtrack-ledger") == tip)
      try cloud.session.write(path, bytes)
    }
    try FileSystem.remove(more)
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0, "\(pulled.errors)")
    #expect(try cloud.lab.kinds().sorted() == ["ended", "started"])
  }

  @Test func `a command, a variable and a name of any text stay what they are`() throws {
    let cloud = try CloudLab()
    let text = "a'b\"c $(touch \(cloud.lab.outside("gone"))) `id` \\ \n;&|<>*"
    let ran = cloud.session.rtrack([
      "cloud", "run",
      "printf '%s' \"$TEXT\" > \"$RTRACK_RUN_DIR/te'xt $(printf b)\"; echo 'it'\\''s'; \(cloud.lab.good)",
      "--spec", "1", "--env", "TEXT=\(text)",
    ])
    #expect(ran.status == 0 && ran.output.hasPrefix("it's\n"), "\(ran.errors)\(ran.output)")
    #expect(try cloud.lab.read("te_xt_b") == text)
    #expect(try FileSystem.status(cloud.lab.outside("gone")) == nil)
  }

  @Test func `secrets reach the command, and no record`() throws {
    let cloud = try CloudLab()
    let token = "API_TOKEN=swordfish-swordfish"
    let ran = cloud.session.rtrack([
      "cloud", "run", "test ${#API_TOKEN} = 19 && echo \"$API_TOKEN\"; \(cloud.lab.good)",
      "--spec", "1", "--env", token,
    ])
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(try cloud.lab.read("output.log") == "[API_TOKEN]\n")
    let found = try cloud.session.call(["git", "grep", "-l", "swordfish", "rtrack-ledger"])
    #expect(found.output.isEmpty)
    for refused in [
      cloud.send("PASSWORD=swordfish python train.py"),
      cloud.send("python train.py swordfish-swordfish", "--env", token),
    ] {
      #expect(refused.status == 1 && refused.errors.contains("recorded"), "\(refused.errors)")
    }
  }

  @Test func `what cannot be sent is refused before anything is on record`() throws {
    let cloud = try CloudLab()
    try cloud.session.write("other.md", "# Experiment: another\n")
    try cloud.session.call(["ln", "-s", "/etc", Path.join(cloud.session.directory, "etc")])
    for (words, word) in [
      (["--data-dirs", "../home"], "outside"), (["--data-dirs", "etc"], "outside"),
      (["--data-dirs", "nothing"], "no folder"), (["--output-dir", "/tmp/x"], "outside"),
      (["--output-dir", ".git/x"], "outside"), (["--env", "1A=b"], "NAME=value"),
      (["--env", "A B=c"], "NAME=value"), (["--max-hours", "0"], "max-hours"),
      (["--fallback", "cloud"], "local"),
    ] {
      let sent = cloud.session.rtrack(["cloud", "run", "true", "--spec", "1"] + words)
      #expect(sent.status == 2 && sent.errors.contains(word), "\(words): \(sent.errors)")
    }
    try cloud.session.write("experiments/\(RunLab.id).md", "# Experiment: changed\n")
    let changed = cloud.session.rtrack([
      "cloud", "run", "true", "--spec", "experiments/\(RunLab.id).md",
    ])
    #expect(changed.status == 1 && changed.errors.contains("is not the spec"), "\(changed.errors)")
    #expect(try cloud.lab.kinds() == [] && cloud.jobs().isEmpty)
    #expect(cloud.session.rtrack("cloud pull 7").status == 2)
  }
}
