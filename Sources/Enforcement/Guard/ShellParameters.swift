/// What `${NAME…}` makes of a value and a word.
enum ShellOperation: Hashable {
  /// `:-`, `:=`, `:?`: the value, or the word where there is none.
  case either
  /// `:+`: the word, or nothing.
  case instead
  /// `%` and `#`: the value without the word at its end or start, the longest fit for `%%`, `##`.
  case trimmed(atEnd: Bool, isLongest: Bool)
  /// Anything else: the result is not known.
  case other

  /// The operation that the bytes behind a name begin, and how many they are.
  static func reading(_ bytes: ArraySlice<UInt8>) -> (operation: ShellOperation, length: Int) {
    let first = bytes.first
    let second = bytes.dropFirst().first
    let signs = "-=?+".utf8
    func named(_ sign: UInt8) -> ShellOperation { sign == UInt8(ascii: "+") ? .instead : .either }
    switch first {
    case UInt8(ascii: ":"):
      if let second, signs.contains(second) { return (named(second), 2) }
    case let sign? where signs.contains(sign): return (named(sign), 1)
    case UInt8(ascii: "%"), UInt8(ascii: "#"):
      let isLongest = second == first
      return (
        .trimmed(atEnd: first == UInt8(ascii: "%"), isLongest: isLongest), isLongest ? 2 : 1
      )
    default: break
    }
    return (.other, 0)
  }
}

extension ShellExpansion {
  /// All that `${NAME…}` may stand for.
  func values(of name: String, _ operation: ShellOperation, _ word: ShellWord) -> [Reading] {
    let given = values(word)
    switch operation {
    // What the environment does not hold either is not set: the word stands for it.
    case .either: return state.isSet(name) ? state.values(of: name) + given : given
    case .instead: return given + [Reading()]
    case .trimmed(let atEnd, let isLongest):
      return state.values(of: name).flatMap { value in
        given.map { Self.trimmed(value, of: $0, atEnd: atEnd, isLongest: isLongest) }
      }
    case .other: return [.unknown]
    }
  }

  /// Longer values are not trimmed.
  private static let longestTrimmed = 512

  private static func trimmed(
    _ value: Reading, of word: Reading, atEnd: Bool, isLongest: Bool
  ) -> Reading {
    let count = value.units.count
    guard let text = value.text, count <= longestTrimmed else { return .unknown }
    // Here `*` fits a slash too.
    let pattern = Reading(word.units.map { $0 == .star ? .unknown : $0 })
    let bytes = Array(text.utf8)
    let lengths = isLongest ? Array((0...count).reversed()) : Array(0...count)
    for length in lengths {
      let part = atEnd ? bytes.suffix(length) : bytes.prefix(length)
      guard pattern.fits(String(decoding: part, as: UTF8.self)) else { continue }
      return atEnd ? Reading(Array(value.units.dropLast(length))) : value.dropping(length)
    }
    return value
  }
}
