import Testing

@testable import Documents

@Suite struct JSONStreamTests {
  private func items(_ text: String) throws -> [JSONStream.Item] {
    var stream = try JSONStream(Array(text.utf8))
    var items: [JSONStream.Item] = []
    while let item = try stream.next() { items.append(item) }
    return items
  }

  private func numbers(_ text: String) throws -> [Int?] {
    try items(text).map { $0.value["n"]?.integer }
  }

  @Test(arguments: [
    #"[{"n":1},{"n":2},{"n":3}]"#, "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n",
    #"[{"n":1}][{"n":2},{"n":3}]"#, #"[[{"n":1},{"n":2}],[],[{"n":3}]]"#,
    "\u{FEFF} [ {\"n\":1} , {\"n\":2} ]\r\n{\"n\":3}",
  ])
  func `one array, lines, pages and pages in an array give the same values`(text: String) throws {
    #expect(try numbers(text) == [1, 2, 3])
  }

  @Test(arguments: ["", " \n", "[]", "[[],[]]"])
  func `nothing is no value`(text: String) throws {
    #expect(try items(text).isEmpty)
  }

  @Test func `a value's place is where it begins, in characters`() throws {
    let found = try items("[\n  {\"n\":1}, {\"t\":\"é\"}, {\"n\":3}\n]")
    #expect(found.map(\.line) == [2, 2, 2])
    #expect(found.map(\.column) == [3, 12, 23])
  }

  @Test(arguments: [
    ("[{\"n\":1},\n{\"n\":}]", 2, 6), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("[1,\n2", 2, 2),
    ("]", 1, 1), ("[1]]", 1, 4), ("{\"n\":1,\"n\":2}", 1, 8),
  ])
  func `a fault is told at its line and column`(text: String, line: Int, column: Int) {
    let fault = #expect(throws: Fault.self) { try items(text) }
    #expect(fault?.line == line)
    #expect(fault?.column == column)
  }

  @Test func `a thousand open arrays are refused, not followed`() {
    #expect(throws: Fault.self) { try items(String(repeating: "[", count: 1000)) }
  }
}
