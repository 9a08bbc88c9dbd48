/// How stars fit, in a name and in a path.
enum Wildcard {
  private static let star = UInt8(ascii: "*")
  private static let mark = UInt8(ascii: "?")

  /// Whether a word asks for more than itself.
  static func isIn(_ word: [UInt8]) -> Bool { word.contains(star) || word.contains(mark) }

  /// Whether a name fits a word, both in UTF-8: `*` is any text, `?` one character, however many
  /// bytes it has.
  static func fits(_ word: [UInt8], _ name: [UInt8]) -> Bool {
    fits(word, name, isStar: { $0 == star }) { wanted, rest in
      if wanted == mark { return 1 + rest.dropFirst().prefix { $0 & 0xC0 == 0x80 }.count }
      return wanted == rest.first ? 1 : nil
    }
  }

  /// Whether a whole fits a pattern, of which each star stands for any number of elements, and each
  /// other element for as many as `one` says, of those that are left; nil for none that would fit.
  ///
  /// Backtracks to the last star only, so that no pattern takes long.
  static func fits<Element>(
    _ pattern: [Element], _ whole: [Element], isStar: (Element) -> Bool,
    one: (Element, ArraySlice<Element>) -> Int?
  ) -> Bool {
    var (p, n) = (0, 0)
    var last: (p: Int, n: Int)?
    while n < whole.count {
      if p < pattern.count, isStar(pattern[p]) {
        last = (p, n)
        p += 1
      } else if p < pattern.count, let count = one(pattern[p], whole[n...]) {
        p += 1
        n += count
      } else if let star = last {
        last = (star.p, star.n + 1)
        (p, n) = (star.p + 1, star.n + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy(isStar)
  }
}
