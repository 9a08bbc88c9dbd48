/// What is wrong with a text, and where.
public struct Fault: Error, Hashable, Sendable {
  /// The line, counted from 1. A line ends at a line feed.
  public let line: Int
  /// The column, counted from 1, in characters (Unicode scalars), not in bytes.
  public let column: Int
  /// What was wrong and what was expected, as a sentence without its full stop.
  public let message: String
  /// What kind of wrong it is, for those who can say more about some kinds.
  public let cause: Cause

  /// Kinds of faults that have a usual reason.
  public enum Cause: Hashable, Sendable {
    /// The text does not follow its grammar.
    case grammar
    /// The text ends before it is complete.
    case cutOff
    /// JSON with `NaN`, `Infinity` or the like in place of a number, as written.
    case notANumber(String)
  }

  /// A fault at a line and a column, both counted from 1.
  public init(line: Int, column: Int, message: String, cause: Cause = .grammar) {
    self.line = line
    self.column = column
    self.message = message
    self.cause = cause
  }

  /// A fault at an offset into UTF-8 text; line and column are counted only now that they matter.
  init(
    at offset: Int, of bytes: some Sequence<UInt8>, _ message: String, cause: Cause = .grammar
  ) {
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
    self.init(line: line, column: column, message: message, cause: cause)
  }
}

extension Fault: CustomStringConvertible {
  /// Such as `line 3, column 7: the key "at" stands twice`.
  public var description: String { "line \(line), column \(column): \(message)" }
}
