import Documents
import Platform
import Testing

@testable import rtrack

/// A view that is thousands of files behind.
@Suite struct FarBehindViewTests {
  /// A lab whose ledger got so many comments elsewhere, which its view does not show yet.
  private func lab(comments count: Int) throws -> Session {
    let session = try Session()
    for line in ["init", "agent add flux", "issue open First --as flux"] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    let name = session.rtrack("comment 1 Hello --as flux -q").output.prefix { $0 != "\n" }
    session.environment["GIT_INDEX_FILE"] = Path.join(session.root, "index")
    defer { session.environment["GIT_INDEX_FILE"] = nil }
    func git(_ words: String...) throws -> String {
      let result = try session.call(["git"] + words)
      try #require(result.succeeded, "\(String(decoding: result.errors, as: UTF8.self))")
      return String(decoding: result.output.filter { $0 != 10 }, as: UTF8.self)
    }
    let blob = try git("rev-parse", "rtrack-ledger:.research/issues/0/1/\(name).md")
    _ = try git("read-tree", "rtrack-ledger")
    let entries = (100_000..<100_000 + count).map { number in
      let path = ".research/issues/0/1/20261121T050000Z-c0-flux-comment-\(number).md"
      return "100644 \(blob)\t\(path)\n"
    }
    session.input = Array(entries.joined().utf8)
    _ = try git("update-index", "--index-info")
    session.input = []
    let tree = try git("write-tree")
    let commit = try git("commit-tree", "-p", "rtrack-ledger", "-m", "Many", tree)
    _ = try git("update-ref", "refs/heads/rtrack-ledger", commit)
    return session
  }

  private func behind(_ session: Session) throws -> (count: Int?, hasMore: Bool?) {
    let document = try JSON.parse(Array(session.rtrack("status --json").output.utf8))
    return (document["view_behind"]?.integer, document["view_behind_more"]?.boolean)
  }

  @Test func `a view that is far behind is counted only so far, and a write says so`() throws {
    let session = try lab(comments: 1_001)
    #expect(try behind(session) == (1_000, true))
    #expect(session.rtrack("status").output.contains("is more than 1000 files behind"))
    let written = session.rtrack("comment 1 Now --as flux")
    #expect(written.status == 0)
    #expect(written.errors.contains("is more than 500 files behind"), "\(written.errors)")
    // Its own file is there all the same.
    let name = session.rtrack("log --limit 1 -q").output.prefix { $0 != "\n" }
    #expect(try session.read(".research/issues/0/1/\(name).md").contains("Now"))
    #expect(session.rtrack("files").status == 0)
    #expect(try behind(session) == (0, false))
  }

  @Test func `what can be counted is counted to the file`() throws {
    let session = try lab(comments: 1_000)
    #expect(try behind(session) == (1_000, false))
    #expect(session.rtrack("status").output.contains("is 1000 files behind"))
  }
}
