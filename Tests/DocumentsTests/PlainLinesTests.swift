import SeededDice
import Testing

@testable import Documents

/// What is read without libyaml is what libyaml reads.
struct PlainLinesTests {
  private static let event = """
    event: comment
    issue: 194
    opening: 20261119T201512Z-c40-athena-opened-p2m7xa
    status: working
    title: Issue 12 of a tool, no, of two (50%) at 12:30
    agent: flux
    cycle: 0
    at: 2026-11-21T05:33:12Z
    after: [20261121T051104Z-c42-athena-comment-m2p7xa, 7, true]
    labels: []

    """

  /// Pieces of lines, near to what is plain and a little beyond.
  private static let pieces = [
    "a: b\n", "key: ", "key:", "issue: 007\n", "x: true\n", "at: 12:30\n", "a: [b, c]\n", "[", "]",
    "[]", ", ", ",", " ", "  ", "\n", "\n\n", "\t", ":", ": ", " :", "#", " #", "-", "- ", "---\n",
    "...\n", "?", "!", "&", "*", "|", ">", "'", "\"", "%", "@", "`", "{", "}", "~", "<<", "null",
    "é", "\r\n", "\u{85}", "\u{FEFF}", "\0", "\u{7F}", "0", "-7", "1_000", "word", "Word", "_",
  ]

  /// Whether these lines are plain; then libyaml must read them as they were read.
  private func agrees(_ bytes: [UInt8]) -> Bool {
    guard let fields = PlainLines.fields(of: bytes[...]) else { return false }
    let read = try? FrontMatterReader.yamlFields(of: bytes[...])
    #expect(read == fields, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    return true
  }

  @Test func `an event as it is written needs no libyaml`() {
    #expect(agrees(Array(Self.event.utf8)))
    #expect(agrees(Array("a: b\n".utf8)))
  }

  @Test(arguments: [
    "", "\n", "a: b", "a:  b\n", "a:b\n", "a: \n", " a: b\n", "a: b \n", "a: b # c\n", "a: b: c\n",
    "a: b:\n", "a: 'b'\n", "a: -b\n", "a: b\na: c\n", "a: [b\n", "a: [b,c]\n", "a: [b c]\n",
    "a: [b: c]\n", "a: [b, ]\n", "a: [-]\n", "a: é\n", "a: b\r\n", "a: b\n c\n", "<<: b\n",
    "a: b\n\nc: d\n", "A: b\n", "a: \(String(repeating: "x", count: 1000))\n",
  ])
  func `whatever YAML may read in another way is left to libyaml`(text: String) {
    #expect(PlainLines.fields(of: Array(text.utf8)[...]) == nil)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `lines near to plain ones are read as libyaml reads them`(seed: UInt64) {
    var random = SeededDice(seed: seed)
    let lines = Self.event.split(separator: "\n").map { "\($0)\n" }
    var plain = 0
    for _ in 0..<1500 {
      var text = Array((0..<random.below(3)).map { _ in random.pick(lines, or: "") }.joined().utf8)
      for _ in 0..<(1 + random.below(2)) {
        let piece = random.pick(Self.pieces, or: "")
        text.insert(contentsOf: piece.utf8, at: random.below(text.count + 1))
      }
      if agrees(text) { plain += 1 }
    }
    #expect(plain > 200, "seed \(seed): \(plain) were plain")
  }
}
