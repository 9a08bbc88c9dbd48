import Research
import Testing

/// Limits where keys are held: made milder only with authority, stricter by anybody.
@Suite struct KeyedPolicyTests {
  private static func key(_ letter: Character) -> SigningKey {
    let text = "ssh-ed25519 " + String(repeating: letter, count: 68)
    guard let key = SigningKey(text) else { preconditionFailure("\(text) is no key") }
    return key
  }

  private func given(_ tag: Int, removes: Bool = false, after: [Event] = []) -> Event {
    Event(
      name: eventName("maya", .key, minute(tag), tag), thread: .policy, after: after.map(\.name),
      payload: .key(
        KeyChange(holder: agentName("maya"), key: Self.key("A"), removes: removes)))
  }

  private func warn(_ count: Int, _ tag: Int, after: [Event] = []) -> Event {
    policyEvent("silence.warn", ["\(count)"], at: minute(tag), tag: tag, after: after)
  }

  private func limit(_ events: [Event], authorised: [Event] = []) -> Int {
    Policy(events, authorised: Set(authorised.map(\.name))).warnAfter
  }

  @Test(arguments: [
    ("silence.warn", ["9"], ["1"]), ("silence.final", ["9"], ["2"]),
    ("silence.retire", ["9"], ["3"]), ("silence.notes", ["x"], ["notes/**", "**/notes.md", "x"]),
    ("silence.fresh", ["2h"], ["600s"]), ("clock.skew", ["1h"], ["600s"]),
    ("results.artefact", ["20M"], ["10M"]),
  ])
  func `a limit is made milder with authority alone`(
    _ name: String, _ values: [String], _ kept: [String]
  ) {
    let key = given(1)
    let milder = policyEvent(name, values, at: minute(2), tag: 2, after: [key])
    let free = Policy([milder])
    #expect(Policy([key, milder], authorised: [key.name]).values(of: name) == kept)
    #expect(
      Policy([key, milder], authorised: [key.name, milder.name]).values(of: name)
        == free.values(of: name))
  }

  @Test func `what was set before the first key stands, and by anybody is only made stricter`() {
    let before = warn(7, 1)
    let key = given(2, after: [before])
    let stricter = warn(4, 3, after: [key])
    let milder = warn(8, 4, after: [stricter])
    #expect(limit([before, key], authorised: [key]) == 7)
    #expect(limit([before, key, stricter], authorised: [key]) == 4)
    #expect(limit([before, key, stricter, milder], authorised: [key]) == 4)
    #expect(limit([before, key, stricter, milder], authorised: [key, milder]) == 8)
    // Nobody's later word takes the place of one with authority.
    let more = warn(9, 5, after: [milder])
    #expect(limit([before, key, stricter, milder, more], authorised: [key, milder]) == 8)
    let less = warn(2, 6, after: [milder])
    #expect(limit([before, key, stricter, milder, more, less], authorised: [key, milder]) == 2)
  }

  @Test func `who pretends not to know the key, or wrote beside it, makes nothing milder`() {
    let key = given(1)
    for after in [[], [warn(1, 9)]] {
      #expect(limit([key, warn(9, 2, after: after)] + after, authorised: [key]) == 1)
    }
  }

  @Test func `once all keys were taken a limit is anybody's again`() {
    let key = given(1)
    let taken = given(2, removes: true, after: [key])
    let milder = warn(9, 3, after: [taken])
    #expect(limit([key, taken, milder], authorised: [key]) == 1)
    #expect(limit([key, taken, milder], authorised: [key, taken]) == 9)
    #expect(limit([key, taken, warn(9, 4, after: [key])], authorised: [key, taken]) == 1)
  }

  @Test func `a key that nobody is believed to have given binds nobody`() {
    let key = given(1)
    #expect(limit([key, warn(9, 2, after: [key])]) == 9)
  }

  @Test(arguments: seeds)
  func `without authority nothing is ever milder, in whatever order it comes`(seed: UInt64) {
    let key = given(0)
    var history = History.ofPolicy(seed)
    let events = history.events.map { event in
      var event = event
      event.after.append(key.name)
      return event
    }
    let policy = Policy([key] + events, authorised: [key.name])
    #expect(policy.warnAfter == 1 && policy.retireAfter <= 3)
    #expect(Policy().notePaths.allSatisfy(policy.notePaths.contains))
    for _ in 1...3 {
      let order = history.arrival().map { event in
        events.first { $0.name == event.name } ?? event
      }
      #expect(Policy(order + [key], authorised: [key.name]) == policy)
    }
  }
}
