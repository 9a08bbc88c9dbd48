import Documents
import Platform
import Testing

@testable import rtrack

/// Seeds of one run as the tasks of one Slurm array: a real cluster of one node.
@Suite(
  .serialized,
  .enabled(if: SlurmCluster.isThere, "root, and Debian's slurmctld, slurmd, slurm-client, munge"))
struct CloudArrayTests {
  /// A shell's line that tells what every arm of the sample's spec is measured by.
  private let told =
    "echo METRIC val_acc=0.7$RTRACK_SEED; echo METRIC train_loss=0.5; echo METRIC param_count=1000; "
    + "echo '{\"warmup_steps\": 500}' > $RTRACK_RUN_DIR/config.json"

  private func reproduceBaseline(_ cloud: CloudLab) throws {
    let baseline = cloud.lab.run(
      "export RTRACK_SEED=0; " + told, "--baseline")
    try #require(baseline.status == 0, "\(baseline.output)\(baseline.errors)")
  }

  private func tasks(_ cloud: CloudLab) throws -> [String] {
    let seen = cloud.session.rtrack(["cloud", "status", "2", "--json"]).output
    let seeds = try JSON.parse(Array(seen.utf8))["jobs"]?.array?.first?["seeds"]?.array ?? []
    return seeds.compactMap { $0["state"]?.string }
  }

  @Test func `seeds are one array, a task each, and one run with what each measured`() throws {
    let cloud = try CloudLab()
    try reproduceBaseline(cloud)
    let cluster = try SlurmCluster(for: cloud.session)
    let go = cloud.lab.outside("go")
    let sent = cloud.send(
      "[ $RTRACK_SEED = 2 ] || until [ -e '\(go)' ]; do sleep 0.05; done; echo $SLURM_ARRAY_TASK_ID;"
        + " cat readme.md > $RTRACK_RUN_DIR/read; \(told)", "--seeds", "2,0,1")
    #expect(sent.status == 0, "\(sent.errors)")
    try cloud.wait(for: Path.join(cloud.folder(), "seed-2/exit_code"))
    #expect(try tasks(cloud).first == "completed")
    let seen = cloud.session.rtrack("cloud status 2").output
    #expect(seen.contains("running (1 of 3 ended)"), "\(seen)")
    #expect(cloud.session.rtrack("cloud pull 2").status == 1, "it is at work")
    #expect(cloud.session.rtrack("cloud logs 2").status == 2)
    #expect(cloud.session.rtrack("cloud logs 2 --seed 2").output.hasPrefix("0\nMETRIC"))
    try cloud.session.write(go, "")
    #expect(try cloud.state(of: "2", until: "completed", "failed", "lost") == "completed")
    let pulled = cloud.session.rtrack("cloud pull 2")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    let metrics = try cloud.lab.json("metrics.json")
    let values = (metrics["per_seed"]?.array ?? []).map { $0["val_acc"]?.number ?? 0 }
    #expect(values.sorted() == [0.7, 0.71, 0.72])
    let record = try cloud.lab.json("run.json")
    #expect(record["outcome"]?.string == "completed")
    #expect(record["steps"]?.array?.map { $0["seed"]?.integer } == [2, 0, 1])
    #expect(record["steps"]?.array?.allSatisfy { $0["exit_code"]?.integer == 0 } == true)
    #expect(try cloud.lab.read("seed-0/read") == "A repository of code.\n")
    #expect(try cloud.lab.read("output.log").contains("[rtrack: seed-0]\n1\nMETRIC val_acc=0.70"))
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(cluster) {}
  }

