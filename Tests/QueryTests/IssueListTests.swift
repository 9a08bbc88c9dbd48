import Query
import Research
import Testing

@Suite struct IssueListTests {
  /// Five issues: 1 blocks 2, 3 is closed, 4 is put off, 5 has been talked about.
  private func office() throws -> Office {
    let lab = try Office()
    let flux = try agentName("flux")
    let sage = try agentName("sage")
    try lab.open(
      1, IssueOpening(title: "Run ASTRA-sim", assignees: [flux], labels: ["simulation"]))
    try lab.open(2, IssueOpening(title: "Plot", assignees: [sage], priority: 1))
    try lab.open(3, IssueOpening(title: "Order disks", labels: ["money"]), by: "flux")
    try lab.open(4, IssueOpening(title: "Write", priority: 0), body: "The section on VIDUR.")
    try lab.open(
      5, IssueOpening(title: "Compare", assignees: [flux, sage], labels: ["simulation", "late"]))
    try lab.say(1, .link, .link(IssueLink(blocks: [try issueNumber(2)])))
    try lab.say(3, .close, .close(reason: nil), cycle: 7)
    try lab.say(4, .deferral, .deferral(until: "Monday"))
    try lab.say(5, .comment, .comment(Comment(status: "working")), by: "sage", cycle: 8)
    try lab.say(5, .result, .comment(Comment(results: ["p99.json"])), by: "flux", cycle: 8)
    return lab
  }

  private func numbers(
    _ office: Office, _ change: (inout IssueFilter) throws -> Void = { _ in }
  ) throws -> [Int] {
    var filter = IssueFilter()
    try change(&filter)
    return try office.rows(filter).map(\.issue.number.value)
  }

  @Test func `a filter that says nothing gives every issue by number`() throws {
    #expect(try numbers(try office()) == [1, 2, 3, 4, 5])
    #expect(try numbers(try Office()) == [])
  }

  @Test func `each filter keeps what fits, and all of them must fit`() throws {
    let office = try office()
    #expect(try numbers(office) { $0.state = .open } == [1, 2, 4, 5])
    #expect(try numbers(office) { $0.state = .closed } == [3])
    #expect(try numbers(office) { $0.labels = ["simulation"] } == [1, 5])
    #expect(try numbers(office) { $0.labels = ["simulation", "late"] } == [5])
    #expect(try numbers(office) { $0.labels = ["Simulation"] } == [])
    #expect(try numbers(office) { $0.assignee = try agentName("sage") } == [2, 5])
    #expect(try numbers(office) { $0.text = "vidur" } == [4])
    #expect(try numbers(office) { $0.text = "astra-SIM" } == [1])
    #expect(
      try numbers(office) {
        $0.assignee = try agentName("flux")
        $0.labels = ["late"]
        $0.state = .open
      } == [5])
  }

  @Test func `who took part, and in which cycle, is told of one and the same event`() throws {
    let office = try office()
    #expect(try numbers(office) { $0.agent = try agentName("flux") } == [3, 5])
    #expect(try numbers(office) { $0.agent = try agentName("sage") } == [5])
    #expect(try numbers(office) { $0.cycle = 7 } == [3])
    #expect(try numbers(office) { $0.cycle = 9 } == [])
    #expect(
      try numbers(office) {
        $0.agent = try agentName("flux")
        $0.cycle = 7
      } == [])
    #expect(
      try numbers(office) {
        $0.agent = try agentName("flux")
        $0.cycle = 8
      } == [5])
  }

  @Test func `the orders: number, newest change, newest issue, most urgent`() throws {
    let office = try office()
    #expect(try numbers(office) { $0.order = .updated } == [5, 4, 3, 1, 2])
    #expect(try numbers(office) { $0.order = .created } == [5, 4, 3, 2, 1])
    #expect(try numbers(office) { $0.order = .priority } == [4, 2, 1, 3, 5])
    #expect(
      try numbers(office) {
        $0.order = .priority
        $0.isReversed = true
      } == [5, 3, 1, 2, 4])
  }

  @Test func `a row counts what was said, and when something happened last`() throws {
    let rows = try office().rows()
    #expect(rows.map(\.comments) == [0, 0, 0, 0, 2])
    #expect(rows[4].updated > rows[3].updated && rows[3].updated > rows[0].updated)
    #expect(rows[1].updated == rows[1].issue.opened.time)
    #expect(rows.allSatisfy { !$0.isAmbiguous })
  }

  @Test func `open issues block, closed ones and those taken back do not`() throws {
    let office = try office()
    func blockers() throws -> [Int] {
      try office.rows()[1].blockedBy.map(\.value)
    }
    #expect(try blockers() == [1])
    try office.say(4, .link, .link(IssueLink(blocks: [try issueNumber(2)])))
    #expect(try blockers() == [1, 4])
    try office.say(1, .close, .close(reason: nil))
    #expect(try blockers() == [4])
    try office.say(4, .link, .link(IssueLink(blocks: [try issueNumber(2)], removes: true)))
    #expect(try blockers() == [])
    try office.say(1, .reopen, .reopen)
    #expect(try blockers() == [1])
  }

  @Test func `ready is what is open, not blocked and not put off, the most urgent first`() throws {
    let office = try office()
    func ready() throws -> [Int] { try office.ready().map(\.issue.number.value) }
    #expect(try ready() == [1, 5])
    try office.say(5, .priority, .priority(0))
    #expect(try ready() == [5, 1])
    try office.say(1, .close, .close(reason: nil))
    #expect(try ready() == [5, 2])
    try office.say(4, .deferral, .resumed)
    #expect(try ready() == [4, 5, 2])
  }

  @Test func `two openings of one number are both listed, and told`() throws {
    let office = try office()
    try office.open(2, IssueOpening(title: "Plot, opened elsewhere"))
    let rows = try office.rows().filter { $0.issue.number.value == 2 }
    #expect(rows.map(\.isAmbiguous) == [true, true])
    #expect(Set(rows.map(\.issue.title)).count == 2)
  }
}

@Suite struct PageTests {
  @Test(arguments: [
    (1, 2, [1, 2]), (2, 2, [3, 4]), (3, 2, [5]), (4, 2, []), (1, 9, [1, 2, 3, 4, 5]),
    (0, 2, [1, 2]), (-3, 2, [1, 2]), (2, 0, [2]), (.max, .max, []), (1, .max, [1, 2, 3, 4, 5]),
  ])
  func `a page holds its part of the whole, and knows how many there are`(
    number: Int, size: Int, expected: [Int]
  ) {
    let page = Page(number, of: [1, 2, 3, 4, 5], size: size)
    #expect(page.elements == expected && page.total == 5)
  }

  @Test func `pages are counted, and there is one at least`() {
    #expect(Page(1, of: [1, 2, 3, 4, 5], size: 2).count == 3)
    #expect(Page(1, of: [1, 2, 3, 4], size: 2).count == 2)
    #expect(Page(1, of: [Int](), size: 2).count == 1)
  }
}
