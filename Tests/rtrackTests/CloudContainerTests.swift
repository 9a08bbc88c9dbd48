import Documents
import Platform
import Testing

@testable import rtrack

/// Jobs in containers: a real docker engine, of Debian's packages.
@Suite(
  .serialized, .docker,
  .enabled(if: DockerEngine.isThere, "root, and Debian's docker.io, which brings dockerd"))
struct CloudContainerTests {
  /// A lab that the suite's engine serves; nil where this machine's kernel has none.
  private func lab() throws -> (cloud: CloudLab, engine: DockerEngine)? {
    guard let engine = DockerEngine.current else { return nil }
    let cloud = try CloudLab()
    engine.serve(cloud.session)
    try cloud.session.call(["git", "config", "rtrack.cloud.image", DockerEngine.image])
    return (cloud, engine)
  }

  /// A shell's line that writes a result, of files that go along.
  private func sendGood(with cloud: CloudLab) throws -> String {
    try cloud.session.call([
      "sh", "-c",
      "mkdir good; echo good/ >> .gitignore; cp ../good.json good/metrics.json; "
        + "cp ../config.json good/",
    ])
    return "cp good/* $RTRACK_RUN_DIR"
  }

  @Test
  func `a command reads its code there, writes its results alone, and its image is on record`()
    throws
  {
    guard let (cloud, engine) = try lab() else { return }
    let good = try sendGood(with: cloud)
    let ran = cloud.session.rtrack([
      "cloud", "run",
      "for file in readme.md good/metrics.json \"$RTRACK_SPEC\" ../facts.part ../job; do "
        + "(echo x >> $file) 2> /dev/null || echo kept; done; pwd; echo \"$API_TOKEN\"; "
        + "test \"$RTRACK_SEED\" = 7 && python3 -c 'x = bytearray(99000000)'; "
        + "test \"$HOME\" = /tmp && touch ~/any; \(good)",
      "--spec", "1", "--data-dirs", "good", "--seed", "7",
      "--env", "API_TOKEN=sword'fish $(id)\n-x",
    ])
    #expect(ran.status == 0, "\(ran.errors)\(ran.output)")
    #expect(ran.output.hasPrefix("kept\nkept\nkept\nkept\nkept\n/job/code\nsword'fish $(id)\n-x\n"))
    let record = try cloud.lab.json("run.json")
    let id = try engine.docker("image", "inspect", "-f", "{{.Id}}", DockerEngine.image)
    #expect(record["machine"]?["image_id"]?.string == id.filter { !$0.isNewline })
    #expect(record["machine"]?["image"]?.string == DockerEngine.image)
    #expect(record["machine"]?["container"]?.string?.hasPrefix("docker 2") == true)
    #expect(record["machine"]?["container_system"]?.string?.isEmpty == false)
    #expect(record["environment"]?["image"]?.string == DockerEngine.image)
    let peak = record["peak_memory_bytes"]?.integer ?? 0
    #expect(peak > 99_000_000 && peak < 300_000_000, "\(peak)")
    #expect(record["memory_kills"]?.integer == 0)
    #expect(try !cloud.lab.read("output.log").contains("sword'fish"))
    #expect(try engine.docker("ps", "-aq") == "")
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `what requirements.txt names is installed inside, beside what the image has`() throws {
    guard let (cloud, engine) = try lab() else { return }
    try CloudVirtualTests.addPackage(cloud)
    let good = try sendGood(with: cloud)
    let ran = cloud.session.rtrack([
      "cloud", "run", "python3 -c 'import warmup; print(warmup.__file__)'; \(good)", "--spec", "1",
      "--data-dirs", "good",
    ])
    #expect(ran.status == 0 && ran.output.hasPrefix("/job/venv/lib/"), "\(ran.errors)\(ran.output)")
    let frozen = try cloud.lab.read("pip-freeze.txt")
    #expect(frozen.contains("warmup @ file:///job/code/warmup"), "\(frozen)")
    #expect(try cloud.lab.read("output.log").contains("Successfully installed warmup-1.5\n"))
    #expect(try engine.docker("ps", "-aq") == "")
  }

  @Test func `a job is stopped in its container by hand and by its hours, with all it started`()
    throws
  {
    guard let (cloud, engine) = try lab() else { return }
    cloud.send(
      "echo 'METRIC val_acc=0.5 seed=0'; trap 'echo asked; exit 3' TERM; (setsid sleep 300) & "
        + "while :; do sleep 0.05; done")
    for _ in 0..<600 where cloud.session.rtrack("cloud logs 1").output.isEmpty {
      MonotonicClock.sleep(.milliseconds(100))
    }
    let names = try engine.docker("ps", "--format", "{{.Names}}")
    #expect(names == "rtrack-\(RunLab.id)-\(try cloud.jobs()[0]["run"]?.string ?? "")\n")
    let ended = cloud.session.rtrack("cloud terminate 1")
    #expect(ended.status == 0 && ended.output.contains("\tterminated\t"), "\(ended.errors)")
    #expect(try engine.docker("ps", "-aq") == "")
    #expect(cloud.session.rtrack("cloud pull 1").output.contains("aborted"))
    #expect(try cloud.lab.json("metrics.json")["treatment"]?["val_acc"]?.number == 0.5)
    #expect(try cloud.lab.json("run.json")["exit_code"]?.integer == 3)
    #expect(try cloud.lab.read("output.log").contains("asked\n"))
    cloud.send("trap '' TERM; while :; do sleep 0.05; done", "--max-hours", "0.0005")
    #expect(try cloud.state(of: "2", until: "terminated") == "terminated")
    #expect(cloud.session.rtrack("cloud pull 2").status == 1)
    #expect(try engine.docker("ps", "-aq") == "")
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `a command that its container's memory limit ended says so, with 137`() throws {
    guard let (cloud, _) = try lab() else { return }
    let ran = cloud.session.rtrack([
      "cloud", "run", "python3 -c 'x = b\"1\" * (1 << 29)'", "--spec", "1", "--memory-gb", "0.064",
    ])
    #expect(ran.status == 1, "\(ran.errors)\(ran.output)")
    #expect(ran.output.contains("cycle_failure_exit_137"), "\(ran.output)")
    #expect(ran.output.contains("the system killed a process for want of memory"), "\(ran.output)")
    #expect(try cloud.lab.json("run.json")["memory_kills"]?.integer == 1)
    #expect(try cloud.lab.json("run.json")["environment"]?["memory_limit"]?.string == "64000000")
  }

  @Test func `what it writes belongs to who called, who need not be root`() throws {
    guard let (cloud, engine) = try lab() else { return }
    let sent = cloud.send("id -u; touch $RTRACK_RUN_DIR/own; rm -f readme.md && echo gone")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "1", until: "failed", "completed") == "failed")
    // The same job once more, as somebody else has it.
    let folder = cloud.lab.outside("other")
    let again = try cloud.session.call([
      "sh", "-c",
      """
      cp -R '\(try cloud.folder())' '\(folder)' && cd '\(folder)' && chmod 755 .. &&
        rm -rf taken exit_code state pid group files/* container/cid container/found \\
          container/facts container/told/* &&
        echo another > container/name && chown -R 1234:1234 . &&
        chmod 666 '\(engine.address.dropFirst(7))' && chmod 755 '\(engine.folder)' &&
        setpriv --reuid=1234 --regid=1234 --clear-groups sh job run && cat stdout.log &&
        stat -c '%u %g' files/own
      """,
    ])
    #expect(String(decoding: again.output, as: UTF8.self) == "1234\n1234 1234\n")
  }

