/// A pattern of paths, as `.gitignore` spells them: `*` within a folder, `**` across folders.
public struct PathPattern: Hashable, Sendable {
  private let parts: [[Character]]

  /// `notes/**` is all that lies below `notes`, at any depth, but not `notes` itself.
  public init(_ text: String) {
    var parts = text.split(separator: "/").map(Array.init)
    if parts.last == ["*", "*"] { parts.append(["*"]) }
    self.parts = parts
  }

  /// Whether the whole path fits.
  public func matches(_ path: some StringProtocol) -> Bool {
    let names = String(path).split(separator: "/").map(Array.init)
    return Self.fits(parts, names, isStar: { $0 == ["*", "*"] }) { part, name in
      Self.fits(part, name, isStar: { $0 == "*" }) { $0 == "?" || $0 == $1 }
    }
  }

  /// Backtracks to the last star only, so that no pattern takes long.
  private static func fits<Element>(
    _ pattern: [Element], _ whole: [Element], isStar: (Element) -> Bool,
    one: (Element, Element) -> Bool
  ) -> Bool {
    var p = 0
    var n = 0
    var star: (p: Int, n: Int)?
    while n < whole.count {
      if p < pattern.count, isStar(pattern[p]) {
        star = (p, n)
        p += 1
      } else if p < pattern.count, one(pattern[p], whole[n]) {
        p += 1
        n += 1
      } else if let last = star {
        star = (last.p, last.n + 1)
        p = last.p + 1
        n = last.n + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy(isStar)
  }
}
