import Platform
import Research
import Testing

@testable import Execution

/// What a run records of Python; the interpreters here are scripts and the machine's own.
@Suite struct PythonPackagesTests {
  private func script(_ scratch: Scratch, _ name: String, _ text: String) throws -> String {
    let place = scratch.path(name)
    try FileSystem.write(Array(text.utf8), to: place, mode: 0o755)
    return place
  }

  private func asked(
    _ program: String, _ environment: [String: String] = [:], patience: Duration = .seconds(20)
  ) -> PythonPackages.Answer? {
    PythonPackages.asked(
      of: [program], program: program, in: "/",
      environment: ["PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin"].merging(environment) {
        $1
      }, patience: patience)
  }

  @Test func `Python is known by its name, by a script's first line, by the virtual environment`()
    throws
  {
    let scratch = try Scratch()
    func found(_ program: String, _ environment: [String: String] = [:]) -> [String]? {
      PythonPackages.interpreter(of: [program], program, environment)
    }
    #expect(found("/opt/bin/python3.11") == ["/opt/bin/python3.11"])
    #expect(found("/opt/bin/pypy3") == ["/opt/bin/pypy3"])
    #expect(found("/opt/bin/pythonic") == nil && found("/opt/bin/python-config") == nil)
    let own = try script(scratch, "train", "#!/usr/bin/env -S python3 -u\nprint(1)\n")
    #expect(found(own) == ["python3"])
    let direct = try script(scratch, "train2", "#!/opt/venv/bin/python\n")
    #expect(found(direct) == ["/opt/venv/bin/python"])
    let shell = try script(scratch, "run.sh", "#!/bin/sh\npython train.py\n")
    #expect(found(shell) == nil && found(scratch.path("none")) == nil)
    try FileSystem.makeDirectory(scratch.path("venv/bin"))
    #expect(found(shell, ["VIRTUAL_ENV": scratch.path("venv")]) == nil)
    _ = try script(scratch, "venv/bin/python", "")
    #expect(
      found(shell, ["VIRTUAL_ENV": scratch.path("venv")]) == [scratch.path("venv/bin/python")])
    #expect(found(shell, ["VIRTUAL_ENV": "venv"]) == nil)
  }

  @Test func `what it says is kept, and lines that are none of packages are not`() throws {
    let scratch = try Scratch()
    let python = try script(
      scratch, "python3",
      "#!/bin/sh\nprintf 'cpython 3.12.1\\na==1.0\\nb==2@4f\\nno package\\nhttps://u:p@h/x\\n'\n")
    let answer = try #require(try asked(python)?.get())
    #expect(answer.interpreter == "cpython 3.12.1" && answer.packages == ["a==1.0", "b==2@4f"])
    #expect(PythonPackages(recorded: answer.facts) == answer)
    #expect(answer.digest == SHA256.digest(of: Array("a==1.0\nb==2@4f\n".utf8)))
    let later = PythonPackages("cpython 3.12.2", ["a==1.1", "b==2@4f"])
    #expect(
      later.changes(since: answer) == [
        "- a==1.0", "+ a==1.1", "- cpython 3.12.1", "+ cpython 3.12.2",
      ])
    #expect(answer.changes(since: answer).isEmpty)
    #expect(PythonPackages(recorded: [RunStart.Fact("packages_unknown", "x")]) == nil)
  }

  @Test func `who takes too long, fails or says nothing is told as that`() throws {
    let scratch = try Scratch()
    func reason(_ text: String, _ patience: Duration = .seconds(20)) throws -> String? {
      let python = try script(scratch, "python3", text)
      guard case .failure(let silence)? = asked(python, patience: patience) else { return nil }
      return silence.reason
    }
    #expect(
      try reason("#!/bin/sh\nsleep 60\n", .milliseconds(200)) == "python3 took longer than 200 ms")
    #expect(try reason("#!/bin/sh\nexit 1\n") == "python3 could not say")
    #expect(try reason("#!/bin/sh\n") == "python3 said nothing that can be read")
    #expect(try reason("#!/no/such/program\n")?.hasPrefix("python3 could not be asked") == true)
  }

  private static let hasPython =
    (try? Child.run(["python3", "-c", ""], environment: Machine.environment))?.succeeded == true

  @Test(.enabled(if: hasPython, "there is no python3"))
  func
    `Python itself names packages without where they came from, and runs nothing of the folder's`()
    throws
  {
    let scratch = try Scratch()
    let info = scratch.path("site/Secret_Tool-1.2.dist-info")
    try FileSystem.makeDirectory(info)
    try FileSystem.write(
      Array("Metadata-Version: 2.1\nName: Secret_Tool\nVersion: 1.2\n".utf8), to: "\(info)/METADATA"
    )
    try FileSystem.write(
      Array(
        #"{"url": "https://me:hunter2@h/x", "vcs_info": {"vcs": "git", "commit_id": "4f00"}}"#.utf8),
      to: "\(info)/direct_url.json")
    for name in ["json.py", "importlib.py"] {
      try FileSystem.write(Array("open('ran', 'w')\n".utf8), to: scratch.path(name))
    }
    let program = try script(scratch, "train", "#!/usr/bin/env python3\n")
    let answer = try #require(
      try PythonPackages.asked(
        of: [program], program: program, in: scratch.path,
        environment: [
          "PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin",
          "PYTHONPATH": scratch.path("site"),
        ], patience: .seconds(20))?.get())
    #expect(answer.interpreter.hasPrefix("cpython 3."))
    #expect(answer.packages.contains("Secret_Tool==1.2@4f00"))
    #expect(!answer.packages.joined().contains("hunter2"))
    #expect(try FileSystem.status(scratch.path("ran")) == nil)
  }
}
