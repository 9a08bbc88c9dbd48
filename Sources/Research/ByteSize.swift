extension Policy {
  /// Reads `500`, `64K` or `10M`: bytes, by 1024.
  public static func bytes(_ text: String) -> Int? {
    let units: [Character: Int] = ["K": 10, "k": 10, "M": 20, "m": 20]
    guard let last = text.last else { return nil }
    let shift = units[last]
    let digits = shift == nil ? Substring(text) : text.dropLast()
    guard !digits.isEmpty, digits.utf8.count < 10,
      digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int(digits)
    else { return nil }
    return number << (shift ?? 0)
  }

  /// A size as ``bytes(_:)`` reads it, in the largest unit that divides it.
  public static func spelled(bytes: Int) -> String {
    if bytes > 0, bytes % (1 << 20) == 0 { return "\(bytes >> 20)M" }
    if bytes > 0, bytes % (1 << 10) == 0 { return "\(bytes >> 10)K" }
    return "\(bytes)"
  }
}
