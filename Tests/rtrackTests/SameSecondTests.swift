import Testing

@testable import rtrack

@Suite struct SameSecondTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `comments of one second are shown in the order they were made`(_ seed: UInt64) throws {
    let session = try Session(seed: seed)
    for line in ["init", "agent add flux", "issue open First --as flux"] {
      #expect(session.rtrack(line).status == 0)
    }
    session.tick = 0
    let texts = (1...6).map { "word\($0)" }
    for text in texts { #expect(session.rtrack("comment 1 \(text) --as flux").status == 0) }
    let shown = session.rtrack("show 1").output.split(separator: "\n")
    let order = shown.compactMap { line in texts.first { line.hasSuffix($0) } }
    #expect(order == texts, "seed \(seed)")
  }
}
