/// Many JSON values in one text, one after another: a single document, JSON Lines, documents
/// without anything between them, and the elements of arrays in place of the arrays themselves.
///
/// So it does not matter whether a program wrote its records as one array, as a page of arrays or
/// line by line; and only one record at a time is held.
public struct JSONStream {
  /// A value, and where it begins.
  public struct Item: Sendable {
    /// The value; never an array.
    public let value: JSON
    /// The line it begins on, counted from 1.
    public let line: Int
    /// The column it begins at, counted from 1, in characters.
    public let column: Int

    /// What is wrong with this value, at its place.
    public func fault(_ message: String) -> Fault {
      Fault(line: line, column: column, message: message)
    }
  }

  private var reader: JSONReader
  /// How many arrays are open around the next value.
  private var depth = 0
  private var line = 1
  private var column = 1
  /// How far line and column are counted.
  private var counted = 0

  /// A stream over a text that must be UTF-8.
  ///
  /// - Throws: The place of the first byte that is not UTF-8.
  public init(_ bytes: [UInt8]) throws(Fault) {
    try UTF8Text.check(bytes)
    reader = JSONReader(bytes)
    counted = reader.offset
  }

  /// The next value; nil at the end.
  ///
  /// - Throws: The first fault, with its place. Nothing more can be read after one.
  public mutating func next() throws(Fault) -> Item? {
    while true {
      reader.skipBlanks()
      if reader.current == nil && depth == 0 { return nil }
      if reader.current == UInt8(ascii: "[") {
        guard depth < 8 else { throw reader.fault("arrays lie more than 8 deep in one another") }
        _ = reader.takes(UInt8(ascii: "["))
        depth += 1
        if reader.takes(UInt8(ascii: "]")) { try close() }
        continue
      }
      count()
      let (line, column) = (line, column)
      let value = try reader.value()
      try separate()
      return Item(value: value, line: line, column: column)
    }
  }

  /// Passes the end of an array.
  private mutating func close() throws(Fault) {
    depth -= 1
    try separate()
  }

  /// Passes what stands between a value in an array and the next.
  private mutating func separate() throws(Fault) {
    while depth > 0 {
      if reader.takes(Byte.comma) { return }
      guard reader.takes(UInt8(ascii: "]")) else { throw reader.unexpected("a comma or ]") }
      depth -= 1
    }
  }

  /// Brings line and column up to the reader's place.
  private mutating func count() {
    for byte in reader.bytes[counted..<reader.offset] {
      if byte == Byte.lineFeed {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    counted = reader.offset
  }
}
