import Documents
import Platform
import Testing

@testable import rtrack

/// A machine whose clock was wrong for a while.
@Suite struct FastClockTests {
  private func open(_ session: Session) throws -> [String] {
    let outcome = session.rtrack("verify --full --json")
    let json = try JSON.parse(Array(outcome.output.utf8))
    return json["findings"]?.array?.filter { $0["standing"]?.string == "open" }
      .compactMap { $0["rule"]?.string } ?? []
  }

  private func line(_ session: Session, _ format: String) throws -> String {
    let result = try session.call([
      "git", "log", "-1", "--date=unix", "--format=\(format)", "rtrack-ledger",
    ])
    return String(decoding: result.output, as: UTF8.self)
  }

  @Test func `what follows a commit of a fast clock is not backdated, and says its own time too`()
    throws
  {
    let session = try Session()
    for line in ["init -q", "agent add athena --role manager -q", "issue open Speed --as athena"] {
      #expect(session.rtrack(line).status == 0)
    }
    session.pass(seconds: 7200)
    #expect(session.rtrack("comment 1 Fast --as athena").status == 0)
    let fast = try line(session, "%cd")
    session.pass(seconds: -7200)
    #expect(session.rtrack("comment 1 Right --as athena").status == 0)
    #expect(try line(session, "%cd") == fast)
    #expect(try line(session, "%ad") < fast)
    #expect(try open(session) == [])
    // Once time has caught up, commits bear their own again.
    session.pass(seconds: 7200)
    #expect(session.rtrack("comment 1 Later --as athena").status == 0)
    #expect(try line(session, "%cd") > fast)
    #expect(try line(session, "%cd") == line(session, "%ad"))
    #expect(try open(session) == [])
  }

  @Test func `a clock that was years ahead pins nobody's time, and is told once`() throws {
    let session = try Session()
    #expect(session.rtrack("init -q").status == 0)
    #expect(session.rtrack("agent add athena --role manager -q").status == 0)
    session.pass(seconds: 86_400 * 700)
    #expect(session.rtrack("issue open Speed --as athena").status == 0)
    let fast = try line(session, "%cd")
    session.pass(seconds: -86_400 * 700)
    for text in ["One", "Two", "Three"] {
      #expect(session.rtrack("comment 1 \(text) --as athena").status == 0)
      #expect(try line(session, "%cd") < fast)
    }
    #expect(try open(session) == ["backdated"])
  }

  @Test func `a union, and what is written after it, is not before either side`() throws {
    let clones = try Clones(2, seed: 3)
    let session = clones.session
    func call(_ clone: Int, _ line: String) throws {
      clones.enter(clones.names[clone])
      try #require(session.rtrack(line).status == 0, "\(line)")
    }
    session.pass(seconds: 5000)
    try call(0, "comment 1 Fast --as flux")
    session.pass(seconds: -5000)
    try call(1, "comment 1 Right --as maya")
    try call(0, "sync")
    try call(1, "sync")
    try call(1, "comment 1 Next --as maya")
    try call(1, "sync")
    try call(0, "sync")
    for name in clones.names {
      clones.enter(name)
      #expect(try open(session) == [])
      let result = try session.call([
        "git", "log", "--merges", "--format=%ct %p", "rtrack-ledger",
      ])
      #expect(!result.output.isEmpty)
    }
  }
}
