import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// What a run in Python records of its packages; the interpreter is a script.
@Suite struct RunPackagesTests {
  /// A `python3` that runs shell scripts, and says of its packages what lies beside it.
  private func python(_ lab: RunLab) throws -> String {
    let place = lab.outside("python3")
    try lab.session.write(lab.outside("packages"), "cpython 3.12.1\nnumpy==1.26.4\n")
    try lab.session.write(
      place,
      "#!/bin/sh\ntest \"$1\" = -c && exec cat '\(lab.outside("packages"))'\nexec sh \"$@\"\n")
    try lab.session.call(["chmod", "+x", place])
    try lab.session.write(lab.outside("train"), lab.good)
    return place
  }

  @Test func `the tool that a command is is on record, and those that a person chose`() throws {
    let lab = try RunLab()
    try lab.session.call(["git", "config", "rtrack.run.tools", "make, train"])
    for name in ["make", "train"] {
      try lab.session.write("bin/\(name)", "#!/bin/sh\ntouch '\(lab.outside("asked"))'\n")
      try lab.session.call(["chmod", "+x", "bin/\(name)"])
    }
    let bin = Path.join(lab.session.directory, "bin")
    let path = lab.session.environment["PATH"] ?? ""
    lab.session.environment["PATH"] = "\(bin):\(path)"
    let ran = lab.session.rtrack(["run", RunLab.id, "--", "git", "--version"])
    #expect(ran.errors.contains("no version is recorded of make: lies in the work tree"))
    let record = try lab.json("run.json")["environment"]
    #expect(record?["tool_git"]?.string?.hasPrefix("git version ") == true)
    #expect(
      record?["tools_unknown"]?.string
        == "make: lies in the work tree; train: not among those that are known")
    #expect(try FileSystem.status(lab.outside("asked")) == nil)
    #expect(lab.session.rtrack("verify").status == 0)
  }

  @Test func `they are on record before the command starts, and what changed at its end`() throws {
    let lab = try RunLab()
    let python = try python(lab)
    let words = ["run", RunLab.id, "--", python, lab.outside("train")]
    #expect(lab.session.rtrack(words).status == 0)
    var record = try lab.json("run.json")
    #expect(record["environment"]?["python"]?.string == "cpython 3.12.1")
    #expect(record["environment"]?["packages"]?.string == "numpy==1.26.4")
    #expect(record["environment"]?["packages_sha256"]?.string?.utf8.count == 64)
    #expect(record["packages_changed"]?.array?.isEmpty == true)
    let event = try lab.git("grep", "-h", "packages: numpy==1.26.4", "rtrack-ledger")
    #expect(!event.isEmpty)
    try lab.session.write(
      lab.outside("train"),
      "\(lab.good); sed -i s/1.26.4/2.0.0/ '\(lab.outside("packages"))'")
    let ran = lab.session.rtrack(words)
    #expect(
      ran.status == 0 && ran.output.contains("- numpy==1.26.4, + numpy==2.0.0"), "\(ran.output)")
    record = try lab.json("run.json")
    #expect(record["packages_changed"]?.array?.count == 2)
  }

  @Test func `a Python that does not say is told, and the run goes on`() throws {
    let lab = try RunLab()
    let python = try python(lab)
    try lab.session.write(lab.outside("packages"), "")
    let ran = lab.session.rtrack(["run", RunLab.id, "--", python, lab.outside("train")])
    #expect(ran.status == 0 && ran.errors.contains("packages of Python are not recorded"))
    let record = try lab.json("run.json")
    #expect(record["environment"]?["packages_unknown"]?.string?.isEmpty == false)
    #expect(record["packages_changed"] == .null)
  }
}
