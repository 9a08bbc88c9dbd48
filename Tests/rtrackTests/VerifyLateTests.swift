import Documents
import Testing

@testable import rtrack

/// Events that say they were written long before the commit that brought them.
@Suite struct VerifyLateTests {
  /// Adds comments by plain git, in one commit of 2026-11-22T12:00:00Z, that say these times.
  private func bring(_ times: [String], to project: VerifiedProject) throws {
    let folder = project.comment.split(separator: "/").dropLast().joined(separator: "/")
    let script = times.map { time in
      let compact = time.filter { $0 != "-" && $0 != ":" }
      return "sed s/2026-11-21T05:00:..Z/\(time)/ \(project.comment) "
        + "> \(folder)/\(compact)-c0-flux-comment-bbbbbb.md"
    }.joined(separator: "; ")
    try project.shell("in_ledger '\(script)'")
  }

  @Test func `what came late is told with the longest first, and counts against nobody`() throws {
    let project = try VerifiedProject()
    #expect(try project.verify().json["late"]?["events"]?.integer == 0)
    #expect(!project.session.rtrack("verify").output.contains("Came late"))
    try bring(["2026-11-22T11:50:00Z", "2026-11-22T12:09:00Z"], to: project)
    #expect(try project.verify().json["late"]?["events"]?.integer == 0)
    try bring(["2026-11-22T11:49:59Z", "2026-11-19T12:00:00Z"], to: project)
    try bring((1...6).map { "2026-11-22T0\($0):00:00Z" }, to: project)
    let answer = try project.verify()
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.open == [] && answer.json["clean"] == .boolean(true))
    let late = try #require(answer.json["late"])
    #expect(late["events"]?.integer == 8 && late["commits"]?.integer == 2)
    let longest = try #require(late["longest"]?.array)
    #expect(
      longest.map { $0["written"]?.string ?? "" }
        == ["2026-11-19T12:00:00Z"] + (1...4).map { "2026-11-22T0\($0):00:00Z" })
    #expect(longest.allSatisfy { $0["committed"]?.string == "2026-11-22T12:00:00Z" })
    #expect(try longest.last?["commit"]?.string == project.shell("git rev-parse rtrack-ledger"))
    // What is remembered of earlier looks says the same as a new one.
    let again = try project.verify()
    #expect(again.newCommits == 0 && again.json["late"] == late)
    #expect(try project.verify("--full").json["late"] == late)
    let text = project.session.rtrack("verify").output
    let path = longest[0]["path"]?.string ?? ""
    #expect(text.contains("Came late: 8 events in 2 commits, "), "\(text)")
    #expect(text.contains("\n  3 d late: \(path) ("), "\(text)")
    #expect(text.contains("\n  … and 3 that came sooner\n"), "\(text)")
  }

  @Test func `what was written offline and united later did not come late`() throws {
    let clones = try Clones(2, seed: 1)
    let session = clones.session
    func call(_ clone: Int, _ line: String) -> Program.Outcome {
      clones.enter("clone-\(clone)")
      return session.rtrack(line)
    }
    #expect(call(0, "comment 1 Offline --as flux").status == 0)
    session.pass(seconds: 400_000)
    #expect(call(1, "comment 1 Meanwhile --as maya").status == 0)
    for clone in [1, 0, 1] { #expect(call(clone, "sync").status == 0) }
    let outcome = call(1, "verify --json")
    #expect(outcome.status == 0)
    #expect(call(1, "show 1").output.contains("Offline"))
    let json = try JSON.parse(Array(outcome.output.utf8))
    #expect(json["late"]?["events"]?.integer == 0)
  }
}
