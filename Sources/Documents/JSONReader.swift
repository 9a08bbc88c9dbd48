extension JSON {
  /// Reads one JSON value, by RFC 8259 and nothing beyond it. A byte order mark is dropped.
  ///
  /// Refused as well: bytes that are not UTF-8, a name twice in an object, half a surrogate pair,
  /// numbers beyond `Double`, arrays and objects more than 512 deep.
  ///
  /// - Throws: The first fault, with its line and column.
  public static func parse(_ bytes: [UInt8]) throws(Fault) -> JSON {
    try UTF8Text.check(bytes)
    var reader = JSONReader(bytes)
    return try reader.whole()
  }
}

/// Reads JSON from bytes that are known to be UTF-8, with a stack of its own: a thread's stack may
/// be too small for recursion as deep as is allowed.
struct JSONReader {
  let bytes: [UInt8]
  var offset: Int
  private var open: [OpenValue] = []
  private static let deepest = 512

  /// An array or object whose end has not been read yet.
  private struct OpenValue {
    let isObject: Bool
    var elements: [JSON] = []
    var members: [JSON.Member] = []
    var keys = DistinctKeys()
    /// The name whose value is read next.
    var key = ""

    var closing: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }
    var value: JSON { isObject ? .object(members) : .array(elements) }

    mutating func append(_ value: JSON) {
      if isObject {
        members.append(JSON.Member(key: key, value: value))
      } else {
        elements.append(value)
      }
    }
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.starts(with: Byte.byteOrderMark) ? Byte.byteOrderMark.count : 0
  }

  /// The one value that the bytes hold.
  mutating func whole() throws(Fault) -> JSON {
    let value = try value()
    skipBlanks()
    guard offset == bytes.count else { throw unexpected("the end of the text") }
    return value
  }

  /// The complete value that stands next, whatever follows it.
  mutating func value() throws(Fault) -> JSON {
    while true {
      guard let started = try start() else { continue }
      if let value = try place(started) { return value }
    }
  }

  /// The value that stands next if it is complete; nil if it is an array or object that is now
  /// open, with a value to be read.
  private mutating func start() throws(Fault) -> JSON? {
    skipBlanks()
    guard let byte = current else { throw unexpected("a value") }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < Self.deepest else {
        throw fault("arrays and objects lie more than \(Self.deepest) deep within one another")
      }
      offset += 1
      var opened = OpenValue(isObject: byte == UInt8(ascii: "{"))
      if takes(opened.closing) { return opened.value }
      if opened.isObject { try readName(of: &opened) }
      open.append(opened)
      return nil
    case Byte.quote: return .string(try string())
    case _ where isNotANumber: throw notANumberFault()
    case Byte.hyphen, Byte.zero...Byte.nine: return try number()
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw unexpected("a value")
    }
  }

  /// Puts a complete value where it belongs and closes what ends after it. Gives the outermost
  /// value once that is complete; nil if another value is to be read.
  private mutating func place(_ complete: JSON) throws(Fault) -> JSON? {
    var value = complete
    while var innermost = open.popLast() {
      innermost.append(value)
      if takes(innermost.closing) {
        value = innermost.value
        continue
      }
      guard takes(Byte.comma) else {
        throw unexpected(innermost.isObject ? "a comma or }" : "a comma or ]")
      }
      if innermost.isObject { try readName(of: &innermost) }
      open.append(innermost)
      return nil
    }
    return value
  }

  /// Reads the next name of an object, and the colon after it.
  private mutating func readName(of object: inout OpenValue) throws(Fault) {
    skipBlanks()
    guard current == Byte.quote else { throw unexpected("a name in double quotes") }
    let start = offset
    object.key = try string()
    guard object.keys.insert(object.key, besides: object.members, \.key) else {
      throw Fault(
        at: start, of: bytes,
        "the name \(quoted(object.key)) stands twice in this object; expected each name once")
    }
    guard takes(Byte.colon) else { throw unexpected("a colon after the name") }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(Fault) -> JSON {
    guard bytes[offset...].starts(with: word.utf8) else {
      if bytes.count - offset < word.utf8.count, word.utf8.starts(with: bytes[offset...]) {
        throw Fault(
          at: offset, of: bytes, "the text ends within a word; expected a value such as \(word)",
          cause: .cutOff)
      }
      throw unexpected("a value")
    }
    offset += word.utf8.count
    return value
  }

  // MARK: Bytes

  /// The byte that stands next.
  var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func skipBlanks() {
    while let byte = current,
      byte == Byte.space || byte == Byte.lineFeed || byte == Byte.carriageReturn
        || byte == Byte.tab
    {
      offset += 1
    }
  }

  /// Whether a byte stands next, after blanks; if so it is passed.
  mutating func takes(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard current == byte else { return false }
    offset += 1
    return true
  }

  func fault(_ message: String) -> Fault {
    Fault(at: offset, of: bytes, message)
  }

  /// What stands here instead of what was expected.
  func unexpected(_ expected: String) -> Fault {
    guard offset < bytes.count else {
      return Fault(at: offset, of: bytes, "the text ends; expected \(expected)", cause: .cutOff)
    }
    let rest = String(decoding: bytes[offset...].prefix(4), as: UTF8.self)
    let found = rest.unicodeScalars.first.map { quoted(String($0)) } ?? ""
    return fault("found \(found); expected \(expected)")
  }
}
