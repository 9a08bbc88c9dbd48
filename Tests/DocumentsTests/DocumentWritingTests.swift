import Documents
import SeededDice
import Testing

struct DocumentWritingTests {
  @Test func `an event comes out byte for byte`() throws {
    let text = """
      ---
      event: comment
      issue: 194
      opening: 20261119T201512Z-c40-athena-opened-p2m7xa
      status: blocked
      agent: flux
      cycle: 42
      at: 2026-11-21T05:33:12Z
      after: [20261121T051104Z-c42-athena-comment-m2p7xa, 20261121T051104Z-c42-athena-comment-m2p7xb]
      ---
      ASTRA-sim's build passed 10 minutes; stopped. Pivoting to VIDUR.

      """
    let document = Document(
      fields: [
        Field("event", .text("comment")), Field("issue", .integer(194)),
        Field("opening", .text("20261119T201512Z-c40-athena-opened-p2m7xa")),
        Field("status", .text("blocked")), Field("agent", .text("flux")),
        Field("cycle", .integer(42)), Field("at", .text("2026-11-21T05:33:12Z")),
        Field(
          "after",
          .list([
            .text("20261121T051104Z-c42-athena-comment-m2p7xa"),
            .text("20261121T051104Z-c42-athena-comment-m2p7xb"),
          ])),
      ], body: "ASTRA-sim's build passed 10 minutes; stopped. Pivoting to VIDUR.\n")
    #expect(String(decoding: document.serialized(), as: UTF8.self) == text)
    #expect(try Document.parse(Array(text.utf8)) == document)
  }

  @Test func `maps are indented, empty ones and lists stand on one line`() {
    let document = Document(
      fields: [
        Field("none", .map([])), Field("nil", .list([])), Field("empty", .text("")),
        Field("on", .boolean(true)), Field("42", .text("42")),
        Field(
          "a", .map([Field("b", .map([Field("c", .integer(1))])), Field("d", .text("e, f"))])),
        Field(
          "l", .list([.text("e, f"), .list([]), .map([Field("g", .text("2026-11-21T05:33:12Z"))])])),
      ], body: "")
    #expect(
      String(decoding: document.serialized(), as: UTF8.self) == """
        ---
        none: {}
        nil: []
        empty: ""
        "on": true
        "42": "42"
        a:
          b:
            c: 1
          d: e, f
        l: ["e, f", [], {g: 2026-11-21T05:33:12Z}]
        ---

        """)
  }

  @Test(arguments: [
    ("", ""), ("\n", "|"), ("\n\n", "|+"),
  ])
  func `long text with lines is a block`(end: String, sign: String) throws {
    let text =
      "A first line of text, followed by an empty one:\n\n\t---\n  # \"indented\"\n ... x" + end
    let document = Document(
      fields: [Field("a", .map([Field("b", .text(text))])), Field("c", .text("d"))], body: "")
    let written = String(decoding: document.serialized(), as: UTF8.self)
    #expect(written.contains("  b: \(sign.isEmpty ? "|-" : sign)\n    A first"), "\(written)")
    #expect(try Document.parse(Array(written.utf8)) == document)
  }

  @Test(arguments: [
    ("plain words, and (more) of them; 10 minutes", true), ("20261121T0Z-c42-a-b-k3f9q2", true),
    ("2026-11-21T05:33:12Z", true), ("http://x.y/z#a", true), ("é 😀", true), ("a#b", true),
    ("--flag", true), ("~/x", true), ("1.2.3-rc", true), ("c42", true), ("it's \"so\"", true),
    ("2026-11-21", false), ("2026-11-21T05:33:12+01:00", false), ("2026-11-21 05:33", false),
    ("42", false), ("1e5", false), ("1_000", false), ("0x1F", false), ("0o17", false),
    ("12:30:45", false), (".inf", false), ("-.inf", false), (".NaN", false), ("yes", false),
    ("Off", false), ("null", false), ("~", false), ("=", false), ("<<", false), ("y", false),
    ("-", false), ("- a", false), ("?", false), ("#194", false), ("a #b", false), ("a: b", false),
    ("a:", false), (" a", false), ("a ", false), ("@flux", false), ("*a", false), ("", false),
    ("a\u{85}b", false), ("a\u{2028}b", false), ("a\u{202E}b", false), ("a\u{FEFF}", false),
  ])
  func `text is plain only where all readers agree`(text: String, isPlain: Bool) {
    let document = Document(fields: [Field("k", .text(text))], body: "")
    let written = String(decoding: document.serialized(), as: UTF8.self)
    #expect(written.hasPrefix("---\nk: \"") == !isPlain, "\(written)")
  }

  @Test func `every hostile text comes back, as value, item and key`() throws {
    for text in Hostile.wholeTexts {
      let document = Document(
        fields: [
          Field("k", .text(text)),
          Field("l", .list([.text(text), .map([Field(text, .text(text))])])),
          Field("m", .map([Field(text, .map([Field(text, .text(text))]))])),
          Field("z", .text(text)),
        ], body: text)
      try expectRoundTrip(document, "\(text.debugDescription)")
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `every document comes back byte for byte`(seed: UInt64) throws {
    var random = SeededDice(seed: seed)
    for round in 0..<400 {
      let document = Document(
        fields: random.hostileFields(depth: 1), body: random.hostileText())
      try expectRoundTrip(document, "seed \(seed), round \(round)")
    }
  }

  /// Compares scalars, since equal strings may have different bytes.
  private func expectRoundTrip(_ document: Document, _ note: String) throws {
    let bytes = document.serialized()
    do {
      let read = try Document.parse(bytes)
      #expect(read == document, "\(note)")
      #expect(read.serialized() == bytes, "\(note)")
      #expect(scalars(.map(read.fields)) == scalars(.map(document.fields)), "\(note)")
      #expect(Array(read.body.utf8) == Array(document.body.utf8), "\(note)")
    } catch {
      Issue.record("\(note): \(error)\n\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }

  private func scalars(_ value: Value) -> [[UInt8]] {
    switch value {
    case .list(let values): values.flatMap(scalars)
    case .map(let fields): fields.flatMap { [Array($0.key.utf8)] + scalars($0.value) }
    default: [Array((value.text ?? "").utf8)]
    }
  }
}
