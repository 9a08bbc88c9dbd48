/// What a remote itself said while git was at work: its hooks, its rules, the transport to it.
enum HostWords {
  /// Who answers with more than this has told enough.
  private static let mostLines = 20
  private static let longestLine = 300

  /// The lines for people among what git wrote to standard error: what came before git's own
  /// verdict, without what git puts before or between them.
  static func lines(in errors: String) -> [String] {
    var found: [String] = []
    for line in errors.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("fatal:") || line.hasPrefix("error:") { break }
      if line.hasPrefix("To ") || line.hasPrefix("hint:") || line.hasPrefix("From ") { continue }
      let isRemote = line.hasPrefix("remote:")
      let words = (isRemote ? line.dropFirst(7) : line).trimmed
      if !words.isEmpty { found.append(String(words.prefix(longestLine))) }
    }
    if found.count <= mostLines { return found }
    return found.prefix(mostLines) + ["… and \(found.count - mostLines) lines more"]
  }
}

extension Substring {
  /// Without the spaces and tabs at both ends.
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...last]
  }
}
