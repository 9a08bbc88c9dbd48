extension JSONReader {
  /// Whether `NaN`, `-Infinity` or their like stands next: what programs print that do not know
  /// that JSON has no such numbers.
  var isNotANumber: Bool {
    guard let first = current else { return false }
    let isSigned = first == Byte.hyphen || first == UInt8(ascii: "+")
    let next = isSigned ? bytes[offset...].dropFirst().first : first
    // Only these letters begin one; nearly every value is known by its first byte.
    guard let letter = next,
      letter | 0x20 == UInt8(ascii: "n") || letter | 0x20 == UInt8(ascii: "i")
    else { return false }
    let word = String(decoding: wordBytes, as: UTF8.self).lowercased().drop { "+-".contains($0) }
    return word == "nan" || word == "inf" || word == "infinity"
  }

  func notANumberFault() -> Fault {
    let word = String(decoding: wordBytes, as: UTF8.self)
    return Fault(
      at: offset, of: bytes, "found \(word), for which JSON has no word; expected a value",
      cause: .notANumber(word))
  }

  /// The letters that stand next, with a sign before them.
  private var wordBytes: ArraySlice<UInt8> {
    let rest = bytes[offset...].prefix(12)
    let signs = rest.prefix(1).prefix { $0 == Byte.hyphen || $0 == UInt8(ascii: "+") }.count
    return rest.prefix(signs + rest.dropFirst(signs).prefix(while: \.isLetter).count)
  }

  /// The number that stands next.
  mutating func number() throws(Fault) -> JSON {
    let start = offset
    var isWhole = true
    if current == Byte.hyphen { offset += 1 }
    if current == Byte.zero {
      offset += 1
      guard current?.isDigit != true else {
        throw fault("a number begins with zero; expected no digit after it")
      }
    } else {
      try digits()
    }
    if current == UInt8(ascii: ".") {
      isWhole = false
      offset += 1
      try digits()
    }
    if let byte = current, byte | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      offset += 1
      if current == UInt8(ascii: "+") || current == Byte.hyphen { offset += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isWhole, text != "-0", let number = Int(text) { return .integer(number) }
    guard let number = Double(text), number.isFinite else {
      throw Fault(
        at: start, of: bytes, "the number \(text.prefix(40)) is beyond what a double can hold")
    }
    return .number(number)
  }

  private mutating func digits() throws(Fault) {
    guard current?.isDigit == true else { throw unexpected("a digit") }
    while current?.isDigit == true { offset += 1 }
  }

  /// The string whose opening quote stands next.
  mutating func string() throws(Fault) -> String {
    let opening = offset
    offset += 1
    var text = ""
    var start = offset
    while let byte = current {
      switch byte {
      case Byte.quote:
        text += String(decoding: bytes[start..<offset], as: UTF8.self)
        offset += 1
        return text
      case Byte.backslash:
        text += String(decoding: bytes[start..<offset], as: UTF8.self)
        text.unicodeScalars.append(try escape())
        start = offset
      case 0..<0x20:
        throw fault(
          "a control character (0x\(hexadecimal(UInt32(byte), width: 2))) stands in a string; "
            + "expected an escape such as \\n")
      default: offset += 1
      }
    }
    throw Fault(
      at: opening, of: bytes, "the string that begins here has no closing quote", cause: .cutOff)
  }

  /// The character of the escape whose backslash stands next.
  private mutating func escape() throws(Fault) -> Unicode.Scalar {
    let start = offset
    offset += 1
    guard let letter = current else { throw unexpected("the rest of an escape") }
    switch letter {
    case UInt8(ascii: "u"): break
    case Byte.quote, Byte.backslash, UInt8(ascii: "/"):
      offset += 1
      return Unicode.Scalar(letter)
    default:
      guard let scalar = Self.escapes[letter] else {
        throw unexpected("one of \" \\ / b f n r t u after a backslash")
      }
      offset += 1
      return scalar
    }
    let unit = try fourDigits()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // A surrogate: the first half, and the second half must follow at once.
    if unit < 0xDC00, current == Byte.backslash, bytes[offset...].dropFirst().first == letter {
      offset += 1
      let low = try fourDigits()
      if (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      {
        return scalar
      }
    }
    throw Fault(
      at: start, of: bytes, "half a surrogate pair; expected \\ud800–\\udbff and \\udc00–\\udfff")
  }

  /// The number after the `u` that stands next.
  private mutating func fourDigits() throws(Fault) -> UInt32 {
    offset += 1
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = current?.hexadecimal else {
        throw unexpected("four hexadecimal digits after \\u")
      }
      unit = unit << 4 | digit
      offset += 1
    }
    return unit
  }

  private static let escapes: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
    UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
  ]
}
