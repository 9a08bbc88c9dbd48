import Research
import SeededDice
import Testing

@Suite struct TimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1),
      ("2000-02-29T00:00:00Z", 951_782_400), ("2024-02-29T12:00:00Z", 1_709_208_000),
      ("2100-03-01T00:00:00Z", 4_107_542_400), ("0001-01-01T00:00:00Z", -62_135_596_800),
      ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] as [(String, Int64)])
  func `known moments are read and written`(text: String, seconds: Int64) throws {
    let moment = try #require(Timestamp(text))
    #expect(moment.seconds == seconds)
    #expect(moment.description == text)
    #expect(Timestamp(moment.compact) == moment)
    #expect(moment.compact == text.filter { $0 != "-" && $0 != ":" })
  }

  @Test(arguments: seeds) func `every moment survives both spellings`(seed: UInt64) {
    var dice = SeededDice(seed: seed)
    for _ in 1...100 {
      let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &dice)
      let moment = Timestamp(seconds: seconds)
      #expect(Timestamp(moment.description)?.seconds == seconds)
      #expect(Timestamp(moment.compact)?.seconds == seconds)
    }
  }

  @Test func `an offset is taken off, across a day, a month and a year`() {
    for spelling in [
      "2026-01-01T00:30:00+01:00", "2026-01-01T00:30:00+0100", "2025-12-31T18:00:00-05:30",
      "20251231T233000Z", "2025-12-31 23:30:00z", "2025-12-31t23:30:00.999Z",
    ] {
      #expect(Timestamp(spelling)?.description == "2025-12-31T23:30:00Z", "\(spelling)")
    }
  }

  @Test func `a leap second is the second before it`() {
    #expect(Timestamp("2016-12-31T23:59:60Z")?.description == "2016-12-31T23:59:59Z")
  }

  @Test(arguments: [
    "", "2026", "2026-11-21", "2026-11-21T05:33Z", "2026-11-21T05:33:12", "2026-11-21T05:33:12ZZ",
    "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "0000-01-01T00:00:00Z", "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:99Z",
    "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01:60",
    "2026-01-01T00:00:00+1:00", "2026-0101T00:00:00Z", "20260101T00:00:00Z",
    "2026-01-01T000000Z", "-2026-01-01T00:00:00Z", "+2026-01-01T00:00:00Z",
    "２０２６-01-01T00:00:00Z", "2026-01-01T00:00:00Z\n", " 2026-01-01T00:00:00Z",
    "2026\u{301}-01-01T00:00:00Z", "12026-01-01T00:00:00Z", "2026-01-01T00:00:00Zé",
    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01",
  ])
  func `what is no moment between the years 1 and 9999 is refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func `no amount of seconds overflows`() {
    let first = Timestamp(seconds: .min)
    let last = Timestamp(seconds: .max)
    #expect(first.description == "0001-01-01T00:00:00Z")
    #expect(last.description == "9999-12-31T23:59:59Z")
    #expect(last.adding(seconds: .max) == last)
    #expect(first.adding(seconds: .min) == first)
    #expect(first.adding(seconds: .max) == last)
    #expect(minute(0).adding(seconds: -60) == minute(-1))
    #expect(first.age(at: last) == "3652058 d")
  }

  @Test func `an age is told in the largest unit that fits, and none lies ahead`() {
    let now = minute(0)
    for (seconds, age) in [
      (0, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"),
      (172_799, "47 h"), (172_800, "2 d"), (-5, "0 s"),
    ] as [(Int64, String)] {
      #expect(now.adding(seconds: -seconds).age(at: now) == age)
    }
  }
}
