import Documents
import Ledger
import Platform
import Research
import Testing

@testable import rtrack

@Suite struct ImportTests {
  private let session: Session

  init() throws {
    session = try Session()
    session.rtrack("init")
    session.rtrack("agent add athena --role manager")
    session.rtrack("agent add flux --as athena")
  }

  /// One issue as `gh` writes it.
  private func issue(
    _ number: Int, title: String? = nil, body: String = "Do it.", closed: String? = nil,
    labels: [String] = ["active:flux"], comments: Int = 0
  ) -> JSON {
    let notes = (0..<comments).map { index in
      JSON.object([
        JSON.Member("id", .string("IC_\(number)_\(index)")),
        JSON.Member("author", .object([JSON.Member("login", .string("lab-owner"))])),
        JSON.Member("body", .string("# [Flux]\r\n\r\nStep \(index).\r\n")),
        JSON.Member("createdAt", .string("2026-02-07T1\(index % 10):00:00Z")),
        JSON.Member(
          "url", .string("https://github.com/o/r/issues/\(number)#issuecomment-\(number)0\(index)")),
      ])
    }
    return .object([
      JSON.Member("number", .integer(number)),
      JSON.Member("title", .string(title ?? "[Athena] -> [Flux] Task \(number)")),
      JSON.Member("body", .string(body)),
      JSON.Member("author", .object([JSON.Member("login", .string("lab-owner"))])),
      JSON.Member("createdAt", .string("2026-02-07T09:00:00Z")),
      JSON.Member("state", .string(closed == nil ? "OPEN" : "CLOSED")),
      JSON.Member("closedAt", closed.map { .string($0) } ?? .null),
      JSON.Member(
        "labels", .array(labels.map { .object([JSON.Member("name", .string($0))]) })),
      JSON.Member("assignees", .array([])),
      JSON.Member("comments", .array(notes)),
      JSON.Member("url", .string("https://github.com/o/r/issues/\(number)")),
    ])
  }

  @discardableResult
  private func take(_ issues: [JSON], _ more: String...) throws -> Program.Outcome {
    try session.write("export.json", JSON.array(issues).serialized(pretty: false))
    return session.rtrack(["import", "github", "export.json"] + more)
  }

  private func snapshot() throws -> Snapshot { try ledger().snapshot() }

  private func ledger() throws -> Ledger { try context().ledger() }

  private func context() -> Context {
    Context(
      directory: session.directory, environment: session.environment,
      now: { Timestamp(seconds: 1_795_240_000) }, dice: { .random(in: .min ... .max) },
      input: { [] }, isInteractive: false, terminal: session.terminal, note: { _ in })
  }

  private func issue(at number: Int, isLocal: Bool = false) throws -> Research.Issue {
    let number = try #require(IssueNumber(number, isLocal: isLocal))
    return try #require(try snapshot().issues(number).first)
  }

  private func commits() throws -> Int {
    let result = try session.call(["git", "rev-list", "--count", "rtrack-ledger"])
    return Int(String(decoding: result.output.dropLast(), as: UTF8.self)) ?? -1
  }

  private func write(_ payload: Payload, _ kind: EventKind, in folder: Layout.EventFolder) throws {
    let ledger = try ledger()
    _ = try context().writer(of: ledger).write { composer in
      var thread = Thread.policy
      if case .issue(let number) = folder, let issue = try composer.snapshot.issues(number).first {
        thread = .issue(number, opening: issue.opening)
      }
      let event = try composer.event(
        payload, kind, by: .system, in: nil, thread: thread, folder: folder)
      return Composition([event], speaker: .system, act: "set")
    }
  }

