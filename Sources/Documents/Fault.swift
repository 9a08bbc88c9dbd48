/// What is wrong with a text, and where.
public struct Fault: Error, Hashable, Sendable {
  /// The line, counted from 1. A line ends at a line feed.
  public let line: Int
  /// The column, counted from 1, in characters (Unicode scalars), not in bytes.
  public let column: Int
  /// What was wrong and what was expected, as a sentence without its full stop.
  public let message: String

  /// A fault at a line and a column, both counted from 1.
  public init(line: Int, column: Int, message: String) {
    self.line = line
    self.column = column
    self.message = message
  }

  /// A fault at an offset into UTF-8 text; line and column are counted only now that they matter.
  init(at offset: Int, of bytes: some Sequence<UInt8>, _ message: String) {
    var line = 1
    var column = 1
    for byte in bytes.prefix(max(0, offset)) {
      if byte == Byte.lineFeed {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.init(line: line, column: column, message: message)
  }
}

extension Fault: CustomStringConvertible {
  /// Such as `line 3, column 7: the key "at" stands twice`.
  public var description: String { "line \(line), column \(column): \(message)" }
}