  @Test func `a job whose image cannot be had is an error before its command`() throws {
    guard let (cloud, _) = try lab() else { return }
    cloud.send("true", "--image", "no-such-image:1")
    #expect(try cloud.state(of: "1", until: "error", "completed") == "error")
    let setup = cloud.session.rtrack("cloud logs 1 --setup").output
    #expect(setup.lowercased().contains("no-such-image") || setup.contains("registry"), "\(setup)")
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.output.contains("its environment could not be prepared"), "\(pulled.output)")
    #expect(try cloud.lab.json("run.json")["outcome"]?.string == "failed")
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `a job whose engine was killed is lost, and nothing of it is at work any more`() throws
  {
    guard DockerEngine.current != nil else { return }
    let engine = try DockerEngine()
    let cloud = try CloudLab()
    engine.serve(cloud.session)
    cloud.send(
      "echo heard; while :; do date +%s%N > $RTRACK_RUN_DIR/tick; sleep 0.05; done", "--image",
      DockerEngine.image)
    let tick = Path.join(try cloud.folder(), "files/tick")
    try cloud.wait(for: tick)
    engine.kill("KILL")
    #expect(try cloud.state(of: "1", until: "lost", "failed", "error") == "lost")
    let last = try cloud.session.read(tick)
    MonotonicClock.sleep(.milliseconds(300))
    #expect(try cloud.session.read(tick) == last)
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 1 && pulled.output.contains("lost"), "\(pulled.output)")
    #expect(try cloud.lab.read("output.log").contains("heard\n"))
    #expect(try cloud.lab.json("run.json")["machine"]?["image"]?.string == DockerEngine.image)
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test(.enabled(if: SSHServer.isThere, "sshd, ssh and rsync"))
  func `a host behind ssh runs a job in a container, or is refused before it goes out`() throws {
    guard let (cloud, engine) = try lab() else { return }
    let path = cloud.session.environment["PATH"] ?? ""
    var server: SSHServer? = try SSHServer(
      for: cloud.session, variables: ["DOCKER_HOST": engine.address])
    cloud.session.environment["DOCKER_HOST"] = "unix:///nowhere"
    let good = try sendGood(with: cloud)
    let sent = cloud.send(good, "--data-dirs", "good")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "1", until: "completed", "failed", "error") == "completed")
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    #expect(try cloud.lab.json("run.json")["machine"]?["container"]?.string != nil)
    server = nil
    cloud.session.environment["PATH"] = path
    try cloud.session.call(["rm", "-rf", Path.join(cloud.session.root, "ssh")])
    server = try SSHServer(for: cloud.session, variables: ["DOCKER_HOST": "unix:///nowhere"])
    // Where podman is installed it answers, whatever docker does.
    try cloud.session.call(["git", "config", "rtrack.cloud.container", "docker"])
    let refused = cloud.send("true")
    #expect(refused.status == 2, "\(refused.errors)")
    #expect(refused.errors.contains("no docker answers on lab; nothing was started"))
    #expect(try cloud.jobs().count == 1)
    withExtendedLifetime(server) {}
  }

  @Test(.enabled(if: SlurmCluster.isThere, "Debian's slurmctld, slurmd, slurm-client, munge"))
  func `a job of a cluster runs in a container of its node`() throws {
    guard let (cloud, _) = try lab() else { return }
    let cluster = try SlurmCluster(for: cloud.session)
    let good = try sendGood(with: cloud)
    let sent = cloud.send("pwd; \(good)", "--data-dirs", "good")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "1", until: "completed", "failed", "error") == "completed")
    #expect(cloud.session.rtrack("cloud pull 1").status == 0)
    #expect(try cloud.lab.read("output.log").hasSuffix("/job/code\n"))
    withExtendedLifetime(cluster) {}
  }

  @Test(.enabled(if: SlurmCluster.isThere, "Debian's slurmctld, slurmd, slurm-client, munge"))
  func `each seed of an array runs in a container of its own`() throws {
    guard let (cloud, engine) = try lab() else { return }
    let told =
      "echo METRIC val_acc=0.7$RTRACK_SEED; echo METRIC train_loss=0.5; "
      + "echo METRIC param_count=1000; echo '{\"warmup_steps\": 500}' > $RTRACK_RUN_DIR/config.json"
    let baseline = cloud.lab.run("export RTRACK_SEED=0; " + told, "--baseline")
    try #require(baseline.status == 0, "\(baseline.output)\(baseline.errors)")
    let cluster = try SlurmCluster(for: cloud.session)
    let sent = cloud.send(
      "pwd; cat readme.md; (echo x >> readme.md) 2> /dev/null || echo kept; \(told)", "--seeds",
      "0..2")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "2", until: "completed", "failed", "error") == "completed")
    let pulled = cloud.session.rtrack("cloud pull 2")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    let metrics = try cloud.lab.json("metrics.json")
    let values = (metrics["per_seed"]?.array ?? []).map { $0["val_acc"]?.number ?? 0 }
    #expect(values.sorted() == [0.7, 0.71, 0.72])
    let said = try cloud.lab.read("output.log")
    #expect(said.contains("A repository of code.\nkept\nMETRIC val_acc=0.71"), "\(said)")
    #expect(try cloud.lab.json("run.json")["machine"]?["image"]?.string == DockerEngine.image)
    #expect(try engine.docker("ps", "-aq") == "")
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(cluster) {}
  }
}