  @Test(.enabled(if: S3Server.isThere, "moto's server and awscli of PyPI, and Debian's rclone"))
  func `what each seed leaves travels through a bucket, and its machine may be gone`() throws {
    let cloud = try CloudLab()
    try reproduceBaseline(cloud)
    let server = try S3Server(for: cloud.session)
    let cluster = try SlurmCluster(for: cloud.session)
    try cloud.session.call(["git", "config", "rtrack.cloud.bucket", "s3://runs/lab"])
    let sent = cloud.send("echo seed $RTRACK_SEED; \(told)", "--seeds", "0..2")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "2", until: "completed", "failed", "lost") == "completed")
    try FileSystem.removeTree(try cloud.folder())
    let pulled = cloud.session.rtrack("cloud pull 2")
    #expect(pulled.status == 0 && pulled.errors == "", "\(pulled.errors)\(pulled.output)")
    let values = try cloud.lab.json("metrics.json")["per_seed"]?.array?.map {
      $0["val_acc"]?.number ?? 0
    }
    #expect(values?.sorted() == [0.7, 0.71, 0.72])
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime((server, cluster)) {}
  }

  @Test func `one seed that fails fails the run, and what the others measured is kept`() throws {
    let cloud = try CloudLab()
    try reproduceBaseline(cloud)
    let cluster = try SlurmCluster(for: cloud.session)
    let sent = cloud.send("\(told); test $RTRACK_SEED != 1", "--seeds", "0..2")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "2", until: "completed", "failed", "lost") == "failed")
    let damaged = Path.join(try cloud.folder(), "seed-2/files/config.json")
    let bytes = try cloud.session.read(damaged)
    try cloud.session.write(damaged, "{}\n")
    let refused = cloud.session.rtrack("cloud pull 2")
    #expect(refused.status == 2 && refused.errors.contains("not what the job left"))
    try cloud.session.write(damaged, bytes)
    let pulled = cloud.session.rtrack("cloud pull 2")
    #expect(pulled.status == 1, "\(pulled.errors)\(pulled.output)")
    let record = try cloud.lab.json("run.json")
    #expect(record["outcome"]?.string == "failed" && record["exit_code"]?.integer == 1)
    let codes = record["steps"]?.array?.map { $0["exit_code"]?.integer }
    #expect(codes == [0, 1, 0])
    let metrics = try cloud.lab.json("metrics.json")
    #expect(metrics["notes"]?.string?.contains("seed-1 failed") == true)
    #expect(metrics["per_seed"]?.array?.count == 3)
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(cluster) {}
  }

  @Test func `terminate ends all that work and all that wait`() throws {
    let cloud = try CloudLab()
    try reproduceBaseline(cloud)
    let cluster = try SlurmCluster(for: cloud.session)
    let child = cloud.lab.outside("child")
    cloud.send("sleep 300 & echo $! > '\(child)'-$RTRACK_SEED; wait", "--seeds", "0..2")
    try cloud.wait(for: child + "-0")
    let ended = cloud.session.rtrack("cloud terminate 2")
    #expect(ended.output.contains("\tterminated (3 of 3 ended)\t"), "\(ended.output)")
    #expect(try !cloud.lab.isAlive("child-0"))
    let left = try cloud.session.call(["squeue", "-h", "-t", "PENDING,RUNNING"])
    #expect(String(decoding: left.output, as: UTF8.self) == "")
    let pulled = cloud.session.rtrack("cloud pull 2")
    #expect(pulled.output.contains("aborted"), "\(pulled.output)\(pulled.errors)")
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(cluster) {}
  }

  @Test func `a seed that is gone makes the run lost, and says which it was`() throws {
    let cloud = try CloudLab()
    try reproduceBaseline(cloud)
    let cluster = try SlurmCluster(for: cloud.session)
    let here = cloud.lab.outside("here")
    cloud.send(
      "\(told); if [ $RTRACK_SEED = 1 ]; then touch '\(here)'; exec sleep 300; fi", "--seeds",
      "0,1")
    try cloud.wait(for: here)
    let pid = Path.join(try cloud.folder(), "seed-1/pid")
    let number = try cloud.session.read(pid).prefix { $0 != " " }
    try cloud.session.call(["kill", "-KILL", String(number)])
    #expect(try cloud.state(of: "2", until: "lost", "failed") == "lost")
    let pulled = cloud.session.rtrack("cloud pull 2")
    #expect(pulled.status == 1 && pulled.output.contains("lost: seed-1 of 2 tasks is gone"))
    #expect(try cloud.lab.json("run.json")["outcome"]?.string == "lost")
    #expect(try cloud.lab.read("seed-0/config.json").contains("500"))
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(cluster) {}
  }

  @Test func `seeds go to Slurm alone`() throws {
    let cloud = try CloudLab()
    let sent = cloud.send("true", "--seeds", "0..2")
    #expect(sent.status == 2 && sent.errors.contains("several seeds are Slurm's"))
    #expect(cloud.send("true", "--seeds", "0..2", "--seed", "1").status == 2)
    #expect(try cloud.lab.kinds() == [])
  }
}
