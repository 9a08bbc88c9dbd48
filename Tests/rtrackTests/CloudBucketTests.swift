import Documents
import Execution
import Ledger
import Platform
import Testing

@testable import rtrack

/// Results that travel through a bucket: a real server, and the tools that people have.
@Suite(
  .serialized,
  .enabled(if: S3Server.isThere, "moto's server and awscli of PyPI, and Debian's rclone"))
struct CloudBucketTests {
  @Test(arguments: ["s3://runs/lab", "lab:runs/lab"])
  func `a job sends what it leaves, and it is recorded also when its machine is gone`(
    _ address: String
  ) throws {
    let cloud = try CloudLab()
    let server = try S3Server(for: cloud.session)
    try cloud.session.call(["git", "config", "rtrack.cloud.bucket", address])
    let sent = cloud.send(
      "mkdir \"$RTRACK_RUN_DIR/plots\"; echo 'a b' > \"$RTRACK_RUN_DIR/plots/a b\"; "
        + cloud.lab.good)
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try cloud.state(of: "1", until: "completed", "failed") == "completed")
    #expect(
      try server.names().map { $0.split(separator: "/").dropFirst(2).joined(separator: "/") }
        == [
          "exit_code", "facts", "files/config.json", "files/metrics.json", "", "manifest.sha256",
          "setup.log", "stderr.log", "stdout.log",
        ].sorted())
    try FileSystem.removeTree(try cloud.folder())
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0 && pulled.errors == "", "\(pulled.errors)\(pulled.output)")
    #expect(try cloud.lab.json("run.json")["outcome"]?.string == "completed")
    #expect(try cloud.lab.read("plots/a_b") == "a b\n")
    #expect(cloud.session.rtrack("verify").status == 0)
    #expect(cloud.session.rtrack("cloud gc").status == 0)
    #expect(try server.names().count == 9, "what lies in a bucket is nobody's to remove here")
    // Neither the ledger nor the git directory has a word of who one is there.
    let found = try cloud.session.call(["git", "grep", "-l", "swordfish", "rtrack-ledger"])
    #expect(found.output.isEmpty)
    let kept = try cloud.session.call(["grep", "-rl", "swordfish", ".git"])
    #expect(kept.output.isEmpty)
  }

  @Test func `nothing in a bucket is written over, and what it lacks comes from the machine`()
    throws
  {
    let cloud = try CloudLab()
    let server = try S3Server(for: cloud.session)
    let go = cloud.lab.outside("go")
    cloud.send("until [ -e '\(go)' ]; do sleep 0.05; done; echo ours; \(cloud.lab.good)")
    let run = cloud.session.rtrack("cloud ls -q").output.filter { !$0.isWhitespace }
    let place = "s3://runs/lab/\(RunLab.id)-\(run)/stdout.log"
    let theirs = cloud.lab.outside("theirs")
    try cloud.session.write(theirs, "theirs\n")
    try server.aws("cp", theirs, place)
    try cloud.session.write(go, "")
    #expect(try cloud.state(of: "1", until: "completed", "failed") == "completed")
    #expect(try server.aws("cp", place, "-") == "theirs\n")
    let log = try cloud.session.read(Path.join(cloud.folder(), "bucket.log"))
    #expect(log.contains("PreconditionFailed"), "\(log)")
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    #expect(pulled.errors.contains("does not have all of it"), "\(pulled.errors)")
    #expect(try cloud.lab.read("output.log") == "ours\n")
  }

  @Test(.enabled(if: SSHServer.isThere, "sshd, ssh and rsync"))
  func `a host that answers nobody any more is not needed`() throws {
    let cloud = try CloudLab()
    let server = try S3Server(for: cloud.session)
    var there = cloud.session.environment.filter { $0.key.hasPrefix("AWS_") }
    there["PATH"] = cloud.session.environment["PATH"]
    let host = try SSHServer(for: cloud.session, variables: there)
    #expect(cloud.send("echo far; \(cloud.lab.good)").status == 0)
    #expect(try cloud.state(of: "1", until: "completed", "failed") == "completed")
    host.stop()
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0 && pulled.errors == "", "\(pulled.errors)\(pulled.output)")
    #expect(try cloud.lab.read("output.log") == "far\n")
    #expect(cloud.session.rtrack("verify").status == 0)
    withExtendedLifetime(server) {}
  }

  @Test func `what was changed in a bucket is not recorded`() throws {
    let cloud = try CloudLab()
    let server = try S3Server(for: cloud.session)
    cloud.send(cloud.lab.good)
    #expect(try cloud.state(of: "1", until: "completed", "failed") == "completed")
    let run = cloud.session.rtrack("cloud ls -q").output.filter { !$0.isWhitespace }
    let place = "s3://runs/lab/\(RunLab.id)-\(run)/files/"
    let other = cloud.lab.outside("other")
    try cloud.session.write(other, "{}\n")
    let metrics = Path.join(try cloud.folder(), "files/metrics.json")
    let tip = try cloud.lab.git("rev-parse", "rtrack-ledger")
    try server.aws("cp", other, place + "metrics.json")
    let changed = cloud.session.rtrack("cloud pull 1")
    #expect(changed.status == 2 && changed.errors.contains("not what the job left"))
    try server.aws("cp", metrics, place + "metrics.json")
    try server.aws("cp", other, place + "more.json")
    let more = cloud.session.rtrack("cloud pull 1")
    #expect(more.status == 2 && more.errors.contains("not among what"), "\(more.errors)")
    try server.aws("rm", place + "more.json")
    #expect(try cloud.lab.git("rev-parse", "rtrack-ledger") == tip)
    #expect(cloud.session.rtrack("cloud pull 1").status == 0)
    #expect(cloud.session.rtrack("verify").status == 0)
  }
}

