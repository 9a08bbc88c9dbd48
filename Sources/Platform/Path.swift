/// Paths as text: no function here looks at the disk.
public enum Path {
  /// `rest` below `base`; `rest` alone when it is absolute.
  public static func join(_ base: String, _ rest: String) -> String {
    if rest.utf8.first == slash || base.isEmpty { return rest }
    if rest.isEmpty { return base }
    return base.utf8.last == slash ? base + rest : base + "/" + rest
  }

  /// The folder that holds `path`: "/" of "/a" and of "/", "." of "a".
  public static func parent(_ path: String) -> String {
    let parts = path.utf8.split(separator: slash, omittingEmptySubsequences: true)
    let isAbsolute = path.utf8.first == slash
    guard parts.count > 1, let start = parts.first, let end = parts.dropLast().last else {
      return isAbsolute ? "/" : "."
    }
    let body = String(Substring(path.utf8[start.startIndex..<end.endIndex]))
    return isAbsolute ? "/" + body : body
  }

  /// The last component: "b" of "a/b/"; "/" of "/"; empty of an empty path.
  public static func last(_ path: String) -> String {
    guard let part = path.utf8.split(separator: slash, omittingEmptySubsequences: true).last else {
      return path.isEmpty ? "" : "/"
    }
    return String(Substring(part))
  }

  /// Without ".", "..", "//" and a trailing slash, by text alone; "." when nothing is left.
  public static func normalize(_ path: String) -> String {
    let isAbsolute = path.utf8.first == slash
    var parts: [Substring] = []
    for part in path.utf8.split(separator: slash, omittingEmptySubsequences: true) {
      switch Substring(part) {
      case ".": continue
      case "..":
        if let last = parts.last, last != ".." {
          parts.removeLast()
        } else if !isAbsolute {
          parts.append("..")
        }
      default: parts.append(Substring(part))
      }
    }
    var body = ""
    for part in parts { body += body.isEmpty ? String(part) : "/" + String(part) }
    return isAbsolute ? "/" + body : body.isEmpty ? "." : body
  }

  /// `path` seen from `base`, normalised.
  public static func absolute(_ path: String, in base: String) -> String {
    normalize(join(base, path))
  }

  /// What leads from `base` down to `path`: "." when they are one, nil when `path` is not below.
  public static func relative(_ path: String, to base: String) -> String? {
    let path = normalize(path)
    let base = normalize(base)
    if path == base { return "." }
    if base == "." { return path.utf8.first == slash || isUpward(path) ? nil : path }
    let prefix = base == "/" ? base : base + "/"
    guard path.utf8.starts(with: prefix.utf8) else { return nil }
    let rest = String(Substring(path.utf8.dropFirst(prefix.utf8.count)))
    // Below "..", another ".." leads up, not down.
    return isUpward(rest) ? nil : rest
  }

  private static let slash = UInt8(ascii: "/")

  private static func isUpward(_ path: String) -> Bool { path == ".." || path.hasPrefix("../") }
}
