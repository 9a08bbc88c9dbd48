import Platform
import Testing

@testable import rtrack

/// A view that `ledger.files` keeps to what is open.
@Suite struct OpenFilesTests {
  private func lab() throws -> Session {
    let session = try Session()
    let calls = [
      "init", "agent add flux", "issue open First --as flux", "issue open Second --as flux",
      "comment 1 one --as flux", "comment 2 two --as flux",
    ]
    for line in calls { try #require(session.rtrack(line).status == 0, "\(line)") }
    return session
  }

  private func set(_ session: Session, _ scope: String) throws {
    try session.call(["git", "config", "ledger.files", scope])
  }

  /// What lies of the issues in the view.
  private func files(_ session: Session) throws -> [String] {
    let found = try session.call(["sh", "-c", "cd .research/issues/0; find . | sort"])
    return String(decoding: found.output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `a closed issue leaves the view, and comes back with all it had when it is reopened`()
    throws
  {
    let session = try lab()
    try session.write("plot.txt", "a plot\n")
    #expect(session.rtrack("comment 1 plotted --as flux --attach plot.txt").status == 0)
    let all = try files(session)
    try set(session, "open")
    #expect(session.rtrack("issue close 1 --as flux --reason done").status == 0)
    #expect(try files(session).allSatisfy { !$0.hasPrefix("./1") })
    #expect(try files(session).contains("./2.md"))
    #expect(session.rtrack("files --check").status == 0)
    #expect(session.rtrack("doctor").status == 0)
    #expect(session.rtrack("show 1").output.contains("plotted"))
    #expect(session.rtrack("comment 1 late --as flux").status == 0)
    #expect(try files(session).allSatisfy { !$0.hasPrefix("./1") })
    #expect(session.rtrack("issue reopen 1 --as flux -m again").status == 0)
    let now = try files(session)
    #expect(Set(all).isSubset(of: now))
    #expect(now.count == all.count + 3, "closed, late, reopened")
    #expect(session.rtrack("files --check").status == 0)
  }

  @Test func `what is set is followed at once, and damage is what should be there`() throws {
    let session = try lab()
    #expect(session.rtrack("issue close 1 --as flux --reason done").status == 0)
    let all = try files(session)
    try set(session, "open")
    #expect(session.rtrack("files").status == 0)
    let open = try files(session)
    #expect(open.count < all.count && open.allSatisfy { !$0.hasPrefix("./1") })
    try session.call(["sh", "-c", "rm -f .research/issues/0/2.md"])
    #expect(session.rtrack("files --check").output.contains("issues/0/2.md"))
    #expect(session.rtrack("files").status == 0)
    #expect(try files(session) == open)
    try set(session, "all")
    #expect(session.rtrack("files").status == 0)
    #expect(try files(session) == all)
  }

  @Test func `what somebody put beside a closed issue stays, and a wrong word is told`() throws {
    let session = try lab()
    try set(session, "open")
    #expect(session.rtrack("files").status == 0)
    try session.write(".research/issues/0/1/mine.txt", "a note\n")
    #expect(session.rtrack("issue close 1 --as flux --reason done").status == 0)
    #expect(try files(session).filter { $0.hasPrefix("./1") } == ["./1", "./1/mine.txt"])
    try set(session, "some")
    let refused = session.rtrack("files")
    #expect(refused.status == 2 && refused.errors.contains("ledger.files"), "\(refused.errors)")
    let said = session.rtrack("comment 2 three --as flux")
    #expect(said.status == 0 && said.errors.contains("was not refreshed"), "\(said.errors)")
  }
}