/// A job that comes to nothing while it sends away what it left.
@Suite struct CloudBucketFaultTests {
  /// A lab whose `aws` never gets anything away, and finds nothing.
  private func lab(_ sending: String) throws -> CloudLab {
    let cloud = try CloudLab()
    let bin = Path.join(cloud.session.root, "bin")
    try cloud.session.write(
      Path.join(bin, "aws"),
      "#!/bin/sh\ncase $1 in s3api) \(sending) ;; esac\necho 'fatal error: (404)' >&2; exit 1\n")
    try cloud.session.call(["chmod", "+x", Path.join(bin, "aws")])
    cloud.session.environment["PATH"] = bin + ":" + (cloud.session.environment["PATH"] ?? "")
    try cloud.session.call(["git", "config", "rtrack.cloud.bucket", "s3://runs/lab"])
    return cloud
  }

  @Test func `a job that dies while it sends has ended all the same, and comes from its machine`()
    throws
  {
    let cloud = try lab("exec sleep 300")
    cloud.send(cloud.lab.good)
    let folder = try cloud.folder()
    try cloud.wait(for: Path.join(folder, "ending"))
    #expect(try cloud.state(of: "1", until: "running") == "running")
    let number = try cloud.session.read(Path.join(folder, "pid")).prefix { $0 != " " }
    try cloud.session.call(["kill", "-KILL", "--", "-\(number)"])
    #expect(try cloud.state(of: "1", until: "completed", "lost") == "completed")
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    #expect(pulled.errors.contains("does not have all of it; it comes from local"))
  }

  @Test func `a machine that cannot send keeps what it left`() throws {
    let cloud = try lab("exit 1")
    let ran = cloud.session.rtrack(["cloud", "run", cloud.lab.good, "--spec", "1"])
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.errors.contains("does not have all of it; it comes from local"))
    #expect(cloud.session.rtrack("verify").status == 0)
  }
}

/// What may be called a bucket.
@Suite struct CloudBucketNameTests {
  @Test(arguments: [
    "s3://", "s3:///x", "s3://runs/../x", "s3://runs//x", "s3://-x/y", "s3://a b", "s3://a'b",
    "-remote:x", "remote", "remote:", "remote:../x", "s3://key:secret@runs", "", ":x", "x:$(id)",
  ])
  func `what is no plain bucket is refused`(_ address: String) {
    #expect(throws: LedgerError.self) { try CloudBucket(address) }
  }

  @Test func `an address is kept without its last slash, an endpoint without a password`() throws {
    #expect(try CloudBucket("s3://runs/lab/").address == "s3://runs/lab")
    #expect(try CloudBucket("lab:runs").folder("exp-1").address == "lab:runs/exp-1")
    #expect(try CloudBucket("s3://runs", endpoint: "http://127.0.0.1:9000").endpoint != nil)
    for endpoint in ["ftp://x", "http://a@b", "http://", "https:///x", "http://a b"] {
      #expect(throws: LedgerError.self) { try CloudBucket("s3://runs", endpoint: endpoint) }
    }
  }
}
