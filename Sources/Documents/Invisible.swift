extension Unicode.Scalar {
  /// Whether this is a control character: C0 with tab and line feed, DEL, or C1 with NEL.
  var isControl: Bool {
    value < 0x20 || (value >= 0x7F && value < 0xA0)
  }

  /// Whether this overrides or isolates the direction in which a line is shown.
  var isDirectionControl: Bool {
    (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069)
  }

  /// Whether this ends a line for some readers though it is no line feed: U+2028 and U+2029.
  var isSeparator: Bool { value == 0x2028 || value == 0x2029 }
}

/// The hexadecimal digits of a number, lower case, with zeros before them up to a width.
func hexadecimal(_ number: UInt32, width: Int) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
