/// The bytes that the readers and writers of this module know by name.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let hyphen = UInt8(ascii: "-")
  static let colon = UInt8(ascii: ":")
  static let comma = UInt8(ascii: ",")
  static let zero = UInt8(ascii: "0")
  static let nine = UInt8(ascii: "9")
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

extension UInt8 {
  /// Whether this byte is an ASCII digit.
  var isDigit: Bool { self >= Byte.zero && self <= Byte.nine }

  /// Whether this byte is a space, a tab or part of a line's end.
  var isWhiteSpace: Bool {
    self == Byte.space || self == Byte.tab || self == Byte.lineFeed || self == Byte.carriageReturn
  }

  /// Whether this byte is an ASCII letter.
  var isLetter: Bool {
    let folded = self | 0x20
    return folded >= UInt8(ascii: "a") && folded <= UInt8(ascii: "z")
  }

  /// The value of this byte as a hexadecimal digit.
  var hexadecimal: UInt32? {
    switch self {
    case Byte.zero...Byte.nine: UInt32(self - Byte.zero)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
