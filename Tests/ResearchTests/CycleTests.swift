import Research
import Testing

@Suite struct CycleTests {
  private func opened(_ tag: Int, at time: Timestamp, after: [Event] = []) -> Event {
    let name = eventName("athena", .opened, time, cycle: 7, tag)
    return Event(
      name: name, thread: .cycle(7, opening: name), after: after.map(\.name),
      payload: .cycleOpened(CycleOpening(roster: [], scheduled: [], exempt: [])))
  }

  private func closed(
    _ opening: Event, _ tag: Int, at time: Timestamp, failed: Bool = false, after: [Event] = []
  ) -> Event {
    Event(
      name: eventName("athena", .closed, time, cycle: 7, tag), thread: opening.thread,
      after: after.map(\.name),
      payload: .cycleClosed(CycleClosing(failed: failed, answers: [])))
  }

  @Test func `a cycle is open until it is closed, and failed when the closing says so`() {
    let opening = opened(1, at: minute(0))
    let open = Cycle.folding(7, [opening])
    #expect(open.map(\.isOpen) == [true])
    #expect(open.map(\.isFailed) == [false])
    let closing = closed(opening, 2, at: minute(5), failed: true, after: [opening])
    let done = Cycle.folding(7, [closing, opening])
    #expect(done.map(\.isOpen) == [false])
    #expect(done.map(\.isFailed) == [true])
    #expect(done.first?.closed == closing)
  }

  @Test func `the first closing holds`() {
    let opening = opened(1, at: minute(0))
    let first = closed(opening, 2, at: minute(90), after: [opening])
    let second = closed(opening, 3, at: minute(5), failed: true, after: [first])
    #expect(Cycle.folding(7, [second, first, opening]).map(\.closed) == [first])
  }

  @Test func `a closing whose clock is behind and that names nothing closes all the same`() {
    let opening = opened(1, at: minute(0))
    let closing = closed(opening, 2, at: minute(-5))
    #expect(Cycle.folding(7, [opening, closing]).map(\.isOpen) == [false])
  }

  @Test func `the keeper of a number is first causally, then the lowest name`() {
    let one = opened(1, at: minute(5))
    let two = opened(2, at: minute(6))
    let knowing = opened(3, at: minute(-9_000_000), after: [two])
    let closing = closed(two, 4, at: minute(7), after: [two])
    let cycles = Cycle.folding(7, [knowing, closing, two, one])
    #expect(cycles.map(\.opening) == [one, two, knowing].map(\.name))
    #expect(cycles.map(\.isOpen) == [true, false, true])
  }

  @Test(arguments: seeds) func `a cycle is the same in any order of arrival`(seed: UInt64) {
    var history = History.ofCycle(seed)
    let cycles = Cycle.folding(7, history.events)
    #expect(!cycles.isEmpty)
    for _ in 1...5 { #expect(Cycle.folding(7, history.arrival()) == cycles) }
  }
}
