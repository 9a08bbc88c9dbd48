import Research
import SeededDice
import Testing

@Suite struct CausalOrderTests {
  private let start = opening()

  private func names(_ events: [Event]) -> [EventName] { causalOrder(events).map(\.name) }

  @Test(arguments: seeds) func `the order does not depend on arrival, and respects after`(
    seed: UInt64
  ) {
    var history = History.ofIssue(seed).0
    let order = names(history.events)
    #expect(Set(order) == Set(history.events.map(\.name)))
    #expect(order.count == history.events.count)
    for _ in 1...5 { #expect(names(history.arrival()) == order) }
    let place = Dictionary(uniqueKeysWithValues: zip(order, 0...))
    for event in history.events {
      for earlier in event.after {
        #expect(place[earlier, default: .max] < place[event.name, default: .min])
      }
    }
  }

  @Test(arguments: seeds)
  func `rings and unknown names lose nothing, and disturb nobody outside of them`(seed: UInt64) {
    var dice = SeededDice(seed: seed)
    var events = (0..<24).map { tag in
      retitled("t", of: start, at: minute(dice.below(10)), tag: tag, after: [])
    }
    for index in events.indices {
      events[index].after = (0..<dice.below(3)).map { _ in events[dice.below(24)].name }
      if dice.once(in: 4) {
        events[index].after.append(eventName("ghost", .edit, minute(0), 1000 + dice.below(9)))
      }
    }
    let order = names(events)
    #expect(order.count == 24)
    #expect(Set(order) == Set(events.map(\.name)))
    for _ in 1...5 { #expect(names(events.shuffled(using: &dice)) == order) }

    var past: [EventName: Set<EventName>] = [:]
    for _ in events {
      for event in events {
        past[event.name, default: []].formUnion(
          event.after.flatMap { past[$0, default: []] + [$0] })
      }
    }
    let place = Dictionary(uniqueKeysWithValues: zip(order, 0...))
    for event in events {
      for earlier in past[event.name, default: []] where place[earlier] != nil {
        let isRing = past[earlier, default: []].contains(event.name)
        if isRing { continue }
        #expect(place[earlier, default: .max] < place[event.name, default: .min])
      }
    }
  }

  @Test func `without an answer the earlier time goes first, then the lower name`() {
    let a = retitled("a", of: start, by: "a", at: minute(2), after: [])
    let b = retitled("b", of: start, by: "b", at: minute(1), after: [])
    let c = retitled("c", of: start, by: "c", at: minute(2), after: [])
    #expect(names([c, a, b]) == [b, a, c].map(\.name))
  }

  @Test func `an imported event stands where it happened, not where it was written`() {
    var imported = retitled("a", of: start, at: minute(50), after: [])
    imported.occurredAt = minute(-50)
    #expect(names([start, imported]) == [imported.name, start.name])
  }

  @Test func `somebody who answers a ring comes after it, though its clock is years ahead`() {
    var one = retitled("one", of: start, at: minute(9_000_000), tag: 1, after: [start])
    let two = retitled("two", of: start, at: minute(9_000_001), tag: 2, after: [one])
    one.after.append(two.name)
    let answer = retitled("answer", of: start, at: minute(1), tag: 3, after: [one])
    #expect(names([answer, two, one, start]) == [start, one, two, answer].map(\.name))
  }

  @Test func `the ends are what nobody else has named`() {
    let a = retitled("a", of: start, by: "a", at: minute(2), after: [start])
    let b = retitled("b", of: start, by: "b", at: minute(1), after: [start])
    let c = retitled("c", of: start, by: "c", at: minute(0), after: [a])
    #expect(causalEnds([start, a, b, c, c]) == [c.name, b.name])
    #expect(causalEnds([start]) == [start.name])
    #expect(causalEnds([]).isEmpty)
  }

  @Test func `an event that names itself, or a ring, cannot hide from who writes next`() {
    var own = retitled("pinned", of: start, at: minute(9_000_000), tag: 1, after: [start])
    own.after.append(own.name)
    #expect(causalEnds([start, own]) == [own.name])
    let two = retitled("two", of: start, at: minute(9_000_001), tag: 2, after: [own])
    own.after = [two.name]
    #expect(causalEnds([start, own, two]).contains(own.name))
    #expect(causalEnds([start, own, two]).contains(two.name))
  }

  @Test(arguments: seeds) func `whoever names the ends comes after everything`(seed: UInt64) {
    var history = History.ofIssue(seed).0
    let last = eventName("zed", .edit, minute(-99_000_000))
    var events = history.arrival()
    events.append(
      Event(
        name: last, thread: start.thread, after: causalEnds(events), payload: .edit(title: "x")))
    #expect(names(events).last == last)
  }

  @Test(.timeLimit(.minutes(30))) func `long chains, fans and rings take no time`() {
    var chain: [Event] = []
    for step in 0..<10_000 {
      chain.append(
        retitled("t", of: start, at: minute(-step), tag: step, after: last(chain)))
    }
    #expect(names(chain.reversed()) == chain.map(\.name))
    let crowd = (0..<10_000).map { retitled("t", of: start, at: minute($0), tag: $0, after: []) }
    let fan = retitled("t", of: start, by: "zed", at: minute(-1), after: crowd)
    #expect(names([fan] + crowd).last == fan.name)
    var ring = chain
    ring[0].after = [chain[9_999].name]
    #expect(names(ring).count == 10_000)
    let pairs = stride(from: 0, to: 10_000, by: 2).flatMap { step -> [Event] in
      var (one, two) = (chain[step], chain[step + 1])
      one.after.append(two.name)
      two.after.append(one.name)
      return [one, two]
    }
    #expect(names(pairs).count == 10_000)
    #expect(causalEnds(pairs).count == 2)
  }
}
