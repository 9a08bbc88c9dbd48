/// Which paths may not change once they are committed, and how each is meant.
///
/// A pattern is measured from the repository's root, `*` and `?` stay within a folder, `**` stands
/// for any folders, and a pattern that fits a folder protects all that lies below it. Compiled
/// once, and walked name by name on bytes, so that a walk through trees enters only what may
/// matter.
public struct Protections: Hashable, Sendable {
  /// What the policy says, in its order.
  public let all: [Protection]
  private let patterns: [[Part]]

  /// What these protect.
  public init(_ all: [Protection] = []) {
    self.all = all
    patterns = all.map { Self.compiled($0.pattern) }
  }

  /// What one name of a path may be.
  private enum Part: Hashable, Sendable {
    case exactly([UInt8])
    /// With `*` and `?` in it.
    case like([UInt8])
    /// `**`: any number of folders, none too.
    case anyFolders
  }

  /// How far a path from the root has come in each pattern.
  public struct Cursor: Hashable, Sendable {
    /// Pattern and part that the next name is held against, without repetition.
    fileprivate var states: [State]
    /// What protects everything here and below; the strictest where several do.
    public fileprivate(set) var protection: Protection?

    /// True when nothing at this path or below it is protected, whatever its name.
    public var isOutside: Bool { protection == nil && states.isEmpty }
  }

  fileprivate struct State: Hashable, Sendable {
    let pattern: Int
    let part: Int
  }

  /// The root of a branch of code: nothing is decided yet.
  public var root: Cursor {
    var cursor = Cursor(states: [], protection: nil)
    for index in patterns.indices { enter(index, 0, &cursor) }
    return cursor
  }

  /// The root of a branch that is protected as a whole, as the ledger's is.
  public func root(under protection: Protection) -> Cursor {
    var cursor = root
    cursor.protection = cursor.protection.map { $0.stricter(with: protection) } ?? protection
    return cursor
  }

  /// One name further down.
  public func step(_ cursor: Cursor, into name: some Collection<UInt8>) -> Cursor {
    var next = Cursor(states: [], protection: cursor.protection)
    for state in cursor.states {
      let parts = patterns[state.pattern]
      switch parts[state.part] {
      case .exactly(let word):
        if name.elementsEqual(word) { enter(state.pattern, state.part + 1, &next) }
      case .like(let word):
        if Wildcard.fits(word, Array(name)) { enter(state.pattern, state.part + 1, &next) }
      case .anyFolders: enter(state.pattern, state.part, &next)
      }
    }
    return next
  }

  /// What protects a path, if anything does.
  public func protection(of path: some StringProtocol) -> Protection? {
    var cursor = root
    for name in path.utf8.split(separator: 47) {
      cursor = step(cursor, into: name)
      if cursor.isOutside { return nil }
    }
    return cursor.protection
  }

  /// The folders, or files, that all protected paths lie in or are: what each pattern says before
  /// its first star. An empty text means the whole repository. Sorted, none within another.
  public var prefixes: [String] {
    var found: [[[UInt8]]] = patterns.map { parts in
      parts.prefix { if case .exactly = $0 { true } else { false } }.map {
        if case .exactly(let word) = $0 { word } else { [] }
      }
    }
    found.sort { $0.count < $1.count }
    var kept: [[[UInt8]]] = []
    for prefix in found where !kept.contains(where: { prefix.starts(with: $0) }) {
      kept.append(prefix)
    }
    return kept.map { String(decoding: Array($0.joined(separator: [47])), as: UTF8.self) }.sorted()
  }

  private func enter(_ pattern: Int, _ part: Int, _ cursor: inout Cursor) {
    let parts = patterns[pattern]
    if part == parts.count {
      let found = all[pattern]
      cursor.protection = cursor.protection.map { $0.stricter(with: found) } ?? found
      return
    }
    let state = State(pattern: pattern, part: part)
    // States come in the order of parts, so that one that was there is among the last.
    if !cursor.states.suffix(4).contains(state) { cursor.states.append(state) }
    if case .anyFolders = parts[part] { enter(pattern, part + 1, &cursor) }
  }

  private static func compiled(_ pattern: String) -> [Part] {
    var parts: [Part] = []
    for word in pattern.utf8.split(separator: 47).map(Array.init) {
      if word == [42, 42] {
        if parts.last != .anyFolders { parts.append(.anyFolders) }
      } else {
        parts.append(Wildcard.isIn(word) ? .like(word) : .exactly(word))
      }
    }
    // What lies below, but not the folder itself.
    if parts.last == .anyFolders { parts[parts.count - 1] = .like([42]) }
    return parts
  }
}
