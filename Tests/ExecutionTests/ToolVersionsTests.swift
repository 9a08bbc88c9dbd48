import Platform
import Research
import Testing

@testable import Execution

/// What a run records of its tools; the tools here are the machine's own and small programs made of
/// one of them.
@Suite struct ToolVersionsTests {
  private static let path = Machine.environment["PATH"] ?? "/usr/bin:/bin"

  private func asked(
    _ scratch: Scratch, of program: String = "/nowhere", and names: String? = nil,
    outside workTree: String? = nil, path: String = path
  ) -> ToolVersions {
    ToolVersions(
      of: program, and: names, outside: workTree, rememberedIn: scratch.path,
      environment: ["PATH": path, "HOME": scratch.path])
  }

  private func fact(_ versions: ToolVersions, _ name: String) -> String? {
    versions.facts.first { $0.name == "tool_\(name)" }?.value
  }

  @Test func `a tool is known by its name, also with a version behind it, and no other is`() {
    #expect(KnownTool(program: "/usr/bin/gcc")?.name == "gcc")
    #expect(KnownTool(program: "gcc-12")?.name == "gcc")
    #expect(KnownTool(program: "/opt/clang++-17.0")?.name == "clang++")
    for name in ["gcc-ar", "train", "sh", "python3", "gccx", "", "/", "-1"] {
      #expect(KnownTool(program: name) == nil, "\(name)")
    }
  }