  @Test func `a lab with 200 issues comments on 194 on its first day`() throws {
    let issues = (1...200).map {
      issue($0, closed: $0 % 3 == 0 ? "2026-02-08T00:00:00Z" : nil, comments: $0 % 4)
    }
    let before = try commits()
    let outcome = try take(issues)
    #expect(outcome.output.hasPrefix("Imported 200 issues, 300 comments."), "\(outcome)")
    #expect(outcome.errors == "")
    #expect(try commits() == before + 1)
    #expect(session.rtrack("comment 194 'ASTRA-sim runs.' --as flux --status working").status == 0)
    let known = try issue(at: 194)
    #expect(known.title == "[Athena] -> [Flux] Task 194")
    #expect(known.creator.text == "athena")
    #expect(known.assignees.map(\.text) == ["flux"])
    #expect(known.labels == ["active:flux"])
    #expect(known.opened.occurredAt == Timestamp("2026-02-07T09:00:00Z"))
    #expect(known.opened.importedFrom == "github:issue/194")
    #expect(known.conversation.map(\.agent.text) == ["flux", "flux", "flux"])
    #expect(known.conversation.last?.body == "ASTRA-sim runs.\n")
    #expect(known.conversation.first?.importedFrom == "github:comment/19400")
    #expect(try issue(at: 3).state == .closed)
    #expect(try issue(at: 3).closedReason == nil)
    #expect(try snapshot().faults.isEmpty)
    #expect(try session.call(["git", "fsck", "--strict"]).succeeded)
    #expect(
      try session.call(["git", "status", "--short"]).output == Array("?? export.json\n".utf8))
    #expect(try session.read(".research/issues/1/194.md").contains("state: open"))
    #expect(session.rtrack("silent --exit-zero").status == 2, "an import opens no cycle")
  }

  @Test func `a second import adds nothing, whatever the text holds`() throws {
    let bodies = [
      "", "\n\nspace before", "a\r\nb\r\n", "---\nkey: value\n---\n", "no end", "é\u{202E}x", "\t",
      "nul \u{0} and bell \u{7}", "trailing\n\n\n",
    ]
    let issues = bodies.enumerated().map { issue($0 + 1, body: $1, comments: 2) }
    #expect(try take(issues).status == 0)
    let before = try commits()
    let again = try take(issues)
    #expect(
      again.output.hasPrefix("Nothing new.\nHere already: 9 issues, 18 comments."), "\(again)")
    #expect(try commits() == before)
    for (index, body) in bodies.enumerated() {
      #expect(try issue(at: index + 1).text == Composer.terminated(body))
    }
  }

  @Test func `a later export adds only what is new, and leaves what was decided here`() throws {
    try take([issue(1, comments: 1), issue(2, comments: 1)])
    try write(.label(add: ["ours"], remove: []), .label, in: .issue(try #require(IssueNumber(1))))
    let later = [
      issue(1, title: "Renamed", labels: ["bug"], comments: 3),
      issue(2, closed: "2026-02-09T00:00:00Z", comments: 1), issue(3),
    ]
    let outcome = try take(later)
    #expect(outcome.output.hasPrefix("Imported 1 issue, 2 comments, 4 changes."), "\(outcome)")
    let one = try issue(at: 1)
    #expect(one.title == "Renamed")
    #expect(one.labels == ["ours", "bug"])
    #expect(one.conversation.count == 3)
    #expect(try issue(at: 2).state == .closed)
    #expect(try take(later).output.hasPrefix("Nothing new."))
    // The first export again: it is older, and takes nothing back.
    let old = try take([issue(1, comments: 1)])
    #expect(old.output.contains("their state was left alone: 1."), "\(old)")
    #expect(try issue(at: 1).title == "Renamed")
  }

  @Test func `what a host reopened is open again`() throws {
    try take([issue(1, closed: "2026-02-08T00:00:00Z")])
    #expect(try issue(at: 1).state == .closed)
    try take(
      [issue(1, comments: 0)].map { _ in
        .object(
          (issue(1).object ?? []) + [JSON.Member("updatedAt", .string("2026-02-10T00:00:00Z"))])
      })
    #expect(try issue(at: 1).state == .open)
  }

  @Test func `numbers that are taken are all named, and nothing is written`() throws {
    session.rtrack("issue open Ours --as flux --number 2")
    session.rtrack("issue open 'Ours too' --as flux --number 3")
    let before = try commits()
    let outcome = try take([issue(1), issue(2), issue(3)])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("taken by other issues here: 2, 3"), "\(outcome)")
    #expect(try commits() == before)
    #expect(try !snapshot().hasIssue(try #require(IssueNumber(1))))
  }

  @Test func `comments on an issue that is nowhere are refused with its number`() throws {
    try session.write(
      "export.json",
      #"""
      {"id":5,"body":"x","user":{"login":"a"},"created_at":"2026-02-07T15:00:00Z",
       "html_url":"https://github.com/o/r/issues/7#issuecomment-5"}
      """#)
    let outcome = session.rtrack("import github export.json")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("neither here nor in these files: 7"))
  }

  @Test func `in a ledger that mirrors a host a local issue is linked to its number there`() throws
  {
    try write(.set(PolicySetting(key: "numbers", values: ["mirror"])), .set, in: .policy)
    try take([issue(194)])
    #expect(session.rtrack("issue open Local --as flux").output.contains("Issue L1 is open"))
    let local = try #require(IssueNumber(1, isLocal: true))
    try write(.link(IssueLink(host: 201)), .link, in: .issue(local))
    #expect(session.rtrack("comment 201 'Both names lead here.' --as flux").status == 0)
    let outcome = try take([issue(194), issue(201, comments: 1)])
    #expect(outcome.output.hasPrefix("Imported 1 comment"), "\(outcome)")
    #expect(try issue(at: 1, isLocal: true).conversation.count == 2)
    #expect(try issue(at: 1, isLocal: true).title == "Local")
    #expect(try take([issue(194), issue(201, comments: 1)]).output.hasPrefix("Nothing new."))
  }

  @Test func `a pull request that names issues becomes a link on each of them, once`() throws {
    try take([issue(1), issue(2)])
    try session.write(
      "pr.json",
      #"""
      [{"number":186,"title":"[Flux] Plan for #1","body":"Closes #2, not #99.","isDraft":false,
        "author":{"login":"octocat"},"createdAt":"2026-02-07T15:00:00Z",
        "url":"https://github.com/o/r/pull/186"}]
      """#)
    #expect(session.rtrack("import github pr.json").output == "Imported 1 pull request.\n")
    for number in [1, 2] {
      let issue = try issue(at: number)
      #expect(issue.pullRequests == [186])
      #expect(issue.events.last?.importedFrom == "github:pr/186")
      #expect(issue.events.last?.agent.text == "flux")
    }
    #expect(session.rtrack("import github pr.json").output == "Nothing new.\n")
  }

  @Test func `updated is when an imported comment was made, until something is said here`() throws {
    try take([issue(1, comments: 3), issue(2, comments: 1), issue(3, comments: 2)])
    #expect(session.rtrack("list --sort updated -q").output == "1\n3\n2\n")
    for call in ["list --state all", "list --sort updated", "ready"] {
      #expect(session.rtrack(call).output.contains("2026-02-07T12:00:00Z"), "\(call)")
    }
    session.rtrack("comment 2 Here --as flux")
    #expect(session.rtrack("list --sort updated -q").output == "2\n1\n3\n")
  }
}
