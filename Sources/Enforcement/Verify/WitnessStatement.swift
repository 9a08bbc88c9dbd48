public import Git
public import Ledger
public import Research

/// What a repository holds at one moment, written down so that somebody else can keep it: lines of
/// text, one for each tip and each entry, closed by their count.
public struct WitnessStatement: Sendable {
  /// A branch and what it held.
  public struct Branch: Sendable {
    /// The full name.
    public let reference: String
    /// The commit.
    public let tip: ObjectID
    /// Mode, blob and path of each entry.
    public let entries: [(mode: Tree.Mode, id: ObjectID, path: String)]
  }

  /// When it was written down, by that machine's clock.
  public let at: Timestamp
  /// The ledger's branch first, where there is one.
  public let branches: [Branch]

  static let largest = 1 << 30
  private static let title = "rtrack witness 1"

  /// Writes down what a repository's branches hold: the whole ledger, and protected files of code.
  public init(
    of repository: Repository, ledger: Ledger?, protections: Protections, at now: Timestamp
  ) throws {
    at = now
    var branches: [Branch] = []
    let tips = try VerifiedTips(repository, ledger, [])
    if let ledger, let tip = try ledger.tip() {
      branches.append(
        Branch(
          reference: ledger.branch, tip: tip,
          entries: try Self.entries(of: tip, repository) { _ in true }))
    }
    for tip in tips.code {
      let entries = try Self.entries(of: tip.id, repository) {
        protections.protection(of: $0) != nil
      }
      branches.append(Branch(reference: tip.name, tip: tip.id, entries: entries))
    }
    self.branches = branches
  }

  private static func entries(
    of tip: ObjectID, _ repository: Repository, where isWanted: (String) -> Bool
  ) throws -> [(mode: Tree.Mode, id: ObjectID, path: String)] {
    var entries: [(mode: Tree.Mode, id: ObjectID, path: String)] = []
    try repository.difference(from: nil, to: try repository.commit(tip).tree) { change in
      if let new = change.new, isWanted(change.path) {
        entries.append((new.mode, new.id, change.path))
      }
    }
    return entries
  }

  /// The text, as it is kept and signed.
  public func serialized() -> [UInt8] {
    var text = "\(Self.title)\nat \(at)\n"
    for branch in branches {
      text += "tip \(branch.tip) \(branch.entries.count) \(Self.escaped(branch.reference))\n"
      for (mode, id, path) in branch.entries {
        text += "\(String(mode.rawValue, radix: 8)) \(id) \(Self.escaped(path))\n"
      }
    }
    text += "end \(branches.reduce(0) { $0 + $1.entries.count })\n"
    return Array(text.utf8)
  }

  /// Reads what `serialized` gives.
  ///
  /// - Throws: ``LedgerError`` with the line that is wrong; a text that was cut off is none.
  public init(parsing bytes: [UInt8], named name: String) throws {
    let lines = bytes.split(separator: 10)
    func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
    func words(_ number: Int, _ most: Int) -> [String] {
      lines[number].split(separator: 32, maxSplits: most - 1).map(text)
    }
    func fault(_ number: Int, _ expected: String) -> LedgerError {
      LedgerError(
        .invalid, "\(name), line \(number + 1): \(expected)",
        hint: "`rtrack witness export` writes such a file; a part of one is not believed")
    }
    guard let first = lines.first, text(first) == Self.title else {
      throw fault(0, "expected \"\(Self.title)\"")
    }
    guard lines.count > 2, case let second = words(1, 2), second.count == 2, second[0] == "at",
      let at = Timestamp(second[1])
    else { throw fault(1, "expected `at` and a time") }
    self.at = at
    var branches: [Branch] = []
    var place = 2
    var total = 0
    while place < lines.count, case let head = words(place, 4), head[0] == "tip" {
      guard head.count == 4, let tip = ObjectID(hex: head[1]), let count = Int(head[2]),
        count >= 0, count < lines.count - place, let reference = Self.unescaped(head[3])
      else { throw fault(place, "expected `tip`, a commit, a count and a branch") }
      var entries: [(mode: Tree.Mode, id: ObjectID, path: String)] = []
      for number in (place + 1)..<(place + 1 + count) {
        let parts = words(number, 3)
        guard parts.count == 3, let bits = UInt32(parts[0], radix: 8),
          let mode = Tree.Mode(rawValue: bits), let id = ObjectID(hex: parts[1]),
          let path = Self.unescaped(parts[2])
        else { throw fault(number, "expected a mode, a blob and a path") }
        entries.append((mode, id, path))
      }
      branches.append(Branch(reference: reference, tip: tip, entries: entries))
      total += count
      place += count + 1
    }
    guard place + 1 == lines.count, text(lines[place]) == "end \(total)" else {
      throw fault(place, "expected `end \(total)`")
    }
    self.branches = branches
  }

  /// Only what parts lines and words is escaped.
  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte > 32, byte != UInt8(ascii: "%"), byte != 127 {
        bytes.append(byte)
      } else {
        bytes += Array(("%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func unescaped(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
