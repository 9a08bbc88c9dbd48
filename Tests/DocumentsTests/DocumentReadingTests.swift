import Documents
import Testing

struct DocumentReadingTests {
  @Test(arguments: [
    "", "\n", "\n\nx", "a\r\nb\r", "---\nx: y\n---\n", "\0\u{1B}\u{85}\u{2028}", "x", "\u{FEFF}x",
    "e\u{301}é",
  ])
  func `the body is kept byte for byte`(body: String) throws {
    let document = try parse("---\na: b\n---\n" + body)
    #expect(Array(document.body.utf8) == Array(body.utf8))
  }

  @Test func `a byte order mark and CRLF line ends are accepted`() throws {
    let document = try parse("\u{FEFF}---\r\na: b\r\nc: [d, e]\r\n---\r\nbody\r\n")
    #expect(
      document.fields == [Field("a", .text("b")), Field("c", .list([.text("d"), .text("e")]))])
    #expect(Array(document.body.utf8) == Array("body\r\n".utf8))
  }

  @Test(arguments: ["---\n---\n", "---\n---", "---\n\n# nothing\n---\n", "---\r\n---\r\n"])
  func `an empty front matter is a document without fields`(text: String) throws {
    #expect(try parse(text) == Document(fields: [], body: ""))
  }

  @Test(arguments: [
    ("", 1, 1, "expected a line of just ---"),
    ("a: b\n---\n", 1, 1, "expected a line of just ---"),
    ("--- \na: b\n---\n", 1, 1, "expected a line of just ---"),
    ("----\n---\n", 1, 1, "expected a line of just ---"),
    ("---", 1, 4, "closes it"),
    ("---\na: b\n", 3, 1, "closes it"),
    ("---\na: b\n --- \nc", 4, 2, "closes it"),
    ("---\na: &x b\n---\n", 2, 4, "anchors"),
    ("---\n&x a: b\n---\n", 2, 1, "anchors"),
    ("---\na: b\nc: *x\n---\n", 3, 4, "aliases"),
    ("---\na: !x b\n---\n", 2, 4, "tags"),
    ("---\na: ! b\n---\n", 2, 4, "tags"),
    ("---\na: !!python/object:os.system [x]\n---\n", 2, 4, "tags"),
    ("---\na: b\né: c\na: d\n---\n", 4, 1, "the key \"a\" stands twice"),
    ("---\na: {b: c, b: d}\n---\n", 2, 11, "the key \"b\" stands twice"),
    ("---\n<<: {a: b}\n---\n", 2, 1, "merge keys"),
    ("---\na: b\n--- # x\nc: d\n---\n", 3, 1, "document marker"),
    ("---\na: b\n...\n---\n", 3, 1, "document marker"),
    ("---\n%YAML 1.1\n--- # x\na: b\n---\n", 2, 1, "directive"),
    ("---\n? [a]\n: b\n---\n", 2, 3, "as a key"),
    ("---\n{{a: b}: c}\n---\n", 2, 2, "as a key"),
    ("---\n- a\n---\n", 2, 1, "key: value"),
    ("---\njust text\n---\n", 2, 1, "key: value"),
    ("---\na: b: c\n---\n", 2, 5, "quotes"),
    ("---\na: b\n\tc: d\n---\n", 3, 1, "indent with spaces"),
    ("---\na: @x\n---\n", 2, 4, "quotes"),
    ("---\né: [b\n---\n", 3, 1, "not YAML"),
    ("---\na: é\u{1}\n---\n", 2, 5, "control characters"),
    ("---\na: \"\\uD800\"\n---\n", 2, 7, "not YAML"),
  ])
  func `what is wrong is told with its place`(
    text: String, line: Int, column: Int, message: String
  ) throws {
    let fault = try #require(throws: Fault.self) { try parse(text) }
    #expect(fault.line == line, "\(fault)")
    #expect(fault.column == column, "\(fault)")
    #expect(fault.message.contains(message), "\(fault)")
  }

  @Test func `bytes that are not UTF-8 are told with their line, in the body too`() throws {
    let bytes = Array("---\na: b\n---\nx\né".utf8) + [0xC3, 0x28]
    let fault = try #require(throws: Fault.self) { try Document.parse(bytes) }
    #expect(fault.line == 5)
    #expect(fault.column == 2)
    #expect(fault.message.contains("0xc3"))
  }

  @Test func `sixteen levels are allowed and seventeen are not`() throws {
    func nested(_ lists: Int) -> String {
      let opening = String(repeating: "[", count: lists)
      return "---\na: \(opening)\(String(repeating: "]", count: lists))\n---\n"
    }
    _ = try parse(nested(15))
    let fault = try #require(throws: Fault.self) { try parse(nested(16)) }
    #expect(fault.message.contains("16 deep"))
    #expect(fault.column == 4 + 15)
  }

  @Test func `ten thousand keys and values are allowed and no more`() throws {
    func list(_ count: Int) -> String {
      "---\na: [\(Array(repeating: "b", count: count).joined(separator: ","))]\n---\n"
    }
    // The map, its key and the list are three.
    _ = try parse(list(9_997))
    let fault = try #require(throws: Fault.self) { try parse(list(9_998)) }
    #expect(fault.message.contains("10000"))
  }

  @Test func `sizes beyond the limits are refused`() throws {
    let comment = "#" + String(repeating: "x", count: (256 << 10) - 2) + "\n"
    _ = try parse("---\n\(comment)---\n")
    let fault = try #require(throws: Fault.self) { try parse("---\na: b\n\(comment)---\n") }
    #expect(fault.message.contains("262144"))
    let small = Array("---\n---\nx".utf8)
    _ = try Document.parse(small, limit: 9)
    #expect(throws: Fault.self) { try Document.parse(small, limit: 8) }
  }

  @Test func `many keys are all kept, and a late duplicate is found`() throws {
    let lines = (0..<500).map { "key\($0): \($0)\n" }.joined()
    #expect(try parse("---\n\(lines)---\n").fields.count == 500)
    let fault = try #require(throws: Fault.self) { try parse("---\n\(lines)key3: 1\n---\n") }
    #expect(fault.line == 502)
  }

  @Test(arguments: [
    "[", "{", "- ", "? ", "a: ", "!", "&a ", "[a, ", "{a: ", "\"", "'", "#", "%", "|", ",",
  ])
  func `hostile repetition is answered at once`(unit: String) {
    let text = "---\n" + String(repeating: unit, count: 100_000 / unit.utf8.count) + "\n---\n"
    let time = ContinuousClock().measure { _ = try? parse(text) }
    #expect(time < .seconds(2), "\(unit)")
  }

  private func parse(_ text: String) throws(Fault) -> Document {
    try Document.parse(Array(text.utf8))
  }
}
