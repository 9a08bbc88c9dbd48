import Git
public import Ledger
import Platform
public import Research

/// What is protected in a clone, kept as a plain list in the git directory: hooks read it in place
/// of the policy's events, and where rtrack itself is missing their shell gives it to git.
///
/// The first line names the policy that it was made from, so a list that is behind is made anew.
/// Each protection is a comment (what it holds, from when on, its pattern) and the pathspecs that
/// say the same to git.
public struct ProtectedList {
  private let ledger: Ledger
  private let path: String

  /// The list of one clone.
  public init(of ledger: Ledger) {
    self.ledger = ledger
    path = Path.join(ledger.privateFolder, "protected")
  }

  /// What is protected now; the list on the disk is brought in step where it is behind.
  public func protections() throws -> Protections {
    let tips = try tips()
    let allowed = try Standing.operators(of: ledger.repository).map(\.description).sorted()
    var heading = "# What may not change once committed, as of"
    for word in tips.map(\.hex) + allowed { heading += " " + word }
    let lines = read()
    if let lines, lines.first == heading {
      return Protections(Self.rules(in: lines))
    }
    let policies =
      try "# policy " + (tips.map { try policy(in: $0) } + allowed).joined(separator: " ")
    if let lines, lines.dropFirst().first == policies {
      // Only other entries are new.
      write([heading] + Array(lines.dropFirst()))
      return Protections(Self.rules(in: lines))
    }
    let protections = try ledger.exists() ? Standing.now(in: ledger).protections : .bare
    write([heading, policies] + Self.lines(of: protections.all))
    return protections
  }

  /// The commits whose events make the policy.
  private func tips() throws -> [ObjectID] {
    try [ledger.branch, ledger.seenReference].compactMap {
      try $0.flatMap { try ledger.repository.target(of: $0) }
    }
  }

  private func policy(in tip: ObjectID) throws -> String {
    let tree = try ledger.repository.commit(tip).tree
    return try ledger.repository.entry(at: "\(Layout.root)/policy", in: tree)?.id.hex ?? "none"
  }

  private func read() -> [String]? {
    guard let bytes = try? FileSystem.read(path, limit: 1 << 20) else { return nil }
    return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A list that cannot be written is made anew the next time.
  private func write(_ lines: [String]) {
    let text = lines.joined(separator: "\n") + "\n"
    try? FileSystem.makeDirectory(ledger.privateFolder)
    try? FileSystem.write(Array(text.utf8), to: path)
  }

  private static func lines(of rules: [Protection]) -> [String] {
    rules.flatMap { rule in
      // No pattern of the policy holds a line's end.
      [
        "# \(rule.content.rawValue) \(rule.freeze.rawValue) \(rule.pattern)",
        ":(top,glob)\(rule.pattern)", ":(top,glob)\(rule.pattern)/**",
      ]
    }
  }

  private static func rules(in lines: [String]) -> [Protection] {
    lines.dropFirst(2).compactMap { line in
      // By bytes: every commit waits.
      let words = line.utf8.split(
        separator: UInt8(ascii: " "), maxSplits: 3, omittingEmptySubsequences: false
      ).map { String(Substring($0)) }
      guard words.count == 4, words[0] == "#",
        let content = ProtectedContent(rawValue: words[1]),
        let freeze = Freeze(rawValue: words[2])
      else { return nil }
      return Protection(pattern: words[3], content: content, freeze: freeze)
    }
  }
}

extension Protections {
  /// What holds where there is no ledger yet: only what a branch carries of one.
  static let bare = Protections(Protections.ofLedger)
}
