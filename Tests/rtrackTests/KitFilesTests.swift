import Documents
import Platform
import Testing

@testable import rtrack

/// What a project that follows the protocol starts with.
@Suite struct KitFilesTests {
  private static let files = [
    "experiments/.gitkeep", "results/.gitkeep", "templates/experiment.md", "templates/handoff.md",
    "tools/cloud-run",
  ]

  @Test func `an empty project gets everything, and a second call nothing`() throws {
    let session = try Session()
    let first = session.rtrack("init --kit")
    #expect(first.status == 0, "\(first.errors)")
    for file in Self.files {
      #expect(try FileSystem.status(Path.join(session.directory, file)) != nil, "\(file)")
      #expect(first.output.contains("made \(file)"), "\(first.output)")
    }
    #expect(first.output.contains("`rtrack hooks install`"))
    let second = session.rtrack("init --kit --json")
    let json = try JSON.parse(Array(second.output.utf8))
    #expect(json["kit_made"]?.array == [] && json["kit_kept"]?.array?.count == Self.files.count)
    // A call without the flag says nothing of a kit.
    #expect(!session.rtrack("init").output.contains("templates"))
  }

  @Test func `nothing is ever written over, nor beside what is in use`() throws {
    let session = try Session()
    try session.write("tools/cloud-run", "mine\n")
    try session.write("experiments/exp-001-mine.md", "# Mine\n")
    let said = session.rtrack("init --kit")
    #expect(said.status == 0, "\(said.errors)")
    #expect(try session.read("tools/cloud-run") == "mine\n")
    #expect(said.output.contains("kept tools/cloud-run"))
    #expect(try FileSystem.entries(Path.join(session.directory, "experiments")).count == 1)
  }

  @Test func `a folder that is a link, or no folder, is refused, and nothing is made`() throws {
    for thing in ["ln -s /tmp tools", "echo x > results"] {
      let session = try Session()
      _ = try session.call(["sh", "-c", thing])
      let said = session.rtrack("init --kit")
      #expect(said.status == 2 && said.errors.contains("is no folder of this work tree"))
      #expect(try FileSystem.status(Path.join(session.directory, "templates")) == nil)
    }
  }

  @Test func `the tool hands its words on to rtrack cloud, and says where there is no rtrack`()
    throws
  {
    let session = try Session()
    #expect(session.rtrack("init --kit").status == 0)
    try session.write("../fake/rtrack", "#!/bin/sh\nfor w in \"$@\"; do echo \"<$w>\"; done\n")
    let said = try session.call([
      "sh", "-c",
      """
      chmod +x ../fake/rtrack
      PATH="$PWD/../fake:$PATH" tools/cloud-run run "a b; echo 'c'" --detach
      PATH=/nowhere /bin/sh tools/cloud-run ls; echo $?
      """,
    ])
    let text = String(decoding: said.output, as: UTF8.self)
    #expect(text == "<cloud>\n<run>\n<a b; echo 'c'>\n<--detach>\n127\n", "\(text)")
  }

  @Test func `the draft of a spec is what experiment new writes`() throws {
    let session = try Session()
    #expect(session.rtrack("init --kit").status == 0)
    #expect(session.rtrack("experiment check templates/experiment.md").errors.isEmpty)
    #expect(try session.read("templates/experiment.md").contains("# Experiment: "))
  }
}
