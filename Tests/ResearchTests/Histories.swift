import Research
import SeededDice

/// Several writers, each with a clock of its own, off by up to years, each of whom knows a part of
/// what was written that holds the past of all that it holds.
struct History {
  private(set) var events: [Event] = []
  private var seen: [[Event]]
  private let clocks: [Int64]
  var dice: SeededDice

  init(writers: Int, dice: SeededDice) {
    var dice = dice
    seen = Array(repeating: [], count: writers)
    clocks = (0..<writers).map { _ in
      dice.once(in: 2) ? 0 : 31_557_600 * Int64.random(in: -9...9, using: &dice)
    }
    self.dice = dice
  }

  /// What somebody writes next; everybody hears of some of the others' words in between.
  mutating func write(
    _ make: (inout SeededDice, _ name: (EventKind) -> EventName, _ after: [EventName]) -> Event
  ) {
    let writer = dice.below(seen.count)
    if dice.once(in: 2) { hear(writer, from: dice.below(seen.count)) }
    // Several in one second, so that names must decide too.
    let time = minute(0).adding(seconds: Int64(events.count / 3) + clocks[writer])
    let tag = events.count
    let event = make(
      &dice, { eventName("writer-\(writer)", $0, time, tag) }, causalEnds(seen[writer]))
    events.append(event)
    seen[writer].append(event)
  }

  /// One that everybody has seen before anything else.
  mutating func begin(_ event: Event) {
    events.append(event)
    for writer in seen.indices { seen[writer].append(event) }
  }

  private mutating func hear(_ listener: Int, from speaker: Int) {
    let known = Set(seen[listener].map(\.name))
    seen[listener] += seen[speaker].filter { !known.contains($0.name) }
  }

  /// The same events as they may arrive elsewhere: in any order, some of them twice.
  mutating func arrival() -> [Event] {
    let twice = events.filter { _ in dice.once(in: 8) }
    return (events + twice).shuffled(using: &dice)
  }
}

extension History {
  static func ofIssue(_ seed: UInt64) -> (History, opening: Event) {
    var history = History(writers: 4, dice: SeededDice(seed: seed))
    let first = opening("title 0")
    history.begin(first)
    for step in 1...40 {
      history.write { dice, name, after in
        let (kind, payload) = issuePayload(step, &dice)
        return Event(
          name: name(kind), thread: first.thread, after: after, payload: payload,
          body: dice.once(in: 4) ? "text \(step)" : "")
      }
    }
    return (history, first)
  }

  private static func issuePayload(_ step: Int, _ dice: inout SeededDice) -> (EventKind, Payload) {
    let word = "label-\(dice.below(4))"
    let who = [agentName("agent-\(dice.below(3))")]
    let other = [issueNumber(2 + dice.below(4))]
    switch dice.below(12) {
    case 0, 1, 2: return (.edit, .edit(title: "title \(step)"))
    case 3: return (.close, .close(reason: "reason \(step)"))
    case 4: return (.reopen, .reopen)
    case 5: return (.label, .label(add: [word], remove: []))
    case 6: return (.label, .label(add: [], remove: [word]))
    case 7: return (.assign, .assign(add: who, remove: []))
    case 8: return (.deferral, dice.once(in: 2) ? .resumed : .deferral(until: "cycle \(step)"))
    case 9: return (.priority, .priority(dice.below(5)))
    case 10: return (.link, .link(IssueLink(blocks: other, removes: dice.once(in: 2))))
    default: return (.comment, .comment(Comment(status: "working")))
    }
  }

  static func ofAgent(_ seed: UInt64) -> History {
    var history = History(writers: 4, dice: SeededDice(seed: seed))
    for step in 1...30 {
      history.write { dice, name, after in
        let profile = AgentProfile(
          role: dice.once(in: 2) ? "role \(step)" : nil, isExempt: dice.once(in: 3) ? true : nil,
          due: dice.once(in: 3) ? step : nil)
        let (kind, payload): (EventKind, Payload) =
          switch dice.below(5) {
          case 0, 1: (.joined, .joined(profile))
          case 2: (.edited, .edited(profile))
          case 3: (.warned, .warned(final: dice.once(in: 2)))
          default: (.retired, .retired)
          }
        return Event(
          name: name(kind), thread: .agent(agentName("flux")), after: after, payload: payload,
          body: dice.once(in: 2) ? "page \(step)" : "")
      }
    }
    return history
  }

  static func ofPolicy(_ seed: UInt64) -> History {
    var history = History(writers: 4, dice: SeededDice(seed: seed))
    for _ in 1...30 {
      history.write { dice, name, after in
        let setting: PolicySetting =
          switch dice.below(6) {
          case 0: PolicySetting(key: "silence.notes", values: ["notes-\(dice.below(9))/**"])
          case 1: PolicySetting(key: "numbers", values: [dice.once(in: 2) ? "own" : "mirror"])
          case 2: PolicySetting(key: "silence.warn", values: ["no number"])
          case 3: PolicySetting(key: "silence.retire", values: ["\(1 + dice.below(9))"])
          default: PolicySetting(key: "silence.warn", values: ["\(1 + dice.below(9))"])
          }
        return Event(name: name(.set), thread: .policy, after: after, payload: .set(setting))
      }
    }
    return history
  }

  static func ofCycle(_ seed: UInt64) -> History {
    var history = History(writers: 4, dice: SeededDice(seed: seed))
    var openings: [EventName] = []
    for step in 1...12 {
      history.write { dice, name, after in
        if openings.isEmpty || dice.once(in: 4) {
          let name = name(.opened)
          openings.append(name)
          let roster = [agentName("agent-\(step)")]
          return Event(
            name: name, thread: .cycle(7, opening: name), after: after,
            payload: .cycleOpened(CycleOpening(roster: roster, scheduled: roster, exempt: [])))
        }
        return Event(
          name: name(.closed), thread: .cycle(7, opening: openings[dice.below(openings.count)]),
          after: after, payload: .cycleClosed(CycleClosing(failed: dice.once(in: 2), answers: [])))
      }
    }
    return history
  }
}
