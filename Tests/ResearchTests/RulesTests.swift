import Research
import Testing

/// A lab with a human, a manager, two workers and a system.
private let lab: Lab = {
  var lab = Lab()
  lab.hire("ada", AgentProfile(kind: .human))
  lab.hire("athena", AgentProfile(role: "Manager"))
  lab.hire("flux", AgentProfile(role: "worker"))
  lab.hire("forge")
  lab.hire("runner", AgentProfile(kind: .system))
  return lab
}()

private func issue(by creator: String, number: Int = 1) throws -> Research.Issue {
  let events = [opening(by: creator, number: number)]
  return try #require(Research.Issue.folding(issueNumber(number), events).first)
}

/// The refusal that `check` throws.
private func refusal(_ check: () throws(Refusal) -> Void) -> Refusal? {
  do {
    try check()
    return nil
  } catch {
    return error
  }
}

@Suite struct CloseRuleTests {
  @Test(arguments: [
    ("flux", "flux", true), ("flux", "forge", false), ("flux", "athena", true),
    ("flux", "ada", true), ("flux", "runner", false), ("ada", "athena", false),
    ("ada", "flux", false), ("ada", "ada", true), ("athena", "athena", true),
    ("ghost", "flux", false), ("ghost", "athena", true),
  ])
  func `an issue is closed by its creator or a manager, a human's only by a human`(
    creator: String, speaker: String, isAllowed: Bool
  ) throws {
    let issue = try issue(by: creator)
    let refusal = refusal { () throws(Refusal) in
      try CloseRule.check(
        issue, by: lab.roster[agentName(speaker)], roster: lab.roster)
    }
    #expect((refusal == nil) == isAllowed)
    if let refusal {
      #expect(refusal.rule == "close" && refusal.reason.contains(creator))
      #expect(refusal.hint.contains("rtrack comment 1 --status done"))
    }
  }
}

@Suite struct DeferRuleTests {
  private func refused(_ creator: String, by speaker: String, per: [String] = []) throws -> Refusal?
  {
    let followed = try issue(by: creator)
    let directives = try per.enumerated().map { try issue(by: $1, number: 10 + $0) }
    return refusal { () throws(Refusal) in
      try DeferRule.check(
        followed, by: lab.roster[agentName(speaker)], directives: directives, roster: lab.roster)
    }
  }

  @Test func `what a human directed an agent may not put off, not even a manager`() throws {
    #expect(try refused("ada", by: "flux")?.reason.contains("ada") == true)
    #expect(try refused("ada", by: "athena") != nil)
    let refusal = try #require(try refused("flux", by: "flux", per: ["forge", "ada"]))
    #expect(refusal.rule == "defer" && refusal.reason.contains("11"))
  }

  @Test func `a human may, and anybody what agents began`() throws {
    #expect(try refused("ada", by: "ada", per: ["ada"]) == nil)
    #expect(try refused("flux", by: "flux", per: ["forge", "ghost"]) == nil)
    #expect(try refused("flux", by: "forge") == nil)
  }
}

@Suite struct PolicyRuleTests {
  @Test(arguments: [
    ("ada", true), ("athena", true), ("flux", false), ("forge", false), ("runner", false),
  ])
  func `the policy is set by a human or a manager`(speaker: String, isAllowed: Bool) throws {
    let speaker = try #require(lab.roster[agentName(speaker)])
    let refusal = refusal { () throws(Refusal) in try PolicyRule.check("numbers", by: speaker) }
    #expect((refusal == nil) == isAllowed)
    if let refusal {
      #expect(refusal.rule == "policy" && refusal.reason.contains("\(speaker.name)"))
    }
  }
}

@Suite struct BlocksRuleTests {
  private func refused(_ first: Int, _ second: Int, given: [Int: [Int]]) -> Refusal? {
    let blocks = Dictionary(
      uniqueKeysWithValues: given.map { (issueNumber($0), $1.map(issueNumber)) })
    return refusal { () throws(Refusal) in
      try BlocksRule.check(issueNumber(first), blocks: issueNumber(second), given: blocks)
    }
  }

  @Test func `a relation that closes a ring is refused, and the ring is named`() {
    #expect(refused(1, 1, given: [:])?.reason.hasSuffix("a ring: 1 → 1") == true)
    #expect(refused(1, 2, given: [2: [1]])?.reason.hasSuffix("1 → 2 → 1") == true)
    #expect(
      refused(1, 2, given: [2: [9, 3], 3: [4], 4: [1], 9: [8]])?.reason
        .hasSuffix("1 → 2 → 3 → 4 → 1") == true)
  }

  @Test func `a relation that closes none is allowed, beside rings that are there already`() {
    #expect(refused(1, 2, given: [:]) == nil)
    #expect(refused(1, 2, given: [1: [2], 2: [3]]) == nil)
    #expect(refused(1, 2, given: [2: [3], 3: [2]]) == nil)
    #expect(refused(1, 2, given: [2: [3], 3: [2, 1]])?.reason.hasSuffix("1 → 2 → 3 → 1") == true)
  }

  @Test(.timeLimit(.minutes(30))) func `a chain of ten thousand is followed to its end`() {
    let chain = Dictionary(uniqueKeysWithValues: (1..<10_000).map { ($0, [$0 + 1]) })
    #expect(refused(10_000, 1, given: chain) != nil)
    #expect(refused(10_001, 1, given: chain) == nil)
  }
}

@Suite struct AccountRuleTests {
  private func refused(_ comment: Research.Comment, _ headings: [String] = []) -> Refusal? {
    refusal { () throws(Refusal) in try AccountRule.check(comment, headings: headings) }
  }

  @Test func `failed and pivot say what was tried, why it failed, and what comes next`() throws {
    for status in ["failed", "pivot"] {
      let refusal = try #require(refused(Research.Comment(status: status, why: "x"), ["Tried"]))
      #expect(refusal.reason.contains("\(status) needs next,"))
      #expect(refusal.hint == "give --next TEXT, or `## Next` in the text")
      #expect(refused(Research.Comment(status: status, tried: "a", why: "b", next: "c")) == nil)
      #expect(refused(Research.Comment(status: status), ["WHY", "next", "Tried"]) == nil)
      #expect(refused(Research.Comment(status: status, tried: " \n", why: "b", next: "")) != nil)
    }
  }

  @Test func `other words need no account`() {
    for status in [nil, "working", "done", "blocked", "executing"] {
      #expect(refused(Research.Comment(status: status)) == nil)
    }
  }
}
