import Documents
import Platform
import Testing

@testable import rtrack

/// Jobs in containers that a real podman runs, of Debian's packages.
@Suite(.serialized, .enabled(if: PodmanStore.isThere, "root, and Debian's podman and runc"))
struct CloudPodmanTests {
  /// A lab whose containers podman runs; nil where this machine's kernel lets it run none.
  private func lab() throws -> (cloud: CloudLab, store: PodmanStore)? {
    let store = try PodmanStore()
    // What a machine's kernel refuses to its tests no package brings.
    let said = try store.podman("run", "--rm", ContainerImage.name, "echo", "begun")
    guard said == "begun\n" else {
      print("podman can run no container here")
      return nil
    }
    let cloud = try CloudLab()
    store.serve(cloud.session)
    try cloud.session.call(["git", "config", "rtrack.cloud.container", "podman"])
    try cloud.session.call(["git", "config", "rtrack.cloud.image", ContainerImage.name])
    return (cloud, store)
  }

  @Test
  func `podman runs a command with what requirements.txt names, and its image is on record`()
    throws
  {
    guard let (cloud, store) = try lab() else { return }
    try CloudVirtualTests.addPackage(cloud)
    try cloud.session.call([
      "sh", "-c",
      "mkdir good; echo good/ >> .gitignore; cp ../good.json good/metrics.json; "
        + "cp ../config.json good/",
    ])
    let ran = cloud.session.rtrack([
      "cloud", "run",
      "for file in readme.md \"$RTRACK_SPEC\" ../job; do (echo x >> $file) 2> /dev/null || echo kept; "
        + "done; pwd; echo \"$API_TOKEN\"; python3 -c 'import warmup; print(warmup.__file__)'; "
        + "cp good/* $RTRACK_RUN_DIR",
      "--spec", "1", "--data-dirs", "good", "--env", "API_TOKEN=sword'fish $(id)\n-x",
    ])
    #expect(ran.status == 0, "\(ran.errors)\(ran.output)")
    #expect(
      ran.output.hasPrefix(
        "kept\nkept\nkept\n/job/code\nsword'fish $(id)\n-x\n/job/venv/lib/"), "\(ran.output)")
    let record = try cloud.lab.json("run.json")
    let id = try store.podman("image", "inspect", "-f", "{{.Id}}", ContainerImage.name)
      .filter { !$0.isNewline }
    #expect(record["machine"]?["image_id"]?.string == "sha256:\(id)")
    #expect(record["machine"]?["container"]?.string?.hasPrefix("podman ") == true)
    #expect(record["environment"]?["image"]?.string == ContainerImage.name)
    #expect(try cloud.lab.read("pip-freeze.txt").contains("warmup @ file:///job/code/warmup"))
    #expect(try !cloud.lab.read("output.log").contains("sword'fish"))
    #expect(try store.podman("ps", "-aq") == "")
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `podman's job is stopped by hand, with all it started, and its results are kept`()
    throws
  {
    guard let (cloud, store) = try lab() else { return }
    cloud.send(
      "echo 'METRIC val_acc=0.5 seed=0'; trap 'echo asked; exit 3' TERM; (setsid sleep 300) & "
        + "while :; do sleep 0.05; done")
    for _ in 0..<600 where cloud.session.rtrack("cloud logs 1").output.isEmpty {
      MonotonicClock.sleep(.milliseconds(100))
    }
    let ended = cloud.session.rtrack("cloud terminate 1")
    #expect(ended.status == 0 && ended.output.contains("\tterminated\t"), "\(ended.errors)")
    #expect(try store.podman("ps", "-aq") == "")
    #expect(cloud.session.rtrack("cloud pull 1").output.contains("aborted"))
    #expect(try cloud.lab.json("metrics.json")["treatment"]?["val_acc"]?.number == 0.5)
    #expect(try cloud.lab.json("run.json")["exit_code"]?.integer == 3)
    #expect(try cloud.lab.read("output.log").contains("asked\n"))
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test
  func `a command that the memory limit of podman's container ended says so, with 137`() throws {
    guard let (cloud, store) = try lab() else { return }
    let ran = cloud.session.rtrack([
      "cloud", "run", "python3 -c 'x = b\"1\" * (1 << 29)'", "--spec", "1", "--memory-gb", "0.064",
    ])
    #expect(ran.status == 1, "\(ran.errors)\(ran.output)")
    #expect(ran.output.contains("cycle_failure_exit_137"), "\(ran.output)")
    #expect(try cloud.lab.json("run.json")["memory_kills"]?.integer == 1)
    #expect(try store.podman("ps", "-aq") == "")
  }
}
