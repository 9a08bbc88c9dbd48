import Documents
import Platform
import Testing

@testable import rtrack

/// What tests install packages into.
enum VirtualEnvironment {
  static let isThere =
    (try? Child.run(
      ["python3", "-c", "import venv, ensurepip"], environment: Machine.environment))?.succeeded
    == true
}

/// Jobs of code that asks for packages: a real Python makes the environment, a real pip fills it, and
/// no network is asked, since what is installed lies in the code.
@Suite(.enabled(if: VirtualEnvironment.isThere, "python3 that makes them: Debian's python3-venv"))
struct CloudVirtualTests {
  /// A package that builds itself, so that nothing but Python is needed for it.
  static func addPackage(_ cloud: CloudLab, building first: String = "") throws {
    try cloud.session.write("warmup/warmup.py", "STEPS = 500\n")
    try cloud.session.write(
      "warmup/pyproject.toml",
      """
      [build-system]
      requires = []
      build-backend = "backend"
      backend-path = ["."]
      """)
    try cloud.session.write(
      "warmup/backend.py",
      """
      import os, time, zipfile

      def build_wheel(folder, config_settings=None, metadata_directory=None):
          \(first)
          name, info = "warmup-1.5-py3-none-any.whl", "warmup-1.5.dist-info/"
          with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
              wheel.write("warmup.py")
              wheel.writestr(
                  info + "METADATA", "Metadata-Version: 2.1\\nName: warmup\\nVersion: 1.5\\n")
              wheel.writestr(
                  info + "WHEEL",
                  "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
              wheel.writestr(info + "RECORD", "")
          return name

      build_editable = build_wheel

      """)
    try cloud.session.write("requirements.txt", "--no-index\n./warmup\n")
  }

  @Test func `what requirements.txt names is there for the command, and the freeze on record`()
    throws
  {
    let cloud = try CloudLab()
    try Self.addPackage(cloud)
    // Python would take the one for its own where it looks beside the code.
    try cloud.session.write("json.py", "raise SystemExit('the json of the code')\n")
    let ran = cloud.session.rtrack([
      "cloud", "run",
      "python3 -c 'import sys, warmup; print(warmup.STEPS, warmup.__file__.startswith(sys.prefix))';"
        + cloud.lab.good,
      "--spec", "1",
    ])
    #expect(ran.status == 0 && ran.output.hasPrefix("500 True\n"), "\(ran.errors)\(ran.output)")
    let frozen = try cloud.lab.read("pip-freeze.txt").split(separator: "\n")
    #expect(frozen.contains { $0.hasPrefix("warmup @ file://") }, "\(frozen)")
    #expect(try cloud.lab.read("output.log").contains("Successfully installed warmup-1.5\n"))
    #expect(try cloud.lab.json("run.json")["outcome"]?.string == "completed")
    let held = try cloud.session.call(["git", "grep", "-l", "^warmup @ file://", "rtrack-ledger"])
    #expect(held.output.count > 0)
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `a password in the address of a repository is in no record`() throws {
    let cloud = try CloudLab()
    try Self.addPackage(cloud)
    let far = cloud.lab.outside("far")
    let secret = "hunter2-hunter2"
    try cloud.session.call(["mv", "warmup", far])
    for words in [
      ["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "The package"],
      [
        "config", "--global", "url.file://\(far).insteadOf",
        "https://maya:\(secret)@example.invalid/warmup",
      ],
    ] {
      let done = try cloud.session.call(["git", "-C", far] + words)
      try #require(done.succeeded, "\(words)")
    }
    cloud.session.environment["WORD"] = secret
    try cloud.session.write(
      "requirements.txt",
      "--no-index\n-e git+https://maya:${WORD}@example.invalid/warmup#egg=warmup\n")
    let ran = cloud.session.rtrack(["cloud", "run", cloud.lab.good, "--spec", "1"])
    #expect(ran.status == 0, "\(ran.errors)")
    let frozen = try cloud.lab.read("pip-freeze.txt")
    #expect(frozen.contains("-e git+https://example.invalid/warmup@"), "\(frozen)")
    let found = try cloud.session.call(["git", "grep", "-l", secret, "rtrack-ledger"])
    #expect(found.output.isEmpty, "\(String(decoding: found.output, as: UTF8.self))")
  }

  @Test
  func `what cannot be installed fails the run before its command, and pip's word is on record`()
    throws
  {
    let cloud = try CloudLab()
    try cloud.session.write("requirements.txt", "--no-index\nno-such-package==9.9\n")
    let ran = cloud.lab.outside("ran")
    cloud.send("touch '\(ran)'; \(cloud.lab.good)")
    #expect(try cloud.state(of: "1", until: "error", "completed") == "error")
    let word = "No matching distribution found for no-such-package==9.9\n"
    #expect(cloud.session.rtrack("cloud logs 1 --setup").output.contains(word))
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.status == 1, "\(pulled.output)")
    #expect(pulled.output.contains("its environment could not be prepared"), "\(pulled.output)")
    #expect(try FileSystem.status(ran) == nil)
    let record = try cloud.lab.json("run.json")
    #expect(record["outcome"]?.string == "failed" && record["exit_code"]?.integer == nil)
    #expect(try cloud.lab.read("output.log").contains(word))
    #expect(try !cloud.lab.names().contains("pip-freeze.txt"))
    #expect(cloud.session.rtrack("result show 1").status == 2)
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `a job is stopped while it is prepared, by hand and by its hours`() throws {
    let cloud = try CloudLab()
    let child = cloud.lab.outside("child")
    try Self.addPackage(
      cloud, building: "open('\(child)', 'w').write(str(os.getpid())); time.sleep(300)")
    cloud.send("true")
    #expect(try cloud.state(of: "1", until: "provisioning") == "provisioning")
    try cloud.wait(for: child)
    let ended = cloud.session.rtrack("cloud terminate 1")
    #expect(ended.status == 0 && ended.output.contains("\tterminated\t"), "\(ended.errors)")
    #expect(try !cloud.lab.isAlive("child"))
    let pulled = cloud.session.rtrack("cloud pull 1")
    #expect(pulled.output.contains("it was ended before it began"), "\(pulled.output)")
    #expect(try cloud.lab.json("run.json")["outcome"]?.string == "failed")
    cloud.send("true", "--max-hours", "0.0003")
    #expect(try cloud.state(of: "2", until: "terminated") == "terminated")
    #expect(cloud.session.rtrack("cloud pull 2").output.contains("it was ended before it began"))
    #expect(cloud.session.rtrack("verify").status == 0)
  }
}
