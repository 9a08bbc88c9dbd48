import Research
import SeededDice
import Testing

@Suite struct SettledNumbersTests {
  /// Issues as clones open and settle them, without any ledger.
  private struct Clone {
    var openings: [Event] = []
    var settlements: [Event] = []

    var settled: SettledNumbers { SettledNumbers(settlements) }

    func openings(under number: CallNumber) -> [Event] {
      openings.filter { if case .issue(number.issue, _) = $0.thread { true } else { false } }
    }

    func number(of opening: Event) -> CallNumber? {
      guard case .issue(let place, _) = opening.thread else { return nil }
      return settled.number(of: opening.name, openedUnder: CallNumber(place), openings: openings)
    }

    var next: Int {
      let taken = openings.compactMap { event -> Int? in
        if case .issue(let place, _) = event.thread { place.value } else { nil }
      }
      return max(taken.max() ?? 0, settled.highest(in: .issue)) + 1
    }

    mutating func open(at time: Timestamp, tag: Int) {
      openings.append(opening(at: time, tag: tag, number: next))
    }

    /// Gives each that keeps no number the next free one; says how many.
    mutating func settle(at time: Timestamp, tag: Int) -> Int {
      var number = next
      var all: [Settlement] = []
      for event in openings.sorted(by: { $0.name < $1.name }) where self.number(of: event) == nil {
        guard case .issue(let place, _) = event.thread, let given = CallNumber(.issue, number)
        else { continue }
        all.append(Settlement(opening: event.name, place: .issue(place), number: given))
        number += 1
      }
      if all.isEmpty { return 0 }
      settlements.append(
        Event(
          name: eventName("athena", .settled, time, tag), thread: .numbers, payload: .settled(all)))
      return all.count
    }

    mutating func unite(_ other: Clone) {
      openings += other.openings.filter { !openings.contains($0) }
      settlements += other.settlements.filter { !settlements.contains($0) }
    }
  }

  @Test(arguments: seeds)
  func `whatever clones open and settle on their own, they come to one state of one meaning each`(
    seed: UInt64
  ) {
    var dice = SeededDice(seed: seed)
    var clones = [Clone](repeating: Clone(), count: 2 + dice.below(3))
    for step in 0..<60 {
      let clone = dice.below(clones.count)
      // Clocks differ by minutes.
      let time = minute(step + dice.below(7))
      switch dice.below(5) {
      case 0, 1: clones[clone].open(at: time, tag: step)
      case 2: _ = clones[clone].settle(at: time, tag: step)
      default: clones[clone].unite(clones[dice.below(clones.count)])
      }
    }
    var first = Clone()
    for clone in clones { first.unite(clone) }
    // Two that settle the same at the same time; then they meet.
    var second = first
    second.openings.shuffle(using: &dice)
    second.settlements.shuffle(using: &dice)
    for event in first.openings { #expect(first.number(of: event) == second.number(of: event)) }
    _ = first.settle(at: minute(100), tag: 1000)
    _ = second.settle(at: minute(100 + dice.below(2)), tag: 1001)
    first.unite(second)
    second.unite(first)
    second.settlements.shuffle(using: &dice)
    var numbers: Set<CallNumber?> = []
    for event in first.openings {
      let number = first.number(of: event)
      #expect(number != nil, "seed \(seed): \(event.name) has no number")
      #expect(number == second.number(of: event), "seed \(seed)")
      #expect(numbers.insert(number).inserted, "seed \(seed): \(number as Any) means two things")
    }
    #expect(first.settle(at: minute(200), tag: 1002) == 0, "seed \(seed): settled twice")
  }

  @Test func `the opening with the lowest name keeps the number, and the old one stays an alias`() {
    let (one, two) = (opening(at: minute(0), tag: 1), opening(at: minute(1), tag: 2))
    var clone = Clone(openings: [two, one])
    #expect(clone.number(of: one) == CallNumber(.issue, 1))
    #expect(clone.number(of: two) == nil)
    #expect(clone.settle(at: minute(2), tag: 3) == 1)
    #expect(clone.number(of: two) == CallNumber(.issue, 2))
    #expect(clone.settled.claims(of: two.name).map(\.settlement.place) == [.issue(issueNumber(1))])
  }

  @Test func `a third that was opened before both takes the number, and both others have one`() {
    let (one, two) = (opening(at: minute(5), tag: 1), opening(at: minute(6), tag: 2))
    var clone = Clone(openings: [one, two])
    _ = clone.settle(at: minute(7), tag: 3)
    let third = opening(at: minute(4), tag: 4)
    clone.unite(Clone(openings: [third]))
    #expect(clone.number(of: third) == CallNumber(.issue, 1))
    #expect(clone.number(of: one) == nil)
    _ = clone.settle(at: minute(8), tag: 5)
    #expect(clone.number(of: one) == CallNumber(.issue, 3))
    #expect(clone.number(of: two) == CallNumber(.issue, 2))
  }

  @Test func `an issue opened under a number before a settlement gave it away keeps it`() {
    let (one, two) = (opening(at: minute(0), tag: 1), opening(at: minute(1), tag: 2))
    var clone = Clone(openings: [one, two])
    _ = clone.settle(at: minute(5), tag: 3)
    let before = opening(at: minute(4), tag: 4, number: 2)
    let later = opening(at: minute(6), tag: 5, number: 2)
    clone.unite(Clone(openings: [later]))
    #expect(clone.number(of: two) == CallNumber(.issue, 2), "a later opening takes nothing")
    clone.unite(Clone(openings: [before]))
    #expect(clone.number(of: before) == CallNumber(.issue, 2))
    #expect(clone.number(of: two) == nil && clone.number(of: later) == nil)
    #expect(clone.settle(at: minute(7), tag: 6) == 2)
    #expect(clone.number(of: two) == CallNumber(.issue, 3))
  }

  @Test func `a settlement gives no issue the number of a cycle, nor what is unknown a number`() {
    let one = opening(at: minute(0), tag: 1)
    guard let cycle = CallNumber(.cycle, 9), let issue = CallNumber(.issue, 9) else { return }
    let event = Event(
      name: eventName("athena", .settled, minute(1)), thread: .numbers,
      payload: .settled([
        Settlement(opening: one.name, place: .issue(issueNumber(1)), number: cycle),
        Settlement(opening: one.name, place: .issue(issueNumber(1)), number: issue),
      ]))
    #expect(SettledNumbers([event]).claims.map(\.settlement.number) == [issue])
    #expect(SettledNumbers([event], where: { _ in false }).isEmpty)
  }

  @Test(arguments: [
    "issue 194", "issue L7", "cycle 42", "experiment 3", "run 2 of exp-001-lr-warmup",
    "run 2 of EXP 7.b_c",
  ])
  func `a number is read as it is written`(_ text: String) {
    #expect(CallNumber(text)?.description == text)
  }

  @Test(arguments: [
    "issue", "issue 0", "issue 01", "issue #1", "cycle x", "cycle 1 2", "run 2", "run 2 of",
    "thing 1", "", "issue 1 ", "experiment -1",
  ])
  func `what is no number is none`(_ text: String) { #expect(CallNumber(text) == nil) }

  @Test(arguments: [
    "issue 194", "issue L7", "cycle 42", "experiment EXP 7.b_c", "run 1-7c2mxa of EXP 7.b_c",
  ])
  func `a place is read as it is written`(_ text: String) {
    #expect(NumberedPlace(text)?.description == text)
  }
}
