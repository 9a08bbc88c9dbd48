import Research
import SeededDice
import Testing

@Suite struct IssueTests {
  private let start = opening(
    "First", labels: ["a", "a"], assignees: agentNames("flux"), priority: 1)

  private func fold(_ events: [Event]) throws -> Research.Issue {
    try #require(Research.Issue.folding(issueNumber(1), events).first)
  }

  private func after(_ payloads: [Payload]) throws -> Research.Issue {
    var events = [start]
    for (index, payload) in payloads.enumerated() {
      events.append(
        issueEvent(
          "flux", .edit, payload, at: minute(-index), tag: 10 + index, of: start,
          after: last(events)))
    }
    return try fold(events)
  }

  @Test func `an opening alone is an open issue`() throws {
    let issue = try fold([start])
    #expect(issue.title == "First")
    #expect(issue.state == .open)
    #expect(issue.creator == agentName("athena"))
    #expect(issue.labels == ["a"])
    #expect(issue.assignees == agentNames("flux"))
    #expect(issue.priority == 1)
    #expect(!issue.isDeferred)
    #expect(issue.lastStatus == nil)
  }

  @Test func `each act has its effect, and the next one undoes it`() throws {
    let closed = try after([.close(reason: "done")])
    #expect(closed.state == .closed && closed.closedReason == "done")
    let deferred = try after([.deferral(until: "cycle 9")])
    #expect(deferred.isDeferred && deferred.deferredUntil == "cycle 9")
    #expect(try !after([.deferral(until: nil), .resumed]).isDeferred)
    let reopened = try after([.deferral(until: "x"), .close(reason: "x"), .reopen])
    #expect(reopened.state == .open && reopened.closedReason == nil && !reopened.isDeferred)
    #expect(try after([.label(add: ["b", "a"], remove: ["a"])]).labels == ["b", "a"])
    #expect(
      try after([.assign(add: agentNames("forge"), remove: agentNames("flux"))]).assignees
        == agentNames("forge"))
    #expect(try after([.priority(.max)]).priority == .max)
    #expect(try after([.unknown, .retired, .founded(ledgerVersion: 1)]).title == "First")
    #expect(try after([.edit(title: nil)]).title == "First")
  }

  @Test func `relations are added once and taken back`() throws {
    let link = IssueLink(
      blocks: [issueNumber(2), issueNumber(2)], per: [issueNumber(3)], pullRequests: [186],
      parent: issueNumber(4), host: 5)
    let linked = try after([.link(link), .link(link)])
    #expect(linked.blocks == [issueNumber(2)] && linked.per == [issueNumber(3)])
    #expect(linked.pullRequests == [186] && linked.parent == issueNumber(4))
    #expect(linked.hostNumber == 5)
    var taken = link
    taken.removes = true
    let bare = try after([.link(link), .link(taken)])
    #expect(bare.blocks.isEmpty && bare.per.isEmpty && bare.pullRequests.isEmpty)
    #expect(bare.parent == nil && bare.hostNumber == nil)
    let other = try after([
      .link(link), .link(IssueLink(parent: issueNumber(9), host: 9, removes: true)),
    ])
    #expect(other.parent == issueNumber(4) && other.hostNumber == 5)
    #expect(IssueLink().isEmpty && !link.isEmpty)
  }

  @Test func `an edit without a body keeps the description`() throws {
    var described = start
    described.body = "text"
    let bare = retitled("Second", of: start, at: minute(1), after: [start])
    #expect(try fold([described, bare]).text == "text")
    var full = bare
    full.body = "new"
    #expect(try fold([described, full]).text == "new")
  }

  @Test func `the conversation is comments and notices, and the last status counts`() throws {
    let issue = try after([
      .comment(Research.Comment(status: "working")), .close(reason: nil),
      .notice(Notice(about: agentName("flux"), cause: .killed("SIGTERM"))),
      .comment(Research.Comment(status: "blocked")), .comment(Research.Comment()),
    ])
    #expect(issue.conversation.count == 4)
    #expect(issue.lastStatus == "blocked")
    #expect(issue.events.count == 6)
  }

  @Test func `a clock years ahead pins no title once somebody who saw it edits again`() throws {
    let ahead = retitled("Pinned", of: start, by: "forge", at: minute(9_000_000), after: [start])
    let answer = retitled("Mended", of: start, at: minute(2), after: [ahead])
    let unaware = retitled("Unaware", of: start, by: "zed", at: minute(3), after: [start])
    #expect(try fold([ahead, start]).title == "Pinned")
    #expect(try fold([answer, unaware, ahead, start]).title == "Mended")
  }

  @Test func `not even by naming itself, when the next writer names the ends`() throws {
    var ahead = retitled("Pinned", of: start, by: "forge", at: minute(9_000_000), after: [start])
    ahead.after.append(ahead.name)
    var answer = retitled("Mended", of: start, at: minute(2), after: [])
    answer.after = causalEnds([start, ahead])
    #expect(try fold([start, ahead, answer]).title == "Mended")
  }

  @Test(arguments: seeds) func `an issue is the same in any order of arrival`(seed: UInt64) throws {
    var (history, first) = History.ofIssue(seed)
    let issue = try fold(history.events)
    #expect(issue.opening == first.name)
    for _ in 1...5 { #expect(try fold(history.arrival()) == issue) }
  }

  @Test(arguments: seeds) func `the keeper of a number does not depend on arrival`(seed: UInt64) {
    var dice = SeededDice(seed: seed)
    var openings: [Event] = []
    for tag in 0..<5 {
      let known = openings.filter { _ in dice.once(in: 5) }
      openings.append(opening("t\(tag)", at: minute(dice.below(3)), tag: tag, after: known))
    }
    let order = Research.Issue.folding(issueNumber(1), openings)
    #expect(order.count == 5)
    for _ in 1...5 {
      let arrival = (openings + openings.prefix(2)).shuffled(using: &dice)
      #expect(Research.Issue.folding(issueNumber(1), arrival) == order)
    }
  }

  @Test func `the keeper is first causally, then the lowest name`() {
    let late = opening("late", at: minute(5), tag: 1)
    let early = opening("early", at: minute(1), tag: 2)
    let knowing = opening("knowing", at: minute(-9_000_000), tag: 3, after: [late])
    let keepers = Research.Issue.folding(issueNumber(1), [knowing, late, early])
    #expect(keepers.map(\.title) == ["early", "late", "knowing"])
  }

  @Test func `two issues under one number keep their events apart`() throws {
    let one = opening("one", tag: 1)
    let two = opening("two", tag: 2)
    let edit = retitled("two, edited", of: two, at: minute(1), after: [two])
    let elsewhere = opening("elsewhere", tag: 3, number: 2)
    let issues = Research.Issue.folding(issueNumber(1), [edit, two, elsewhere, one])
    #expect(Set(issues.map(\.title)) == ["one", "two, edited"])
    #expect(issues.flatMap(\.events).count == 3)
  }

  @Test func `events without an opening make no issue`() {
    let orphan = retitled("x", of: start, at: minute(0), after: [])
    #expect(Research.Issue.folding(issueNumber(1), [orphan]).isEmpty)
  }

  @Test(.timeLimit(.minutes(30))) func `ten thousand acts on one issue take no time`() throws {
    let payloads = (0..<10_000).map { index -> Payload in
      index % 2 == 0
        ? .label(add: ["label-\(index)"], remove: ["label-\(index - 4)"])
        : .link(IssueLink(blocks: [issueNumber(1 + index)]))
    }
    #expect(try after(payloads).blocks.count == 5_000)
    let many = (0..<100_000).map { "label-\($0)" }
    let issue = try after([.label(add: many, remove: []), .label(add: ["x"], remove: many)])
    #expect(issue.labels == ["a", "x"])
  }
}
