/// The name of a git object: 20 bytes, held inline.
public struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  let first: UInt64
  let second: UInt64
  let third: UInt32

  /// The id that git writes for "no object".
  public static let zero = ObjectID(0, 0, 0)

  init(_ first: UInt64, _ second: UInt64, _ third: UInt32) {
    self.first = first
    self.second = second
    self.third = third
  }

  /// From forty hexadecimal digits of either case; nil for anything else.
  public init?(hex: some StringProtocol) {
    let text = String(hex)
    self.init(hexBytes: text.utf8)
  }

  /// The same from bytes.
  init?(hexBytes: some Sequence<UInt8>) {
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    var count = 0
    for digit in hexBytes {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
      default: return nil
      }
      switch count {
      case 0..<16: words.0 = words.0 << 4 | UInt64(value)
      case 16..<32: words.1 = words.1 << 4 | UInt64(value)
      case 32..<40: words.2 = words.2 << 4 | UInt32(value)
      default: return nil
      }
      count += 1
    }
    if count != 40 { return nil }
    self.init(words.0, words.1, words.2)
  }

  /// From twenty bytes; nil for any other number of them.
  public init?(bytes: some Collection<UInt8>) {
    var words: (UInt64, UInt64, UInt32) = (0, 0, 0)
    var count = 0
    for byte in bytes {
      switch count {
      case 0..<8: words.0 = words.0 << 8 | UInt64(byte)
      case 8..<16: words.1 = words.1 << 8 | UInt64(byte)
      case 16..<20: words.2 = words.2 << 8 | UInt32(byte)
      default: return nil
      }
      count += 1
    }
    if count != 20 { return nil }
    self.init(words.0, words.1, words.2)
  }

  /// The twenty bytes.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(20)
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: first >> UInt64(shift)))
    }
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: second >> UInt64(shift)))
    }
    for shift in stride(from: 24, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: third >> UInt32(shift)))
    }
    return bytes
  }

  /// Forty lowercase digits.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(40)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first ten digits, for people.
  public var short: String { String(hex.prefix(10)) }

  /// The same as `hex`.
  public var description: String { hex }

  /// Eight bytes of a hash are spread well enough.
  public func hash(into hasher: inout Hasher) { hasher.combine(first) }

  /// In the order of the bytes.
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.first, left.second, left.third) < (right.first, right.second, right.third)
  }
}

/// The four kinds of objects.
public enum ObjectKind: String, Hashable, Sendable {
  /// A snapshot with its history.
  case commit
  /// A folder.
  case tree
  /// The bytes of a file.
  case blob
  /// An annotated tag.
  case tag
}
