import Research
import SeededDice
import Testing

struct RunTests {
  private static let experiment: ExperimentID = {
    guard let id = ExperimentID("exp-001-lr-warmup") else { preconditionFailure("no id") }
    return id
  }()

  private func id(_ text: String) -> RunID {
    guard let id = RunID(text) else { preconditionFailure("\(text) is no run") }
    return id
  }

  private func ended(
    _ run: String, _ outcome: RunOutcome = .completed, at time: Timestamp, tag: Int,
    supersedes: String? = nil, results: Bool = true, after: [Event] = []
  ) -> Event {
    Event(
      name: eventName("flux", .ended, time, tag), thread: .results(Self.experiment),
      after: after.map(\.name),
      payload: .runEnded(
        RunEnd(
          run: id(run), outcome: outcome, manifest: results ? "ab" : nil,
          supersedes: supersedes.map(id), reason: supersedes == nil ? nil : "it was wrong")))
  }

  @Test(arguments: ["1-7c2mxa", "12-aaaaaa", "99999999-012345"])
  func `a run's name is read as it is written`(_ text: String) {
    #expect(RunID(text)?.description == text)
  }

  @Test(arguments: [
    "", "1", "1-", "0-7c2mxa", "01-7c2mxa", "-1-7c2mxa", "1-7c2mx", "1-7C2MXA", "1-7c2mxa-",
    "+1-7c2mxa",
    "1-7c2mxa/..", "100000000-7c2mxa", "1.7c2mxa", "é-7c2mxa",
  ])
  func `what is no run's name is none`(_ text: String) {
    #expect(RunID(text) == nil)
  }

  @Test func `the latest run that nothing stands in for is the one that counts`() {
    let first = ended("1-aaaaaa", at: minute(1), tag: 1)
    let second = ended("2-bbbbbb", at: minute(2), tag: 2, after: [first])
    #expect(RunHistory([first]).counting?.id == id("1-aaaaaa"))
    #expect(RunHistory([second, first]).counting?.id == id("2-bbbbbb"))
    // Taken back by a third that stands in for the second.
    let third = ended("3-cccccc", at: minute(3), tag: 3, supersedes: "2-bbbbbb", after: [second])
    let history = RunHistory([third, first, second])
    #expect(history.counting?.id == id("3-cccccc"))
    #expect(history.runs.map(\.supersededBy) == [nil, id("3-cccccc"), nil])
    #expect(RunHistory([]).counting == nil && RunHistory([]).openings.isEmpty)
  }

  @Test func `a run without results never counts`() {
    let first = ended("1-aaaaaa", at: minute(1), tag: 1)
    let lost = ended("2-bbbbbb", .lost, at: minute(2), tag: 2, results: false, after: [first])
    #expect(RunHistory([first, lost]).counting?.id == id("1-aaaaaa"))
    #expect(RunHistory([lost]).counting == nil)
  }

  @Test func `of two ends the run's own outranks that it was lost, in any order`() {
    let lost = ended("1-aaaaaa", .lost, at: minute(1), tag: 1, results: false)
    let own = ended("1-aaaaaa", .aborted, at: minute(9), tag: 2)
    for events in [[lost, own], [own, lost]] {
      let history = RunHistory(events)
      #expect(history.runs.count == 1)
      #expect(history.counting?.end.outcome == .aborted)
    }
    // Of two ends that both know, the first said holds.
    let other = ended("1-aaaaaa", .completed, at: minute(10), tag: 3, after: [own])
    #expect(RunHistory([other, own]).runs.map(\.end.outcome) == [.aborted])
  }

  @Test func `a run that was started and has no end is unfinished, and has its number`() {
    let one = started("1-aaaaaa", at: minute(1), tag: 1)
    let two = started("2-bbbbbb", at: minute(2), tag: 2)
    let end = ended("1-aaaaaa", at: minute(3), tag: 3, after: [one])
    let brought = ended("3-cccccc", at: minute(4), tag: 4)
    let history = RunHistory([end, two, brought, one])
    #expect(history.unfinished.map(\.id) == [id("2-bbbbbb")])
    #expect(history.openings.map(\.run) == [id("1-aaaaaa"), id("2-bbbbbb"), id("3-cccccc")])
    #expect(history.openings.map(\.event) == [one, two, brought])
    #expect(history.runs.map { $0.started?.name } == [one.name, nil])
    #expect(RunHistory([one]).counting == nil)
    // Of two starts of one run the first holds.
    let again = started("2-bbbbbb", at: minute(9), tag: 9)
    #expect(RunHistory([again, two]).unfinished.map(\.event.name) == [two.name])
  }

  @Test func `what a run left that failed or was lost is no result of the experiment`() {
    for (outcome, counts) in [
      (RunOutcome.completed, true), (.aborted, true), (.timedOut, true), (.failed, false),
      (.lost, false),
    ] {
      let first = ended("1-aaaaaa", at: minute(1), tag: 1)
      let second = ended("2-bbbbbb", outcome, at: minute(2), tag: 2, after: [first])
      let counting = RunHistory([first, second]).counting?.id
      #expect(counting == id(counts ? "2-bbbbbb" : "1-aaaaaa"), "\(outcome)")
    }
  }

  private func started(_ run: String, at time: Timestamp, tag: Int) -> Event {
    Event(
      name: eventName("flux", .started, time, tag), thread: .results(Self.experiment),
      payload: .runStarted(
        RunStart(run: id(run), spec: "ab", commit: "cd", command: ["true"])))
  }

  @Test func `what names itself or what is not there supersedes nothing`() {
    let itself = ended("1-aaaaaa", at: minute(1), tag: 1, supersedes: "1-aaaaaa")
    let nothing = ended("2-bbbbbb", at: minute(2), tag: 2, supersedes: "9-zzzzzz")
    let history = RunHistory([itself, nothing])
    #expect(history.runs.allSatisfy { $0.supersededBy == nil })
  }

  @Test func `every clone folds the same runs, in whatever order they arrive`() {
    let seed = UInt64.random(in: 0 ... .max)
    var dice = SeededDice(seed: seed)
    for _ in 0..<100 {
      var events: [Event] = []
      for number in 1...6 {
        let seen = events.filter { _ in dice.below(2) == 0 }
        let old = seen.randomElement(using: &dice).flatMap { event -> String? in
          guard case .runEnded(let end) = event.payload, dice.below(2) == 0 else { return nil }
          return end.run.description
        }
        events.append(
          ended(
            "\(1 + dice.below(3))-aaaaa\(number)", RunOutcome.allCases[dice.below(5)],
            at: minute(dice.below(9)), tag: number, supersedes: old, results: dice.below(4) > 0,
            after: seen))
      }
      let history = RunHistory(events)
      let again = RunHistory(events.shuffled(using: &dice))
      #expect(history.runs == again.runs, "seed \(seed)")
      #expect(history.runs.count == 6, "seed \(seed)")
    }
  }

  @Test(
    arguments: [
      ("500", 500), ("64K", 65_536), ("10M", 10_485_760), ("1m", 1_048_576), ("", nil), ("M", nil),
      ("-1", nil), ("1.5M", nil), ("10G", nil), ("9999999999", nil),
    ] as [(String, Int?)])
  func `sizes are read by 1024`(text: String, bytes: Int?) {
    #expect(Policy.bytes(text) == bytes)
    if let bytes { #expect(Policy.bytes(Policy.spelled(bytes: bytes)) == bytes) }
  }
}
