/// A pattern of paths, as `.gitignore` spells them: `*` within a folder, `**` across folders.
public struct PathPattern: Hashable, Sendable {
  private let parts: [[UInt8]]
  private static let folders = Array("**".utf8)

  /// `notes/**` is all that lies below `notes`, at any depth, but not `notes` itself.
  public init(_ text: String) {
    var parts = text.utf8.split(separator: 47).map(Array.init)
    if parts.last == Self.folders { parts.append(Array("*".utf8)) }
    self.parts = parts
  }

  /// Whether the whole path fits.
  public func matches(_ path: some StringProtocol) -> Bool {
    let names = String(path).utf8.split(separator: 47).map(Array.init)
    return Wildcard.fits(parts, names, isStar: { $0 == Self.folders }) { part, rest in
      rest.first.map { Wildcard.fits(part, $0) } == true ? 1 : nil
    }
  }
}
