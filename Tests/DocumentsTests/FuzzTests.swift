import Documents
import SeededDice
import Testing

/// Nothing that can be read traps, and what is accepted is stable.
struct FuzzTests {
  private static let document = Array(
    """
    ---
    event: comment
    issue: 194
    title: "quoted \\u00e9 \\n text"
    at: 2026-11-21T05:33:12Z
    after: [a, {b: c, d: [e]}, 'f']
    map:
      key: |-
        literal
        text
      ? long
      : >
        folded
    ---
    # Title
    ## Tried
    body
    """.utf8)
  private static let json = Array(
    #"{"a": [1, -2.5e+3, true, null, "\ud83d\ude00\n é"], "b": {"c": {}, "d": []}}"#.utf8)

  @Test(arguments: [11, 12] as [UInt64])
  func `mutated documents are read or refused`(seed: UInt64) {
    var random = SeededDice(seed: seed)
    var accepted = 0
    for round in 0..<1000 {
      let bytes = random.mutated(Self.document)
      do {
        let document = try Document.parse(bytes)
        accepted += 1
        #expect(
          (try? Document.parse(document.serialized())) == document, "seed \(seed), round \(round)")
      } catch {
        #expect(isWithin(error, bytes), "seed \(seed), round \(round): \(error)")
      }
    }
    #expect(accepted > 100 && accepted < 900, "seed \(seed): \(accepted) accepted")
  }

  @Test(arguments: [13, 14] as [UInt64])
  func `mutated JSON is read or refused`(seed: UInt64) {
    var random = SeededDice(seed: seed)
    for round in 0..<1000 {
      let bytes = random.mutated(Self.json)
      do {
        let json = try JSON.parse(bytes)
        let text = Array(json.serialized(pretty: true).utf8)
        #expect((try? JSON.parse(text)) == json, "seed \(seed), round \(round)")
      } catch {
        #expect(isWithin(error, bytes), "seed \(seed), round \(round): \(error)")
      }
    }
  }

  @Test func `random bytes and random pieces are read or refused`() {
    var random = SeededDice(seed: 15)
    for round in 0..<1000 {
      var bytes = (0..<random.below(60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      if round % 2 == 0 { bytes = Array(random.hostileText().utf8) }
      let framed = Array("---\n".utf8) + bytes + Array("\n---\n".utf8)
      for input in [bytes, framed] {
        if let document = try? Document.parse(input) {
          #expect((try? Document.parse(document.serialized())) == document, "round \(round)")
        }
        _ = try? JSON.parse(input)
        _ = MarkdownOutline(terminalSafe(String(decoding: input, as: UTF8.self))).sections
      }
    }
  }

  private func isWithin(_ fault: Fault, _ bytes: [UInt8]) -> Bool {
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    guard fault.line >= 1, fault.line <= lines.count, fault.column >= 1 else { return false }
    return fault.column <= lines[fault.line - 1].count + 1
  }
}
