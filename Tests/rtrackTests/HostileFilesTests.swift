import Git
import Ledger
import Platform
import Research
import Testing

@testable import rtrack

/// Files that come into a ledger by plain git, where no writer of rtrack has looked at them.
@Suite struct HostileFilesTests {
  static let bomb =
    "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + zip("bcdefghi", "abcdefgh").map { "\($0): &\($0) [*\($1),*\($1),*\($1),*\($1),*\($1)]\n" }
    .joined()

  static let unreadable: [String] = [
    "", "no front matter\n", "---\n", "---\nevent: comment\n", "---\n: : :\n---\n",
    "---\nevent: [unclosed\n---\n", "---\n" + bomb + "---\nbody\n",
    "---\nopening: &x 20261121T050001Z-c0-flux-opened-aaaaaa\nagain: *x\n---\n",
    "---\n!!python/object:os.system {}\n---\n", "---\nevent: !tag comment\n---\n",
    "---\nevent: close\n---\n", "---\nagent: athena\n---\n", "---\nissue: 7\n---\n",
    "---\nevent: comment\nevent: comment\n---\n", "\0\0\0\0", "---\n\0: x\n---\n",
    "---\n" + String(repeating: "[", count: 20_000) + "\n---\n", "<<<<<<< ours\n",
  ]

  /// A ledger with one issue, and these files put beside its opening by git alone.
  private func session(with texts: [[UInt8]]) throws -> Session {
    let session = try Session()
    session.rtrack("init")
    session.rtrack("agent add flux")
    session.rtrack("issue open First --as flux")
    var lines = ""
    for (number, text) in texts.enumerated() {
      session.input = text
      let blob = try line(session, ["git", "hash-object", "-w", "--stdin"])
      let letters = Array("abcdefghijklmnopqrstuvwxyz")
      let suffix = "aaa" + String(letters[number / 26]) + String(letters[number % 26]) + "a"
      lines +=
        "100644 \(blob)\t.research/issues/0/1/20261121T060000Z-c0-flux-comment-\(suffix).md\n"
    }
    session.environment["GIT_INDEX_FILE"] = Path.join(session.root, "index")
    _ = try line(session, ["git", "read-tree", "rtrack-ledger"])
    session.input = Array(lines.utf8)
    _ = try line(session, ["git", "update-index", "--add", "--index-info"])
    session.input = []
    let tree = try line(session, ["git", "write-tree"])
    let commit = try line(
      session, ["git", "commit-tree", "-p", "rtrack-ledger", "-m", "By hand", tree])
    _ = try line(session, ["git", "update-ref", "refs/heads/rtrack-ledger", commit])
    session.environment["GIT_INDEX_FILE"] = nil
    return session
  }

  private func line(_ session: Session, _ command: [String]) throws -> String {
    let result = try session.call(command)
    session.input = []
    try #require(result.succeeded, "\(command): \(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output.prefix { $0 != 10 }, as: UTF8.self)
  }

  private func snapshot(_ session: Session) throws -> Snapshot {
    let repository = try Repository.open(
      from: session.directory, environment: session.environment)
    return try Ledger(of: repository, environment: session.environment).snapshot()
  }

  private func firstIssue(_ snapshot: Snapshot) throws -> Research.Issue {
    let number = try #require(try snapshot.issueNumbers().first)
    let issues = try snapshot.issues(number)
    return try #require(issues.first)
  }

  @Test func `files that cannot be read are counted, and nothing else suffers`() throws {
    let session = try session(with: Self.unreadable.map { Array($0.utf8) } + [[0xFF, 0xFE, 0x80]])
    let snapshot = try snapshot(session)
    let number = try #require(try snapshot.issueNumbers().first)
    let issues = try snapshot.issues(number)
    #expect(issues.map(\.title) == ["First"])
    let told = Set(snapshot.faults.map(\.path))
    let all = Self.unreadable.count + 1
    #expect(told.count == all, "\(all - told.count) were passed over in silence")
    // Who wants to work goes on working.
    #expect(session.rtrack(["comment", "1", "on we go", "--as", "flux"]).status == 0)
    #expect(session.rtrack("issue open Second --as flux").status == 0)
    #expect(session.rtrack("init").status == 0)
  }

  @Test func `odd bytes in good files are read as they are`() throws {
    // Clock and dice are the same each time, so the opening has this name again below.
    let plain = try self.session(with: [])
    let opening = try firstIssue(try snapshot(plain)).opening
    let head = "---\nopening: \(opening)\nmood: kept\n---\n"
    let bodies = [
      "CRLF\r\nlines\r\n", "---\nnot front matter\n", "NUL \0 inside\n", "\u{1B}[2J\n",
      "\u{202E}שלום\n", String(repeating: "x", count: 1 << 20),
    ]
    let session = try self.session(with: bodies.map { Array((head + $0).utf8) })
    let snapshot = try snapshot(session)
    let issue = try firstIssue(snapshot)
    #expect(snapshot.faults.map(\.text) == [])
    let heard = issue.events.map(\.body).filter { !$0.isEmpty }
    #expect(Set(heard.map { Array($0.utf8) }) == Set(bodies.map { Array($0.utf8) }))
    // Nothing of it reaches a terminal as a command.
    session.terminal = .init(isOutput: true, columns: 80, hasColour: false)
    for call in ["list", "show 1", "log", "status", "silent --exit-zero"] {
      #expect(!session.rtrack(call).output.utf8.contains(0x1B), "\(call)")
    }
  }

  @Test func `a ledger of a newer version is refused, not rewritten`() throws {
    let session = try Session()
    session.rtrack("init")
    session.input = Array("---\nledger: 99\n---\n".utf8)
    let blob = try line(session, ["git", "hash-object", "-w", "--stdin"])
    session.environment["GIT_INDEX_FILE"] = Path.join(session.root, "index")
    _ = try line(session, ["git", "read-tree", "rtrack-ledger"])
    let path = ".research/policy/20261121T060000Z-c0-system-founded-zzzzzz.md"
    _ = try line(
      session, ["git", "update-index", "--add", "--cacheinfo", "100644,\(blob),\(path)"])
    let tree = try line(session, ["git", "write-tree"])
    let commit = try line(
      session, ["git", "commit-tree", "-p", "rtrack-ledger", "-m", "Later", tree])
    _ = try line(session, ["git", "update-ref", "refs/heads/rtrack-ledger", commit])
    session.environment["GIT_INDEX_FILE"] = nil
    for call in ["agent add flux", "issue open First --as flux", "silent", "init"] {
      let outcome = session.rtrack(call)
      #expect(outcome.status == 2, "\(call): \(outcome)")
      #expect(outcome.errors.contains("newer rtrack"), "\(outcome.errors)")
    }
    #expect(try line(session, ["git", "rev-parse", "rtrack-ledger"]) == commit)
  }
}
