/// A folder of git's, kept as the bytes of its object: reading 20,000 entries is one pass, and
/// names that are no UTF-8 survive.
public struct Tree: Sendable {
  /// What an entry is.
  public enum Mode: UInt32, Hashable, Sendable {
    /// A plain file.
    case file = 0o100644
    /// A file of the first git versions, writable by its group.
    case groupWritable = 0o100664
    /// A program.
    case executable = 0o100755
    /// A symbolic link.
    case symbolicLink = 0o120000
    /// A folder.
    case directory = 0o040000
    /// A commit of another repository.
    case submodule = 0o160000

    /// Any mode that git takes, as git takes it; nil for what is none.
    init?(reading bits: UInt32) {
      if let mode = Mode(rawValue: bits) {
        self = mode
        return
      }
      switch bits & 0o170000 {
      case 0o100000: self = bits & 0o100 == 0 ? .file : .executable
      case 0o120000: self = .symbolicLink
      case 0o040000: self = .directory
      case 0o160000: self = .submodule
      default: return nil
      }
    }
  }

  /// One name in a folder.
  public struct Entry: Hashable, Sendable {
    /// The name; bytes that are no UTF-8 are shown as U+FFFD.
    public let name: String
    /// What it is.
    public let mode: Mode
    /// The object it names.
    public let id: ObjectID
    /// The name's own bytes, where `name` does not give them.
    private let exactName: [UInt8]?

    /// An entry from its parts.
    public init(name: String, mode: Mode, id: ObjectID) {
      self.name = name
      self.mode = mode
      self.id = id
      exactName = nil
    }

    init(nameBytes: ArraySlice<UInt8>, mode: Mode, id: ObjectID) {
      let text = String(validating: nameBytes, as: UTF8.self)
      name = text ?? String(decoding: nameBytes, as: UTF8.self)
      exactName = text == nil ? Array(nameBytes) : nil
      self.mode = mode
      self.id = id
    }

    /// The name as git has it.
    public var nameBytes: [UInt8] { exactName ?? Array(name.utf8) }

    /// True for folders.
    public var isDirectory: Bool { mode == .directory }

    /// Equal bytes: to git, "é" in one code point and in two are two names.
    public static func == (left: Entry, right: Entry) -> Bool {
      left.id == right.id && left.mode == right.mode && left.nameBytes == right.nameBytes
    }

    /// Agrees with `==`.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(nameBytes)
      hasher.combine(mode)
      hasher.combine(id)
    }
  }

  /// The folder without entries.
  public static let empty = Tree(entries: [])

  /// The object's bytes.
  let bytes: [UInt8]
  /// Where each entry's mode and name start; the id ends where the next entry starts.
  let spots: [Spot]
  /// False for trees of broken tools: then names are found one after the other.
  let isSorted: Bool

  /// An entry's place in the bytes.
  struct Spot: Sendable {
    let start: Int
    let name: Int
    let end: Int
    let isDirectory: Bool
    /// Without the NUL and the id behind it.
    var nameEnd: Int { end - 21 }
  }

  /// Reads a tree object; nil when it is none.
  public init?(parsing bytes: [UInt8]) {
    guard let spots = Self.scan(bytes) else { return nil }
    self.init(bytes: bytes, spots: spots)
  }

  /// A folder of these entries, in any order; of two with one name the later counts.
  public init(entries: some Sequence<Entry>) {
    var byName: [[UInt8]: Entry] = [:]
    for entry in entries { byName[entry.nameBytes] = entry }
    let sorted = byName.map { (key: $0.value.isDirectory ? $0.key + [47] : $0.key, $0.value) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var builder = TreeBuilder()
    for (_, entry) in sorted { builder.append(entry) }
    self = builder.tree
  }

  init(bytes: [UInt8], spots: [Spot]) {
    self.bytes = bytes
    self.spots = spots
    var isSorted = true
    var previous: Spot?
    unsafe bytes.withUnsafeBytes { buffer in
      for spot in spots {
        if let previous, unsafe Self.compare(buffer, previous, buffer, spot) >= 0 {
          isSorted = false
        }
        previous = spot
      }
    }
    self.isSorted = isSorted
  }

  /// How many entries there are.
  public var count: Int { spots.count }

  /// All entries, in git's order: a folder sorts as if its name ended in a slash.
  public var entries: [Entry] { spots.map { entry($0) } }

  /// Visits every name in git's order, as bytes, with its place for `entry(at:)`; for walks over so
  /// many names that a string for each would be what they cost.
  public func forEachName(
    _ visit: (_ name: ArraySlice<UInt8>, _ isDirectory: Bool, _ index: Int) throws -> Void
  ) rethrows {
    for (index, spot) in spots.enumerated() {
      try visit(bytes[spot.name..<spot.nameEnd], spot.isDirectory, index)
    }
  }

  /// The entry at a place that `forEachName` gave.
  public func entry(at index: Int) -> Entry { entry(spots[index]) }

  /// The entry of that name, if there is one.
  public subscript(name: String) -> Entry? {
    index(of: Array(name.utf8)).map { entry(spots[$0]) }
  }

  /// The same folder with `entry` in it, instead of one of the same name.
  public func setting(_ entry: Entry) -> Tree { setting([entry]) }

  /// The same folder with all of `changed` in it, each instead of one of the same name.
  func setting(_ changed: [Entry]) -> Tree {
    if changed.isEmpty { return self }
    guard isSorted else { return Tree(entries: entries + changed) }
    let new = Tree(entries: changed)
    let replaced = Set(new.spots.compactMap { index(of: Array(new.bytes[$0.name..<$0.nameEnd])) })
    var builder = TreeBuilder()
    var next = 0
    for (number, spot) in spots.enumerated() where !replaced.contains(number) {
      while next < new.spots.count, new.compare(new.spots[next], with: self, spot) < 0 {
        builder.append(new.spots[next], of: new)
        next += 1
      }
      builder.append(spot, of: self)
    }
    for spot in new.spots[next...] { builder.append(spot, of: new) }
    return builder.tree
  }

  /// The object's bytes.
  public func serialized() -> [UInt8] { bytes }
}