  @Test func `the line that holds the version is found in what tools say`() {
    func said(_ tool: String, _ text: String) -> String? {
      KnownTool(program: tool)?.version(in: Array(text.utf8))
    }
    #expect(said("git", "git version 2.39.5\n") == "git version 2.39.5")
    #expect(said("java", "openjdk version \"17.0.9\"\nOpenJDK\n") == "openjdk version \"17.0.9\"")
    #expect(
      said(
        "nvcc", "nvcc: NVIDIA\nBuilt on Mon_1\nCuda compilation tools, release 12.4, V12.4.131\n")
        == "Cuda compilation tools, release 12.4, V12.4.131")
    #expect(
      said("perl", "\nThis is perl 5, version 36\n\nCopyright 1987\n")?.hasSuffix("36") == true)
    #expect(said("git", "\u{1B}[31mgit 2\u{7}\n") == "[31mgit 2")
    #expect(said("git", "no number\n") == nil && said("git", "") == nil)
    #expect(said("git", String(repeating: "1", count: 9_000))?.count == 200)
  }

  @Test func `the command's own program is asked, what runs its script, and what is configured`()
    throws
  {
    let scratch = try Scratch()
    let git = try #require(Child.locate("git", environment: ["PATH": Self.path]))
    #expect(fact(asked(scratch, of: git), "git")?.hasPrefix("git version 2") == true)
    let script = scratch.path("train")
    try FileSystem.write(Array("#!/usr/bin/env bash\ntrue\n".utf8), to: script, mode: 0o755)
    let both = asked(scratch, of: script, and: "git, train no-such")
    #expect(fact(both, "bash")?.contains("bash") == true)
    #expect(fact(both, "git")?.hasPrefix("git version") == true)
    #expect(
      both.unknown == [
        "train: not among those that are known", "no-such: not among those that are known",
      ])
    #expect(both.facts.last == RunStart.Fact("tools_unknown", both.unknown.joined(separator: "; ")))
    #expect(asked(scratch, of: "/usr/bin/true").facts.isEmpty)
    #expect(asked(scratch, and: "nvcc", path: scratch.path).unknown == ["nvcc: not there"])
  }

  /// A program that writes down that it was called, and says this.
  private func tool(_ place: String, saying text: String, log: String) throws {
    let source = place + ".c"
    try FileSystem.write(
      Array(
        """
        #include <stdio.h>
        int main(void) { FILE *log = fopen("\(log)", "a"); fputs("asked\\n", log); fclose(log);
          puts("\(text)"); return 0; }
        """.utf8), to: source)
    let made = try Child.run(
      ["clang", "-o", place, source], environment: ["PATH": Self.path, "HOME": "/"])
    try #require(made.succeeded, "\(String(decoding: made.errors, as: UTF8.self))")
  }

  @Test func `one file is asked once in a clone, and anew when it is another`() throws {
    let scratch = try Scratch()
    let bin = scratch.path("bin")
    try FileSystem.makeDirectory(bin)
    let (make, log) = (Path.join(bin, "make"), scratch.path("log"))
    try tool(make, saying: "GNU Make 1.0", log: log)
    for _ in 0..<3 { #expect(fact(asked(scratch, of: make), "make") == "GNU Make 1.0") }
    #expect(try FileSystem.read(log, limit: 100) == Array("asked\n".utf8))
    try tool(make, saying: "GNU Make 1.1 beta", log: log)
    #expect(fact(asked(scratch, of: make), "make") == "GNU Make 1.1 beta")
    #expect(try FileSystem.read(log, limit: 100) == Array("asked\nasked\n".utf8))
    // Of what is gone nothing is remembered, and what cannot be read is asked anew.
    let memory = scratch.path("tools.json")
    let kept = String(decoding: try FileSystem.read(memory, limit: 9_000), as: UTF8.self)
    #expect(!kept.contains("Make 1.0") && kept.contains("Make 1.1"))
    try FileSystem.write(Array("{".utf8), to: memory)
    #expect(fact(asked(scratch, of: make), "make") == "GNU Make 1.1 beta")
  }

  @Test func `nothing of the work tree is run for its version, nor what stands for another`() throws
  {
    let scratch = try Scratch()
    let (tree, log) = (scratch.path("repo"), scratch.path("log"))
    try FileSystem.makeDirectory(Path.join(tree, "bin"))
    try tool(Path.join(tree, "bin/make"), saying: "GNU Make 9", log: log)
    // Also through a link from outside.
    let out = scratch.path("out")
    try FileSystem.makeDirectory(out)
    _ = try Child.run(
      ["ln", "-s", Path.join(tree, "bin/make"), Path.join(out, "make")],
      environment: ["PATH": Self.path])
    for path in [Path.join(tree, "bin"), out] {
      let told = asked(scratch, and: "make", outside: tree, path: path)
      #expect(told.unknown == ["make: lies in the work tree"])
    }
    try FileSystem.write(
      Array("#!/bin/sh\necho asked >> '\(log)'; echo 1\n".utf8), to: Path.join(out, "cargo"),
      mode: 0o755)
    _ = try Child.run(
      ["sh", "-c", "cp /usr/bin/true rustup && ln -s rustup rustc"], in: out,
      environment: ["PATH": Self.path])
    let told = asked(scratch, and: "cargo,rustc", outside: tree, path: out)
    #expect(
      told.unknown.count == 2 && told.unknown.allSatisfy { $0.contains("stands for another") })
    #expect(try FileSystem.status(log) == nil)
  }

  @Test func `who never ends, and who never stops talking, is told of and costs little`() throws {
    let scratch = try Scratch()
    let bin = scratch.path("bin")
    try FileSystem.makeDirectory(bin)
    let made = try Child.run(
      [
        "sh", "-c",
        """
        echo '#include <unistd.h>
        int main(void) { return sleep(300); }' | clang -x c - -o make
        echo '#include <stdio.h>
        int main(void) { for (;;) puts("none"); }' | clang -x c - -o cmake
        """,
      ], in: bin, environment: ["PATH": Self.path, "HOME": "/"])
    try #require(made.succeeded, "\(String(decoding: made.errors, as: UTF8.self))")
    let told = asked(scratch, and: "make cmake", path: bin)
    #expect(told.unknown.first == "make: took longer than 2 s")
    // On a machine at work it may not have come to its first words.
    let never = ["cmake: did not say", "cmake: took longer than 2 s"]
    #expect(told.unknown.count == 2 && never.contains(told.unknown.last ?? ""), "\(told.unknown)")
    #expect(try FileSystem.status(scratch.path("tools.json")) == nil)
  }
}
