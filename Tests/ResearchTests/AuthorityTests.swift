import Research
import SeededDice
import Testing

/// Whose word loosens the policy: by events alone, with signatures as a table says them.
@Suite struct AuthorityTests {
  private static func key(_ letter: Character) -> SigningKey {
    let text = "ssh-ed25519 " + String(repeating: letter, count: 68)
    guard let key = SigningKey(text) else { preconditionFailure("\(text) is no key") }
    return key
  }
  let a = key("A")
  let b = key("B")

  private func event(
    _ payload: Payload, _ kind: EventKind, _ tag: Int, after: [Event] = []
  ) -> Event {
    Event(
      name: eventName("maya", kind, minute(tag), tag), thread: .policy, after: after.map(\.name),
      payload: payload)
  }

  private func change(
    _ key: SigningKey, _ tag: Int, removes: Bool = false, after: [Event] = []
  ) -> Event {
    event(
      .key(KeyChange(holder: agentName("maya"), key: key, removes: removes)), .key, tag,
      after: after)
  }

  private func loosening(_ tag: Int, after: [Event]) -> Event {
    event(.unprotect(pattern: "x"), .unprotect, tag, after: after)
  }

  private func authority(
    _ events: [Event], _ signed: [(Event, SigningKey)] = [], operators: Set<EventName> = []
  ) -> Authority {
    Authority(of: events, operators: operators) { event, keys in
      signed.first { $0.0.name == event.name && keys.contains($0.1) }?.1
    }
  }

  @Test func `the first key is trusted, every other must be signed`() {
    let first = change(a, 1)
    let second = change(b, 2, after: [first])
    #expect(authority([first]).signingKeys == [a])
    #expect(authority([first, second]).signingKeys == [a])
    #expect(authority([first, second]).refused == [second.name])
    #expect(authority([first, second], [(second, a)]).signingKeys == [a, b])
    #expect(authority([first, second], [(second, b)]).signingKeys == [a])
  }

  @Test func `what loosens counts by a key that it knew`() {
    let first = change(a, 1)
    let knowing = loosening(2, after: [first])
    let blind = loosening(3, after: [])
    let signed = [(knowing, a), (blind, a)]
    #expect(authority([first, knowing, blind], signed).authorised == [first.name, knowing.name])
    #expect(authority([first, knowing]).refused == [knowing.name])
    #expect(authority([knowing], signed).authorised.isEmpty)
    // Of another ledger: it names what is not here.
    let elsewhere = loosening(4, after: [first, blind])
    #expect(authority([first, elsewhere], [(elsewhere, a)]).authorised == [first.name])
  }

  @Test func `a key that was taken signs nothing any more, and nothing beside its taking`() {
    let first = change(a, 1)
    let second = change(b, 2, after: [first])
    let before = loosening(3, after: [second])
    let taken = change(a, 4, removes: true, after: [before])
    let beside = loosening(5, after: [second])
    let later = loosening(6, after: [taken])
    let events = [first, second, before, taken, beside, later]
    let signed = [(second, a), (before, a), (taken, b), (beside, a), (later, a)]
    let found = authority(events, signed)
    #expect(found.signingKeys == [b])
    #expect(found.authorised == [first.name, second.name, before.name, taken.name])
    #expect(found.refused == [beside.name, later.name])
    // Taking without a signature takes nothing.
    #expect(authority([first, change(a, 4, removes: true, after: [first])]).signingKeys == [a])
    // Given again, it counts again.
    let again = change(a, 7, after: [taken])
    let anew = loosening(8, after: [again])
    let more = authority(events + [again, anew], signed + [(again, b), (anew, a)])
    #expect(more.signingKeys == [b, a] && more.authorised.contains(anew.name))
  }

  @Test func `where several claim to be the first nobody is, but for the operator's word`() {
    let first = change(a, 5)
    let other = change(b, 1)
    let loose = loosening(6, after: [first])
    let contested = authority([first, other, loose], [(loose, a)])
    #expect(contested.isContested && contested.keys.isEmpty)
    #expect(contested.refused.count == 3)
    let settled = authority([first, other, loose], [(loose, a)], operators: [first.name])
    #expect(settled.signingKeys == [a] && settled.authorised.contains(loose.name))
  }

  @Test func `the operator's word needs no signature`() {
    let loose = loosening(2, after: [])
    #expect(authority([loose], operators: [loose.name]).authorised == [loose.name])
  }

  @Test(arguments: seeds) func `authority is the same in any order of arrival`(_ seed: UInt64) {
    var dice = SeededDice(seed: seed)
    var events: [Event] = []
    var signed: [(Event, SigningKey)] = []
    for tag in 0..<12 {
      let after = events.filter { _ in dice.once(in: 3) }
      let key = dice.once(in: 2) ? a : b
      let made =
        dice.once(in: 2)
        ? loosening(tag, after: after)
        : change(key, tag, removes: dice.once(in: 3), after: after)
      events.append(made)
      if dice.once(in: 2) { signed.append((made, dice.once(in: 2) ? a : b)) }
    }
    let expected = authority(events, signed)
    for _ in 0..<5 {
      let found = authority(events.shuffled(using: &dice), signed)
      #expect(found.authorised == expected.authorised, "seed \(seed)")
      #expect(found.signingKeys == expected.signingKeys, "seed \(seed)")
    }
  }

  @Test(.timeLimit(.minutes(30))) func `thousands of claims, and of signatures, end`() {
    var events = (0..<3000).map { change(a, $0) }
    for tag in 3000..<6000 { events.append(loosening(tag, after: [events[tag - 1]])) }
    var looked = 0
    _ = Authority(of: events, operators: [events[0].name]) { _, _ in
      looked += 1
      return nil
    }
    #expect(looked <= 1000)
  }

  @Test(
    arguments: [
      "", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-dss " + String(repeating: "A", count: 68),
      "-----BEGIN OPENSSH PRIVATE KEY-----", "cert-authority ssh-ed25519 AAAA",
      "ssh-ed25519 " + String(repeating: "A", count: 68) + "\nssh-rsa AAAA",
      "ssh-ed25519 " + String(repeating: "A", count: 60) + "\"x\" A",
    ])
  func `what is no public key is none`(_ text: String) {
    #expect(SigningKey(text) == nil)
  }
}
