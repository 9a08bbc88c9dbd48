public import Git
public import Research

/// Entries that were taken out by authority: none of them counts as lost, and none comes back.
public struct RedactedEntries: Hashable, Sendable {
  private struct Entry: Hashable {
    /// By bytes: to git, "é" in one code point and in two are two names.
    let path: [UInt8]
    let blob: ObjectID
  }

  private var stubs: [Entry: ObjectID?] = [:]

  /// What these redactions take out.
  public init(_ redactions: [Redaction] = []) {
    for item in redactions.flatMap(\.items) {
      guard let blob = ObjectID(hex: item.blob) else { continue }
      stubs[Entry(path: Array(item.path.utf8), blob: blob)] = item.stub.flatMap(ObjectID.init(hex:))
    }
  }

  /// True when nothing was taken out.
  public var isEmpty: Bool { stubs.isEmpty }

  /// Whether this very blob was taken out at this path.
  public func contains(_ path: String, _ blob: ObjectID) -> Bool {
    stubs[Entry(path: Array(path.utf8), blob: blob)] != nil
  }

  /// Whether this very blob was taken out, at whatever path.
  func contains(_ blob: ObjectID) -> Bool { stubs.keys.contains { $0.blob == blob } }

  /// Whether anything was taken out below a folder, at whatever depth.
  public func isAnything(below folder: String) -> Bool {
    let start = Array(folder.utf8) + [UInt8(ascii: "/")]
    return stubs.keys.contains { $0.path.starts(with: start) }
  }

  /// Whether an entry that became another one, or nothing, was taken out just so.
  public func covers(_ path: String, _ old: Tree.Entry?, became new: Tree.Entry?) -> Bool {
    guard let old, !old.isDirectory,
      let stub = stubs[Entry(path: Array(path.utf8), blob: old.id)]
    else { return false }
    return new.map { $0.mode == .file && $0.id == stub } ?? (stub == nil)
  }

  /// The paths, sorted, each once.
  public var paths: [String] {
    Set(stubs.keys.map { String(decoding: $0.path, as: UTF8.self) }).sorted()
  }

  /// As what writes trees takes them.
  var replacements: [(path: String, old: ObjectID, new: ObjectID?)] {
    stubs.map { (String(decoding: $0.path, as: UTF8.self), $0.blob, $1) }
  }

  /// Whether a root tree holds any of them.
  func isHeld(by tree: ObjectID, in repository: Repository) throws -> Bool {
    try stubs.keys.contains { entry in
      let path = String(decoding: entry.path, as: UTF8.self)
      return try repository.entry(at: path, in: tree)?.id == entry.blob
    }
  }
}

extension Redaction {
  /// Whether one of these redactions calls a commit of this line its new tip: so it was written
  /// anew by who signed that, and not by somebody else in that name.
  public static func isNamed(
    _ tip: ObjectID, by redactions: some Sequence<Redaction>, in repository: Repository
  ) throws -> Bool {
    try redactions.contains { redaction in
      guard let named = redaction.newTip.flatMap(ObjectID.init(hex:)), repository.contains(named)
      else { return false }
      return try repository.isAncestor(named, of: tip)
    }
  }
}
