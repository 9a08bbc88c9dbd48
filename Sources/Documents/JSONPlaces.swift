/// Where the values of a JSON text begin: for what is wrong with what the text says.
///
/// Values that are not members of an object, such as the numbers of a list, have the place of the
/// list. Values more than eight deep have the place of what they lie in.
public struct JSONPlaces: Sendable {
  /// One step from the outermost value inwards.
  public enum Step: Hashable, Sendable {
    /// Into the member of this name.
    case name(String)
    /// Into the element at this place.
    case index(Int)
  }

  /// A place in the text, both from 1.
  private struct Place {
    var line = 1
    var column = 1
  }

  private var places: [[Step]: Place] = [:]
  /// How far line and column are counted, and what they are there.
  private var counted = 0
  private var reached = Place()
  private static let deepest = 8

  /// The places of a text that ``JSON/parse(_:)`` reads; those of any other end at its fault.
  public init(_ bytes: [UInt8]) {
    var reader = JSONReader(bytes)
    counted = reader.offset
    reader.skipBlanks()
    places[[]] = place(at: reader.offset, in: bytes)
    try? note(&reader)
  }

  /// The line and the column at which a value begins, both counted from 1; of a value that is not
  /// there those of the nearest around it.
  public func place(of path: [Step]) -> (line: Int, column: Int) {
    var path = path
    while true {
      if let place = places[path] { return (place.line, place.column) }
      if path.isEmpty { return (1, 1) }
      path.removeLast()
    }
  }

  /// Counts on to an offsetbeyond the last one asked for, so that a text is counted once.
  private mutating func place(at offset: Int, in bytes: [UInt8]) -> Place {
    for byte in bytes[counted..<offset] {
      if byte == Byte.lineFeed {
        reached.line += 1
        reached.column = 1
      } else if byte & 0xC0 != 0x80 {
        reached.column += 1
      }
    }
    counted = offset
    return reached
  }

  /// An array or object that is being walked through.
  private struct Level {
    let isObject: Bool
    var count = 0
  }

  /// Walks through the text with a stack of its own, as the reader does.
  private mutating func note(_ reader: inout JSONReader) throws(Fault) {
    var path: [Step] = []
    var open: [Level] = []
    while true {
      reader.skipBlanks()
      guard let byte = reader.current else { return }
      let isObject = byte == UInt8(ascii: "{")
      if isObject || byte == UInt8(ascii: "[") {
        _ = reader.takes(byte)
        open.append(Level(isObject: isObject))
        path.append(.index(0))
        if !reader.takes(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
          try enter(&reader, &path, isObject: isObject)
          continue
        }
        open.removeLast()
        path.removeLast()
      } else if byte == Byte.quote {
        _ = try reader.string()
      } else {
        // A number or a word; a list's or an object's own signs end it.
        while let next = reader.current, next.isLetter || next.isDigit || "+-.".utf8.contains(next)
        { reader.offset += 1 }
      }
      guard try proceed(&reader, &path, &open) else { return }
    }
  }

  /// Passes what follows a value, closing what ends there; false at the end of the text.
  private mutating func proceed(
    _ reader: inout JSONReader, _ path: inout [Step], _ open: inout [Level]
  ) throws(Fault) -> Bool {
    while let level = open.last {
      if reader.takes(Byte.comma) {
        open[open.count - 1].count += 1
        path[path.count - 1] = .index(level.count + 1)
        try enter(&reader, &path, isObject: level.isObject)
        return true
      }
      guard reader.takes(level.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
        return false
      }
      open.removeLast()
      path.removeLast()
    }
    return false
  }

  /// Notes the member or element that begins here.
  private mutating func enter(
    _ reader: inout JSONReader, _ path: inout [Step], isObject: Bool
  ) throws(Fault) {
    reader.skipBlanks()
    let start = reader.offset
    if isObject {
      guard reader.current == Byte.quote else { throw reader.unexpected("a name") }
      path[path.count - 1] = .name(try reader.string())
      guard reader.takes(Byte.colon) else { throw reader.unexpected("a colon") }
      reader.skipBlanks()
    }
    let isContainer = reader.current == UInt8(ascii: "{") || reader.current == UInt8(ascii: "[")
    if path.count <= Self.deepest, isObject || isContainer {
      places[path] = place(at: start, in: reader.bytes)
    }
  }
}
