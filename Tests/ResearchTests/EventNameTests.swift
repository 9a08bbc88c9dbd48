import Research
import SeededDice
import Testing

@Suite struct EventNameTests {
  @Test func `a name reads as time, cycle, author, kind and suffix`() throws {
    let name = try #require(EventName("20261121T053312Z-c42-exp-runner-2-comment-k3f9q2"))
    #expect(name.time == Timestamp("2026-11-21T05:33:12Z"))
    #expect(name.cycle == 42)
    #expect(name.agent == agentName("exp-runner-2"))
    #expect(name.kind == .comment)
    #expect(name.suffix == "k3f9q2")
  }

  @Test(arguments: seeds) func `every name is read back as it was written`(seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    let letters = Array("abcxyz0189_.-")
    var read = 0
    for _ in 1...100 {
      let text = String((0...dice.below(20)).map { _ in letters[dice.below(letters.count)] })
      guard let agent = AgentName(text) else { continue }
      let kind = try #require(EventKind(rawValue: ["x", "comment", "a_b9"][dice.below(3)]))
      let name = EventName(
        time: Timestamp(
          seconds: Int64.random(in: -62_135_596_800...253_402_300_799, using: &dice)),
        cycle: dice.once(in: 3) ? dice.below(1_000_000_000) : dice.below(12), agent: agent,
        kind: kind, suffix: EventName.suffix(from: UInt32.random(in: 0...UInt32.max, using: &dice)))
      #expect(EventName(name.description) == name)
      read += 1
    }
    #expect(read > 10)
  }

  @Test(arguments: [
    "", "20261121T053312Z", "20261121T053312Z-c42-flux-comment-k3f9q2.md",
    "20261121T053312Z-c042-flux-comment-k3f9q2", "20261121T053312Z-c-flux-comment-k3f9q2",
    "20261121T053312Z-c00-flux-comment-k3f9q2", "20261121T053312Z-C42-flux-comment-k3f9q2",
    "20261121T053312Z-c-1-flux-comment-k3f9q2", "20261121T053312Z-c+1-flux-comment-k3f9q2",
    "20261121T053312Z-c9999999999-flux-comment-k3f9q2",
    "20261121T053312Z-c99999999999999999999999-flux-comment-k3f9q2",
    "20261121T053312Z-c42-Flux-comment-k3f9q2", "20261121T053312Z-c42--comment-k3f9q2",
    "20261121T053312Z-c42-flux--k3f9q2", "20261121T053312Z-c42-comment-k3f9q2",
    "20261121T053312Z-c42-flux-Comment-k3f9q2", "20261121T053312Z-c42-flux-comment-k3f9q",
    "20261121T053312Z-c42-flux-comment-K3F9Q2", "20261121T053312Z-c42-flux-comment-k3-9q2",
    "2026-11-21T05:33:12Z-c42-flux-comment-k3f9q2", "20260229T053312Z-c42-flux-comment-k3f9q2",
    "20261121T053360Z-c42-flux-comment-k3f9q2", "00001121T053312Z-c42-flux-comment-k3f9q2",
    "20261121t053312z-c42-flux-comment-k3f9q2", "20261121T053312Z-c42-fl/ux-comment-k3f9q2",
    "20261121T053312Z-c42-flüx-comment-k3f9q2", "20261121T053312Z-c42-flux-com\u{0}ent-k3f9q2",
    "20261121T053312Z-c42-flux-abcdefghijklmnopqrstuvwxyz-k3f9q2",
  ])
  func `only the one canonical spelling is a name`(text: String) {
    #expect(EventName(text) == nil)
  }

  @Test func `names sort as their texts do`() {
    let names = (0..<60).map { index in
      eventName(
        ["flux", "flux-2", "fluxa", "a"][index % 4], [.comment, .edit, .edited][index % 3],
        minute(index % 2), cycle: [0, 9, 10][index % 3], index)
    }
    #expect(names.sorted().map(\.description) == names.map(\.description).sorted())
  }

  @Test func `a suffix spells thirty bits in base 32, lowest first`() {
    #expect(EventName.suffix(from: 0) == "aaaaaa")
    #expect(EventName.suffix(from: 1) == "baaaaa")
    #expect(EventName.suffix(from: .max) == "777777")
    #expect(Set((0..<1000).map { EventName.suffix(from: $0 &* 2_654_435_761) }).count == 1000)
  }

  @Test func `a kind is a short word without a dash`() {
    for word in ["x", "comment", "run_ended2", String(repeating: "k", count: 24)] {
      #expect(EventKind(rawValue: word)?.rawValue == word)
    }
    for word in ["", "a-b", "Comment", "ü", "a b", String(repeating: "k", count: 25)] {
      #expect(EventKind(rawValue: word) == nil)
    }
  }
}
