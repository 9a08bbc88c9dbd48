import Documents
import Testing

struct ValueTests {
  @Test func `only a canonical plain integer is an integer`() throws {
    let document = try read(
      """
      a: 42
      b: "42"
      c: -7
      d: 007
      e: 1_000
      f: 0x1F
      g: 9223372036854775807
      h: 9223372036854775808
      i: -0
      j: 0
      k: 1e3
      l:
        -
      """)
    let integers = "abcdefghij".map { document[String($0)]?.integer }
    #expect(integers == [42, nil, -7, nil, nil, nil, .max, nil, nil, 0])
    #expect(document["d"]?.text == "007")
    #expect(document["h"]?.text == "9223372036854775808")
    #expect(document["k"] == .text("1e3"))
    #expect(document["l"] == .list([.text("")]))
  }

  @Test func `only plain true and false are booleans`() throws {
    let document = try read("a: true\nb: false\nc: 'true'\nd: True\ne: yes\nf: ~\ng:")
    #expect(
      "abcdefg".map { document[String($0)]?.boolean }
        == [true, false, nil, nil, nil, nil, nil])
    #expect(document["d"]?.text == "True")
    #expect(document["f"] == .text("~"))
    #expect(document["g"] == .text(""))
  }

  @Test func `text is given for every scalar and for nothing else`() {
    #expect(Value.integer(-7).text == "-7")
    #expect(Value.boolean(true).text == "true")
    #expect(Value.text("x").text == "x")
    #expect(Value.list([]).text == nil)
    #expect(Value.map([]).text == nil)
  }

  @Test func `strings are a list of scalars, and a scalar is a list of one`() {
    #expect(Value.list([.text("a"), .integer(1), .boolean(false)]).strings == ["a", "1", "false"])
    #expect(Value.text("a").strings == ["a"])
    #expect(Value.list([]).strings == [])
    #expect(Value.list([.list([])]).strings == nil)
    #expect(Value.map([]).strings == nil)
  }

  private func read(_ yaml: String) throws(Fault) -> Document {
    try Document.parse(Array("---\n\(yaml)\n---\n".utf8))
  }
}
