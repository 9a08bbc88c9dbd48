import Ledger
import Platform
import Testing

@testable import rtrack

/// How the ledger's commits and its view read.
@Suite struct ReadingTests {
  private func lab() throws -> Session {
    let session = try Session()
    for line in ["init", "agent add flux", "issue open First --as flux"] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    return session
  }

  private func subject(_ session: Session) throws -> String {
    let command = ["git", "log", "-1", "--format=%s", "rtrack-ledger"]
    return String(decoding: try session.call(command).output, as: UTF8.self)
  }

  @Test func `numbers are integers in what the view renders`() throws {
    let session = try lab()
    session.rtrack("issue open Second --as flux")
    session.rtrack("issue link 1 --pr 9 --as flux")
    session.rtrack("issue link 1 --blocks 2 --as flux")
    session.rtrack("issue link 1 --parent 2 --as flux")
    let text = try session.read(".research/issues/0/1.md")
    for line in ["issue: 1", "pr: [9]", "blocks: [2]", "parent: 2"] {
      #expect(text.contains("\n\(line)\n"), "\(text)")
    }
  }

  @Test func `a subject is harmless for a host, unless its numbers are the host's`() throws {
    let session = try lab()
    session.rtrack(["comment", "1", "fixes #1 for @flux", "--as", "flux"])
    #expect(try !subject(session).contains("#1"))
    session.rtrack("agent add maya --human")
    #expect(session.rtrack("policy set numbers mirror --as maya").status == 0)
    session.rtrack(["comment", "1", "fixes #1 for @flux", "--as", "flux"])
    #expect(try subject(session).contains("fixes #1 for @flux"))
  }

  @Test func `what a killed writer of the view left is no stray, and the next one sweeps it`()
    throws
  {
    let session = try lab()
    let left = ".research/.tmp-77-abcdefghijkl"
    try session.write(left, "cut of")
    try session.write(".research/mine.md", "a note")
    let strays = session.rtrack("files").output + session.rtrack("files --json").output
    #expect(!strays.contains(".tmp-") && strays.contains("mine.md"))
    session.rtrack("comment 1 Next --as flux")
    #expect(try FileSystem.status(Path.absolute(left, in: session.directory)) == nil)
    #expect(try session.read(".research/mine.md") == "a note")
  }

  @Test func `the event that proves an answer is never cut`() throws {
    let session = try lab()
    session.rtrack("agent add experiment-runner-of-the-lab --as flux")
    session.rtrack("cycle open --as flux")
    session.rtrack("comment 1 Hello --as flux")
    session.rtrack("comment 1 Hello --as experiment-runner-of-the-lab")
    session.terminal = Terminal(isOutput: true, columns: 80, hasColour: false)
    let text = session.rtrack("silent").output
    #expect(!text.contains("…"))
    for word in text.split(whereSeparator: \.isWhitespace) where word.contains("-comment-") {
      #expect(session.rtrack(["log", "-q"]).output.contains(word))
    }
    #expect(text.split(whereSeparator: \.isNewline).allSatisfy { $0.count <= 80 }, "\(text)")
  }

  @Test func `evidence is committed: what is staged, outside or no plain path is refused`() throws {
    let session = try lab()
    try session.write("data/run1.json", "{}")
    try session.call(["git", "add", "-A"])
    func tries(_ path: String) -> Program.Outcome {
      session.rtrack(["comment", "1", "Ran", "--result", path, "--as", "flux"])
    }
    let staged = tries("data/run1.json")
    #expect(staged.status == 2 && staged.errors.contains("committed on no branch"))
    try session.call(["git", "switch", "-q", "-c", "side"])
    try session.call(["git", "commit", "-q", "-m", "Run"])
    try session.call([
      "git", "update-index", "--add", "--cacheinfo",
      "160000,0123456789012345678901234567890123456789,module",
    ])
    try session.call(["git", "commit", "-q", "-m", "Module"])
    try session.call(["git", "switch", "-q", "main"])
    for path in ["data/run1.json", "data", "module"] { #expect(tries(path).status == 0, "\(path)") }
    for path in ["data/../readme.md", "../readme.md", "/etc/passwd", "", "data//run1.json", "."] {
      #expect(tries(path).status == 2, "\(path)")
    }
    // What lies in a module is in another repository.
    #expect(tries("module/inner.json").status == 2)
  }
}
