import Research
import Testing

@Suite struct PolicyTests {
  @Test func `each key is set, and written as it can be set again`() {
    var policy = Policy()
    for (key, values, written) in [
      ("silence.warn", ["4"], ["4"]), ("silence.final", ["5"], ["5"]),
      ("silence.retire", ["1000"], ["1000"]), ("silence.notes", ["a/**", "b"], ["a/**", "b"]),
      ("silence.notes", [], []), ("silence.fresh", ["2h"], ["7200s"]),
      ("clock.skew", ["1h"], ["3600s"]), ("numbers", ["mirror"], ["mirror"]),
      ("carry", ["none"], ["none"]), ("carry", ["team/main"], ["team/main"]),
    ] {
      #expect(policy.apply(PolicySetting(key: key, values: values)) == nil)
      #expect(policy.values(of: key) == written)
    }
    for (key, _) in Policy.keys {
      let before = policy
      #expect(
        policy.apply(PolicySetting(key: key, values: policy.values(of: key))) == nil, "\(key)")
      #expect(policy == before)
    }
  }

  @Test(
    arguments: [
      ("silence.warn", ["0"]), ("silence.warn", ["1001"]), ("silence.warn", ["-1"]),
      ("silence.warn", ["1", "2"]), ("silence.warn", []), ("silence.warn", ["one"]),
      ("silence.retire", ["99999999999999999999"]), ("silence.notes", ["/etc"]),
      ("silence.notes", [""]), ("silence.fresh", ["8d"]), ("silence.fresh", ["0s"]),
      ("clock.skew", ["2d"]), ("clock.skew", ["0s"]), ("clock.skew", ["1h", "2h"]),
      ("silence.fresh", ["999999999d"]), ("silence.fresh", ["99999999999999999999s"]),
      ("silence.fresh", ["soon"]), ("silence.fresh", ["m"]), ("numbers", ["both"]),
      ("carry", [""]), ("carry", ["a b"]), ("carry", ["-f"]), ("carry", ["refs/heads/main"]),
      ("carry", ["a..b:c"]), ("carry", ["main", "next"]),
      ("nonsense", ["1"]),
    ] as [(String, [String])])
  func `a wrong setting is named and changes nothing`(key: String, values: [String]) {
    var policy = Policy()
    let fault = policy.apply(PolicySetting(key: key, values: values))
    #expect(fault?.contains(key) == true)
    #expect(policy == Policy())
    #expect(Policy([policyEvent(key, values, at: minute(0))]) == Policy())
  }

  @Test func `seconds are read in each unit, and never overflow`() {
    for (text, seconds) in [
      ("45", 45), ("45s", 45), ("10m", 600), ("2h", 7200), ("3d", 259_200),
      ("999999999d", 86_399_999_913_600), ("", nil), ("s", nil), ("-1s", nil), ("1.5h", nil),
      ("1000000000", nil), ("9223372036854775808s", nil), ("10M", nil), ("１０m", nil),
    ] as [(String, Int64?)] {
      #expect(Policy.seconds(text) == seconds, "\(text)")
    }
  }

  @Test func `of those that do not know each other the stricter holds, whatever the clocks say`() {
    for (early, late) in [(1, 5), (5, 1)] {
      let first = policyEvent("silence.warn", ["\(early)"], at: minute(0))
      let second = policyEvent("silence.warn", ["\(late)"], at: minute(9_000_000), tag: 1)
      #expect(Policy([first, second]).warnAfter == 1)
    }
    let a = policyEvent("silence.notes", ["a"], at: minute(0))
    let b = policyEvent("silence.notes", ["b", "a"], at: minute(1), tag: 1)
    #expect(Policy([b, a]).notePaths == ["a", "b"])
    let slow = policyEvent("silence.fresh", ["2h"], at: minute(1))
    let quick = policyEvent("silence.fresh", ["5m"], at: minute(0))
    #expect(Policy([slow, quick]).freshSeconds == 300)
  }

  @Test func `whoever knew the stricter setting may loosen it`() {
    let strict = policyEvent("silence.warn", ["2"], at: minute(9_000_000))
    let loose = policyEvent("silence.warn", ["7"], at: minute(0), tag: 1, after: [strict])
    #expect(Policy([loose, strict]).warnAfter == 7)
  }

  @Test func `two loosenings in a row do not undo a stricter setting they never saw`() {
    let strict = policyEvent("silence.warn", ["1"], at: minute(0))
    let loose = policyEvent("silence.warn", ["5"], at: minute(1), tag: 1)
    let looser = policyEvent("silence.warn", ["9"], at: minute(2), tag: 2, after: [loose])
    #expect(Policy([strict, loose, looser]).warnAfter == 1)
  }

  @Test(arguments: seeds) func `the policy is the same in any order of arrival`(seed: UInt64) {
    var history = History.ofPolicy(seed)
    let policy = Policy(history.events)
    for _ in 1...5 { #expect(Policy(history.arrival()) == policy) }
  }

  @Test(arguments: seeds)
  func `a threshold is the strictest of those that nobody who knew them set anew`(seed: UInt64) {
    let events = History.ofPolicy(seed).events
    var past: [EventName: Set<EventName>] = [:]
    for event in events {
      past[event.name] = Set(event.after.flatMap { past[$0, default: []] + [$0] })
    }
    var warn: [EventName: Int] = [:]
    for event in events {
      guard case .set(let setting) = event.payload, setting.key == "silence.warn" else { continue }
      warn[event.name] = setting.values.first.flatMap { Int($0) }
    }
    let standing = warn.filter { name, _ in
      !warn.keys.contains { past[$0]?.contains(name) == true }
    }
    #expect(Policy(events).warnAfter == standing.values.min() ?? 1)
  }

  @Test func `the newest format that the ledger was founded with counts`() {
    let founding = [3, 1].map { version in
      Event(
        name: eventName("athena", .founded, minute(version), version), thread: .policy,
        payload: .founded(ledgerVersion: version))
    }
    #expect(Policy(founding).ledgerVersion == 3)
    #expect(Policy([Event]()).ledgerVersion == nil)
  }

  @Test(.timeLimit(.minutes(30))) func `ten thousand settings in a row take no time`() {
    var events: [Event] = []
    for step in 0..<10_000 {
      events.append(
        policyEvent(
          "silence.warn", ["\(1 + step % 9)"], at: minute(-step), tag: step,
          after: last(events)))
    }
    #expect(Policy(events).warnAfter == 1 + 9_999 % 9)
  }
}
