/// An experiment's name, such as `exp-001-lr-warmup`: the base name of its spec's file.
///
/// Adopted projects name theirs as they like; what this program numbers is `exp-NNN-slug`.
public struct ExperimentID: Hashable, Sendable, CustomStringConvertible {
  /// The name as given.
  public let text: String

  /// Nil unless it is one name that every file system and git keep as it is: 1 to 100 of letters,
  /// digits, space, `.`, `_`, `-`, starting with a letter or digit and ending with none of ` .`.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, bytes.count <= 100,
      Self.isWord(first), last != 32, last != 46,
      bytes.allSatisfy({ Self.isWord($0) || $0 == 32 || $0 == 45 || $0 == 46 || $0 == 95 })
    else { return nil }
    self.text = String(text)
  }

  /// A numbered name: three digits or more, and what of the title can be in a name, lower case,
  /// everything else a `-`, at most 40 characters.
  public init?(number: Int, title: some StringProtocol) {
    guard number > 0 else { return nil }
    var slug: [UInt8] = []
    for byte in title.lowercased().utf8 {
      let isKept = (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57)
      if isKept { slug.append(byte) } else if slug.last != 45, !slug.isEmpty { slug.append(45) }
    }
    slug = Array(slug.prefix(40))
    while slug.last == 45 { slug.removeLast() }
    if slug.isEmpty { return nil }
    let digits = String(number)
    let zeros = String(repeating: "0", count: max(0, 3 - digits.count))
    text = "exp-\(zeros)\(digits)-\(String(decoding: slug, as: UTF8.self))"
  }

  /// The number in `exp-007-…` or `exp-007`; nil in a name without one.
  public var number: Int? {
    guard text.hasPrefix("exp-") else { return nil }
    let digits = text.utf8.dropFirst(4).prefix { $0 >= 48 && $0 <= 57 }
    let next = text.utf8.dropFirst(4 + digits.count).first
    guard !digits.isEmpty, digits.count <= 9, next == nil || next == 45 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// The name as given.
  public var description: String { text }

  private static func isWord(_ byte: UInt8) -> Bool {
    (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57)
  }
}
