import Testing

@testable import rtrack

/// The rules, asked through the command line.
@Suite struct RuleSessionTests {
  /// A lab with a person, a manager and two agents; issue 1 is the person's, 2 the manager's and
  /// follows 1, 3 is flux's.
  private func lab() throws -> Session {
    let session = try Session()
    for line in [
      "init", "agent add maya --human", "agent add athena --role manager --as maya",
      "agent add flux --as athena", "agent add sage --as athena", "issue open Table --as maya",
      "issue open Simulate --per 1 --as athena", "issue open Plot --as flux",
    ] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    return session
  }

  @Test(arguments: [
    ("flux", 3, 0), ("athena", 3, 0), ("maya", 3, 0), ("sage", 3, 1), ("flux", 2, 1),
    ("athena", 1, 1), ("flux", 1, 1), ("maya", 1, 0),
  ])
  func `an issue is closed by its creator or a manager, a human's only by a human`(
    speaker: String, issue: Int, status: Int32
  ) throws {
    let session = try lab()
    #expect(session.rtrack("issue close \(issue) --as \(speaker)").status == status)
    let closed = session.rtrack("list --state closed -q").output
    #expect(closed == (status == 0 ? "\(issue)\n" : ""))
  }

  @Test func `what a human directed no agent puts off, also not through an issue between`() throws {
    let session = try lab()
    session.rtrack("issue open Prepare --per 2 --as flux")
    for call in [
      "issue defer 1 --as athena", "issue defer 2 --as athena", "issue defer 4 --as flux",
      "issue link 2 --per 1 --remove --as athena",
    ] {
      let outcome = session.rtrack(call)
      #expect(outcome.status == 1 && outcome.errors.contains("a human"), "\(call)")
    }
    #expect(session.rtrack("ready -q").output == "1\n2\n3\n4\n")
    #expect(session.rtrack("issue defer 3 --as sage").status == 0)
    #expect(session.rtrack("issue defer 2 --as maya").status == 0)
    #expect(session.rtrack("ready -q").output == "1\n4\n")
  }

  @Test func `a ring of blocks is refused and named, and what is taken back makes room`() throws {
    let session = try lab()
    #expect(session.rtrack("issue link 1 --blocks 2 --as flux").status == 0)
    #expect(session.rtrack("issue link 2 --blocks 3 --as flux").status == 0)
    let ring = session.rtrack("issue link 3 --blocks 1 --as flux")
    #expect(ring.status == 1 && ring.errors.contains("3 → 1 → 2 → 3"))
    #expect(session.rtrack("ready -q").output == "1\n")
    // The hint's own call.
    #expect(ring.errors.contains("`rtrack issue link 2 --blocks 3 --remove`"))
    #expect(session.rtrack("issue link 2 --blocks 3 --remove --as flux").status == 0)
    #expect(session.rtrack("issue link 3 --blocks 1 --as flux").status == 0)
    #expect(session.rtrack("ready -q").output == "3\n")
  }

  @Test func `what a call in a hint needs more is a text, not another word`() throws {
    let session = try lab()
    let refused = session.rtrack("issue close 2 --as flux")
    #expect(refused.errors.contains("`rtrack comment 2 --status done \"TEXT\"`"))
    #expect(
      session.rtrack(["comment", "2", "--status", "done", "TEXT", "--as", "flux"]).status == 0)
  }

  @Test func `a number on a host leads to the issue that was opened here`() throws {
    let session = try lab()
    #expect(session.rtrack("policy set numbers mirror --as maya").status == 0)
    #expect(session.rtrack("issue open Local --as flux -q").output == "L1\n")
    #expect(session.rtrack("issue link L1 --host 3 --as flux").errors.contains("here already"))
    #expect(session.rtrack("issue link L1 --host 201 --as flux").status == 0)
    #expect(session.rtrack("issue priority 201 0 --as flux").status == 0)
    #expect(session.rtrack("issue link 3 --host 201 --as flux").status == 2)
    #expect(session.rtrack("ready --limit 1 -q").output == "L1\n")
  }
}
