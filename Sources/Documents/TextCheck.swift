/// Strict UTF-8: nothing is repaired, what is wrong is told.
public enum UTF8Text {
  /// The text of bytes that must be valid UTF-8: no overlong forms, no surrogates.
  ///
  /// - Throws: The line, the column and the value of the first byte that is wrong.
  public static func decode(_ bytes: [UInt8]) throws(Fault) -> String {
    try check(bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Refuses bytes that are not valid UTF-8.
  static func check(_ bytes: [UInt8]) throws(Fault) {
    guard let bad = firstInvalid(bytes) else { return }
    let byte = hexadecimal(UInt32(bytes[bad]), width: 2)
    throw Fault(
      at: bad, of: bytes, "byte 0x\(byte) at offset \(bad) is not valid here; expected UTF-8 text")
  }

  /// The offset of the first sequence that is not UTF-8 (Unicode 16, table 3-7).
  private static func firstInvalid(_ bytes: [UInt8]) -> Int? {
    let end = bytes.count
    var offset = 0
    while offset < end {
      let lead = bytes[offset]
      if lead < 0x80 {
        offset += 1
        continue
      }
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xBF
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, second) = (3, 0xA0...0xBF)
      case 0xED: (length, second) = (3, 0x80...0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, second) = (4, 0x90...0xBF)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, second) = (4, 0x80...0x8F)
      default: return offset
      }
      guard end - offset >= length, second.contains(bytes[offset + 1]) else { return offset }
      for next in (offset + 2)..<(offset + max(2, length)) where bytes[next] & 0xC0 != 0x80 {
        return offset
      }
      offset += length
    }
    return nil
  }
}

/// Text that a terminal shows as it is written, whoever wrote it.
///
/// Control characters other than line feed and tab, and those that override or isolate the
/// direction of writing, are shown as `\x1b` or `\u{202e}`, so that they can neither move the
/// cursor nor reorder a line.
public func terminalSafe(_ text: String) -> String {
  if isPlainASCII(text) { return text }
  var safe = String.UnicodeScalarView()
  var isChanged = false
  for scalar in text.unicodeScalars {
    if scalar == "\n" || scalar == "\t" || !(scalar.isControl || scalar.isDirectionControl) {
      safe.append(scalar)
      continue
    }
    isChanged = true
    safe.append(
      contentsOf: scalar.value < 0x100
        ? "\\x\(hexadecimal(scalar.value, width: 2))".unicodeScalars
        : "\\u{\(hexadecimal(scalar.value, width: 4))}".unicodeScalars)
  }
  return isChanged ? String(safe) : text
}

/// Most of what is printed is this, and printing asks of every word.
private func isPlainASCII(_ text: String) -> Bool {
  var text = text
  return text.withUTF8 { bytes in
    unsafe bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 == 10 || $0 == 9 }
  }
}
