import Documents
import Platform
import Testing

@testable import rtrack

/// Jobs of a Slurm cluster: real daemons on one node.
@Suite(
  .serialized,
  .enabled(if: SlurmCluster.isThere, "root, and Debian's slurmctld, slurmd, slurm-client, munge"))
struct CloudSlurmTests {
  @Test func `a job waits, works and ends as Slurm has it, and is recorded as every run`() throws {
    let cloud = try CloudLab()
    let cluster = try SlurmCluster(for: cloud.session)
    try cluster.takesWork(false)
    let sent = cloud.send(
      "echo $SLURM_JOB_ID; cat readme.md; \(cloud.lab.good)", "--partition", "debug")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "1", until: "pending") == "pending")
    let second = cloud.send("true")
    #expect(second.status == 1 && second.errors.contains("is pending on slurm"), "\(second.errors)")
    try cluster.takesWork(true)
    #expect(try cloud.state(of: "1", until: "completed", "failed", "lost") == "completed")
    let batch = try #require(try cloud.jobs().last?["batch"]?.string)
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    #expect(try cloud.lab.read("output.log") == "\(batch)\nA repository of code.\n")
    #expect(try cloud.lab.json("run.json")["environment"]?["engine"]?.string == "slurm")
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(cluster) {}
  }

  @Test func `a job is ended at work and before it began, and each is kept as that`() throws {
    let cloud = try CloudLab()
    let cluster = try SlurmCluster(for: cloud.session)
    let child = cloud.lab.outside("child")
    cloud.send("echo 'METRIC val_acc=0.5 seed=0'; sleep 300 & echo $! > '\(child)'; wait")
    try cloud.wait(for: child)
    #expect(try cloud.state(of: "1", until: "running") == "running")
    #expect(cloud.session.rtrack("cloud terminate 1").output.contains("\tterminated\t"))
    #expect(try !cloud.lab.isAlive("child"))
    #expect(cloud.session.rtrack("cloud pull 1").output.contains("aborted"))
    #expect(try cloud.lab.json("metrics.json")["treatment"]?["val_acc"]?.number == 0.5)
    try cluster.takesWork(false)
    cloud.send("true")
    #expect(cloud.session.rtrack("cloud terminate 2").output.contains("\tterminated\t"))
    let pulled = cloud.session.rtrack("cloud pull 2")
    #expect(pulled.output.contains("not_started: it was ended before it began"), "\(pulled.output)")
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(cluster) {}
  }

  @Test(.enabled(if: SSHServer.isThere, "sshd, ssh and rsync"))
  func `a cluster behind ssh takes a job, and gives it back`() throws {
    let cloud = try CloudLab()
    let cluster = try SlurmCluster(for: cloud.session)
    let conf = try #require(cloud.session.environment["SLURM_CONF"])
    let server = try SSHServer(for: cloud.session, variables: ["SLURM_CONF": conf])
    cloud.session.environment["SLURM_CONF"] = "/nowhere"
    try cloud.session.call(["git", "config", "rtrack.cloud.engine", "slurm"])
    let sent = cloud.send("echo $SLURM_JOB_ID; \(cloud.lab.good)")
    #expect(sent.status == 0 && sent.output.contains("(slurm lab)"), "\(sent.errors)")
    #expect(try cloud.state(of: "1", until: "completed", "failed", "lost") == "completed")
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    #expect(cloud.session.rtrack("verify").status == 0)
    cloud.session.environment["SLURM_CONF"] = conf
    withExtendedLifetime((cluster, server)) {}
  }

  @Test func `what Slurm refuses is on record as not started, and a job that was killed is lost`()
    throws
  {
    let cloud = try CloudLab()
    let cluster = try SlurmCluster(for: cloud.session)
    let refused = cloud.send("true", "--gres", "gpu:1")
    #expect(refused.status == 2 && refused.errors.contains("could not be started"))
    #expect(try cloud.lab.json("run.json")["outcome"]?.string == "failed")
    #expect(try cloud.lab.json("run.json")["reason"]?.string?.contains("not_started") == true)
    let child = cloud.lab.outside("child")
    cloud.send("echo $$ > '\(child)'; exec sleep 300")
    try cloud.wait(for: child)
    let number = try cloud.session.read(Path.join(cloud.folder(), "pid")).prefix { $0 != " " }
    try cloud.session.call(["kill", "-KILL", String(number)])
    #expect(try cloud.state(of: "2", until: "lost", "terminated") == "lost")
    #expect(cloud.session.rtrack("cloud pull 2").output.contains("lost"))
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(cluster) {}
  }
}
