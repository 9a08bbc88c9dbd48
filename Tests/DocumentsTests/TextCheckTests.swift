import Documents
import SeededDice
import Testing

struct TextCheckTests {
  @Test(
    arguments: [
      ([0x80], 0), ([0x61, 0xC0, 0x80], 1), ([0xC1, 0xBF], 0), ([0xE0, 0x9F, 0x80], 0),
      ([0xED, 0xA0, 0x80], 0), ([0xF0, 0x8F, 0x80, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0),
      ([0xF5, 0x80, 0x80, 0x80], 0), ([0xE2, 0x82], 0), ([0x61, 0xF0, 0x9F, 0x98], 1), ([0xFF], 0),
      ([0xE2, 0x82, 0x41], 0), ([0xC3], 0),
    ] as [([UInt8], Int)])
  func `bytes that are not UTF-8 are refused with their offset`(bytes: [UInt8], offset: Int) throws
  {
    let fault = try #require(throws: Fault.self) { try UTF8Text.decode(bytes) }
    #expect(fault.message.contains("offset \(offset) "), "\(fault)")
    #expect(fault.column == offset + 1)
  }

  @Test func `every scalar is read`() throws {
    for value in stride(from: 0, through: 0x10FFFF, by: 37) {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
      #expect(try UTF8Text.decode(Array(String(scalar).utf8)) == String(scalar))
    }
  }

  @Test func `it agrees with the standard library on random bytes`() {
    var random = SeededDice(seed: 5)
    for round in 0..<3000 {
      let bytes = random.mutated(Array(random.hostileText().utf8))
      let isValid = Array(String(decoding: bytes, as: UTF8.self).utf8) == bytes
      #expect(((try? UTF8Text.decode(bytes)) != nil) == isValid, "seed 5, round \(round)")
    }
  }

  @Test func `a terminal is shown no control and no change of direction`() {
    #expect(terminalSafe("a\u{1B}[2Jb") == "a\\x1b[2Jb")
    #expect(terminalSafe("\r\u{7F}\u{9B}\u{0}") == "\\x0d\\x7f\\x9b\\x00")
    #expect(terminalSafe("\r\n") == "\\x0d\n")
    #expect(terminalSafe("a\u{202E}b\u{2066}\u{2069}") == "a\\u{202e}b\\u{2066}\\u{2069}")
    #expect(terminalSafe("a\tb\né 😀 e\u{301}") == "a\tb\né 😀 e\u{301}")
    #expect(terminalSafe("") == "")
  }
}
