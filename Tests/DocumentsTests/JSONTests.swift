import Documents
import SeededDice
import Testing

struct JSONTests {
  @Test func `each kind of value is read`() throws {
    let json = try parse(
      #" { "a": [1, -2.5, 1e2, true, false, null, ""], "b": {"c": "é\u00e9\n\/\ud83d\ude00"} } "#)
    #expect(
      json["a"]?.array == [
        .integer(1), .number(-2.5), .number(100), .boolean(true), .boolean(false), .null,
        .string(""),
      ])
    #expect(json["b"]?["c"]?.string == "éé\n/😀")
    #expect(json.object?.map(\.key) == ["a", "b"])
    #expect(json["x"] == nil)
    #expect(try parse("\u{FEFF}1") == .integer(1))
  }

  @Test func `whole numbers that fit are integers, others are not`() throws {
    #expect(try parse("9223372036854775807") == .integer(.max))
    #expect(try parse("-9223372036854775808") == .integer(.min))
    #expect(try parse("9223372036854775808") == .number(9223372036854775808))
    #expect(try parse("0") == .integer(0))
    let zero = try parse("-0")
    #expect(zero.integer == nil)
    #expect(zero.number?.sign == .minus)
    #expect(try parse("1.0") == .number(1))
    #expect(try parse("3").number == 3)
    #expect(try parse("1e-999") == .number(0))
  }

  @Test(arguments: [
    ("", 1, "a value"), (" ", 2, "a value"), ("1 2", 3, "the end"), ("01", 2, "zero"),
    ("-", 2, "a digit"), ("+1", 1, "a value"), ("1.", 3, "a digit"), (".5", 1, "a value"),
    ("1e", 3, "a digit"), ("1e999", 1, "double"), ("-1e999", 1, "double"), ("NaN", 1, "a value"),
    ("Infinity", 1, "a value"), ("tru", 1, "a value"), ("True", 1, "a value"),
    ("[1,]", 4, "a value"), ("[1", 3, "comma"), ("[1 2]", 4, "comma"), ("{\"a\" 1}", 6, "colon"),
    ("{\"a\":1,}", 8, "a name"), ("{a:1}", 2, "a name"), ("{'a':1}", 2, "a name"),
    ("{\"a\":1,\"\\u0061\":2}", 8, "twice"), ("\"a", 1, "closing quote"), ("\"é\t\"", 3, "0x09"),
    ("\"\\x\"", 3, "after a backslash"), ("\"\\u12g4\"", 6, "hexadecimal"),
    ("\"\\ud800\"", 2, "surrogate"), ("\"\\udc00\"", 2, "surrogate"),
    ("\"\\ud800\\ud800\"", 2, "surrogate"), ("\"\\ud800\\n\"", 2, "surrogate"),
    ("\"\\ud800x\"", 2, "surrogate"), ("/**/1", 1, "a value"), ("\u{A0}1", 1, "a value"),
    ("nul\0", 1, "a value"), ("\"\\", 3, "escape"),
  ])
  func `what RFC 8259 does not allow is refused with its place`(
    text: String, column: Int, message: String
  ) throws {
    let fault = try #require(throws: Fault.self) { try parse("\n" + text) }
    #expect(fault.line == 2)
    #expect(fault.column == column, "\(fault)")
    #expect(fault.message.contains(message), "\(fault)")
  }

  @Test(arguments: [
    ("{\"a\": NaN}", 7, "NaN"), ("[nan]", 2, "nan"), ("-Infinity", 1, "-Infinity"),
    ("[1, +inf]", 5, "+inf"), ("INF", 1, "INF"), ("-NaN", 1, "-NaN"),
  ])
  func `what is no number is named as it was written`(
    text: String, column: Int, word: String
  ) throws {
    let fault = try #require(throws: Fault.self) { try parse(text) }
    #expect(fault.cause == .notANumber(word))
    #expect(fault.column == column)
    #expect(fault.message.contains(word))
  }

  @Test(arguments: ["nano", "info", "Nan0", "N", "-i", "Infinite"])
  func `other words are not taken for numbers`(text: String) throws {
    #expect(try #require(throws: Fault.self) { try parse(text) }.cause != .notANumber(text))
  }

  @Test func `a text cut off anywhere is told as cut off`() throws {
    let whole = Array(#"{"a": [1.5e3, true, null], "b": {"c": "te\"xt"}}"#.utf8)
    for length in 1..<whole.count {
      let fault = try #require(throws: Fault.self) { try JSON.parse(Array(whole[..<length])) }
      #expect(fault.cause == .cutOff, "\(String(decoding: whole[..<length], as: UTF8.self))")
    }
  }

  @Test func `512 levels are allowed and 513 are not`() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    let deep = try parse(nested(512))
    #expect(deep.serialized(pretty: false) == nested(512))
    #expect(try parse(deep.serialized(pretty: true)) == deep)
    #expect(throws: Fault.self) { try parse(nested(513)) }
    #expect(throws: Fault.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test func `it is written compactly and prettily, in the order given`() {
    let json = JSON.object([
      .init("z", .array([.integer(1), .array([]), .object([])])), .init("a", .number(0.1)),
      .init("e\"", .null),
    ])
    #expect(json.serialized(pretty: false) == #"{"z":[1,[],{}],"a":0.1,"e\"":null}"#)
    #expect(
      json.serialized(pretty: true) == """
        {
          "z": [
            1,
            [],
            {}
          ],
          "a": 0.1,
          "e\\"": null
        }
        """)
  }

  @Test func `what would break a line or a terminal is escaped`() {
    let text = JSON.string("\"\\/\u{8}\n\u{0}\u{7F}\u{85}\u{2028}\u{202E}é😀")
    #expect(
      text.serialized(pretty: false)
        == #""\"\\/\u0008\n\u0000\u007f\u0085\u2028\u202eé😀""#)
  }

  @Test func `numbers that JSON cannot say are null`() {
    #expect(JSON.number(.infinity).serialized(pretty: false) == "null")
    #expect(JSON.number(.nan).serialized(pretty: false) == "null")
  }

  @Test(arguments: [7, 8] as [UInt64])
  func `every value comes back`(seed: UInt64) throws {
    var random = SeededDice(seed: seed)
    for round in 0..<400 {
      let json = random.json(depth: 0)
      for pretty in [false, true] {
        let text = json.serialized(pretty: pretty)
        let read = try parse(text)
        #expect(read == json, "seed \(seed), round \(round)")
        #expect(read.serialized(pretty: pretty) == text, "seed \(seed), round \(round)")
      }
    }
  }

  private func parse(_ text: String) throws(Fault) -> JSON { try JSON.parse(Array(text.utf8)) }
}

extension SeededDice {
  mutating func json(depth: Int) -> JSON {
    switch below(depth > 4 ? 5 : 8) {
    case 0: return pick([.null, .boolean(true), .boolean(false)], or: .null)
    case 1: return .integer(pick([0, -1, .max, .min], or: below(1000)))
    case 2:
      let double = Double(bitPattern: next())
      return .number(double.isFinite ? double : -0.0)
    case 5: return .array((0..<below(5)).map { _ in json(depth: depth + 1) })
    case 6, 7:
      var keys: Set<String> = []
      return .object(
        (0..<below(20)).compactMap { _ in
          let key = hostileText()
          let value = json(depth: depth + 2)
          return keys.insert(key).inserted ? .init(key, value) : nil
        })
    default: return .string(hostileText())
    }
  }
}
