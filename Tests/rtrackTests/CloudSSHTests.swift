import Documents
import Platform
import Testing

@testable import rtrack

/// Jobs on a host that ssh reaches: a real sshd, real rsync.
@Suite(.enabled(if: SSHServer.isThere, "sshd, ssh and rsync: Debian's openssh-server and rsync"))
struct CloudSSHTests {
  @Test func `a job goes to another host with its code and data, and comes back whole`() throws {
    let cloud = try CloudLab()
    let server = try SSHServer(for: cloud.session)
    try cloud.session.write("data/a b/rows", "row\n")
    try cloud.session.write("tools/measure", "#!/bin/sh\ncat 'data/a b/rows'\n")
    try cloud.session.call(["chmod", "+x", "tools/measure"])
    let text = "it's $(id) \"\\"
    let sent = cloud.send(
      "tools/measure; printf %s \"$TEXT\"; \(cloud.lab.good)", "--data-dirs", "data", "--env",
      "TEXT=\(text)", "--output-dir", "results/out")
    #expect(sent.status == 0 && sent.output.contains("(ssh lab)"), "\(sent.errors)")
    #expect(try cloud.folder().hasPrefix(Path.join(cloud.session.root, "far/jobs/")))
    #expect(try cloud.state(of: "1", until: "completed", "failed") == "completed")
    #expect(cloud.session.rtrack("cloud logs 1").output == "row\n\(text)")
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    let record = try cloud.lab.json("run.json")
    #expect(record["host"]?.string == "lab")
    #expect(record["environment"]?["engine"]?.string == "ssh")
    #expect(try cloud.lab.read("output.log") == "row\n\(text)")
    #expect(try cloud.session.read("results/out/metrics.json") == cloud.lab.read("metrics.json"))
    let folder = try cloud.folder()
    #expect(try FileSystem.status(folder) != nil)
    #expect(cloud.session.rtrack("cloud gc").status == 0)
    #expect(try FileSystem.status(folder) == nil)
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(server) {}
  }

  @Test func `a host that goes away says nothing of its job, and what is cut is brought again`()
    throws
  {
    let cloud = try CloudLab()
    let server = try SSHServer(for: cloud.session)
    cloud.session.patience.cloud = .seconds(20)
    let go = cloud.lab.outside("go")
    let sent = cloud.send(
      "until [ -e '\(go)' ]; do sleep 0.05; done; head -c 9000000 /dev/urandom "
        + "> $RTRACK_RUN_DIR/model.bin; \(cloud.lab.good)")
    #expect(sent.status == 0, "\(sent.errors)")
    server.stop()
    let status = cloud.session.rtrack("cloud status 1")
    #expect(status.status == 2 && status.output.contains("\tpending?\t"), "\(status.output)")
    #expect(status.errors.contains("lab does not answer"))
    let second = cloud.send("true")
    #expect(second.status == 1 && second.errors.contains("on ssh lab"), "\(second.errors)")
    #expect(try cloud.lab.kinds() == ["started"])
    // Meanwhile the job goes on, and ends.
    try cloud.session.write(go, "")
    try cloud.wait(for: Path.join(cloud.folder(), "exit_code"))
    try cloud.session.write(server.cut, "")
    try server.start(after: 2)
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    #expect(pulled.errors.contains("trying again"))
    #expect(try FileSystem.status(server.cut) == nil, "no transfer was cut")
    let far = try FileSystem.digestPlain(Path.join(cloud.folder(), "files/model.bin"))
    let near = try FileSystem.digestPlain(Path.join(cloud.lab.folder(), "model.bin"))
    #expect(far == near && near.size == 9_000_000)
    #expect(try cloud.lab.kinds().sorted() == ["ended", "started"])
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `a way that is cut while data goes out starts one job, whole`() throws {
    let cloud = try CloudLab()
    let server = try SSHServer(for: cloud.session)
    cloud.session.patience.cloud = .seconds(20)
    try cloud.session.call([
      "sh", "-c", "mkdir data; head -c 9000000 /dev/urandom > data/rows; echo data >> .gitignore",
    ])
    try cloud.session.write(server.cut, "")
    let sent = cloud.send("wc -c < data/rows; \(cloud.lab.good)", "--data-dirs", "data")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try FileSystem.status(server.cut) == nil && sent.errors.contains("trying again"))
    #expect(try cloud.state(of: "1", until: "completed", "failed") == "completed")
    #expect(cloud.session.rtrack("cloud logs 1").output == "9000000\n")
    #expect(cloud.session.rtrack("cloud pull 1").status == 0)
    #expect(try cloud.lab.kinds().sorted() == ["ended", "started"])
  }

  @Test func `where no host answers nothing is on record, and --fallback local runs it here`()
    throws
  {
    let cloud = try CloudLab()
    let server = try SSHServer(for: cloud.session)
    server.stop()
    let refused = cloud.send("true")
    #expect(refused.status == 2 && refused.errors.contains("nothing was started"))
    #expect(try cloud.lab.kinds() == [] && cloud.jobs().isEmpty)
    let here = cloud.session.rtrack([
      "cloud", "run", cloud.lab.good, "--spec", "1", "--fallback", "local",
    ])
    #expect(here.status == 0 && here.errors.contains("it runs here instead"), "\(here.errors)")
    #expect(try cloud.lab.json("run.json")["environment"]?["engine"]?.string == "local")
    #expect(try cloud.lab.json("run.json")["host"]?.string == "lab")
  }

  @Test func `a job is ended on its host, with all that it started`() throws {
    let cloud = try CloudLab()
    let server = try SSHServer(for: cloud.session)
    let child = cloud.lab.outside("child")
    cloud.send("sleep 300 & echo $! > '\(child)'; wait")
    try cloud.wait(for: child)
    #expect(cloud.session.rtrack("cloud terminate 1").output.contains("\tterminated\t"))
    #expect(try !cloud.lab.isAlive("child"))
    #expect(cloud.session.rtrack("cloud pull 1").output.contains("aborted"))
    withExtendedLifetime(server) {}
  }
}
