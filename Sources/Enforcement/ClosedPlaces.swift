import Git
public import Ledger
import Platform
public import Research

/// What lies in a work tree and a phase may not write: files of the other phases, results of other
/// experiments, and what the policy protects. Paths are from the work tree's root.
public struct ClosedPlaces: Hashable, Sendable {
  /// The files that are there now, sorted.
  public private(set) var files: [String] = []
  /// Folders in which the phase may make nothing either, sorted; none lies within another.
  public private(set) var folders: [String] = []
  /// Folders within these that the phase may write to all the same: its own results.
  public private(set) var open: [String] = []

  /// Nothing at all.
  public static let none = ClosedPlaces()

  private init() {}

  /// The names of the protocol's folders and, beside them, of its files.
  private static let folderNames = ["experiments", "results", "handoffs"]

  /// Looks at the work tree of a ledger's repository; nothing is closed where it has none.
  ///
  /// The ledger's view is left out: it is only a projection, and nothing is read back from it.
  public init(to standing: PhaseStanding, of ledger: Ledger) throws {
    guard let top = ledger.repository.workTree else { return }
    let protections = try ProtectedList(of: ledger).protections()
    let places = ProtocolPlaces(protections: protections.all)
    func isClosed(_ path: String) -> Bool {
      do {
        try OwnedRule.check(path, in: standing, places: places)
        return false
      } catch {
        return true
      }
    }
    var found: Set<String> = []
    for root in try Self.roots(of: top, protections) {
      for name in try FileSystem.entries(Path.join(top, root)) {
        let path = Path.join(root, name)
        let kind = try FileSystem.status(Path.join(top, path))?.kind
        if kind == .file {
          switch places.place(of: path) {
          case .program, .synthesis: if isClosed(path) { found.insert(path) }
          default: break
          }
        } else if kind == .directory, Self.folderNames.contains(name.lowercased()) {
          try Self.forEachFile(in: path, of: top) { if isClosed($0) { found.insert($0) } }
          if Self.isWholly(name.lowercased(), in: standing.phase) { folders.append(path) }
          if name.lowercased() == "results", let own = standing.experiment,
            standing.phase == .run || standing.phase == .read
          {
            open.append(Path.join(path, own.text))
          }
        }
      }
    }
    try addProtected(protections, places, top, ledger, to: &found)
    folders.sort()
    open.sort()
    files = found.sorted()
  }

  /// Whether a phase makes nothing new in a folder of the protocol, its own results apart.
  private static func isWholly(_ folder: String, in phase: Phase) -> Bool {
    switch folder {
    case "experiments": phase != .survey && phase != .frame
    case "handoffs": phase != .read
    default: true
    }
  }

  /// The folders that may hold the protocol's: the root, hidden ones in it, those of the policy.
  private static func roots(of top: String, _ protections: Protections) throws -> [String] {
    var roots: Set<String> = [""]
    for name in try FileSystem.entries(top) where name.hasPrefix(".") && name.lowercased() != ".git"
    {
      if name == Layout.root { continue }
      if try FileSystem.status(Path.join(top, name))?.kind == .directory { roots.insert(name) }
    }
    for rule in protections.all where rule.content != .files {
      let parts = rule.pattern.split(separator: "/").map(String.init)
      guard let index = parts.firstIndex(where: { folderNames.contains($0.lowercased()) }),
        parts.first != Layout.root, !parts.contains("..")
      else { continue }
      let root = parts[..<index].joined(separator: "/")
      if try isRealFolder(root, in: top) { roots.insert(root) }
    }
    return roots.sorted()
  }

  /// Whether a path is a folder that no link leads to.
  private static func isRealFolder(_ path: String, in top: String) throws -> Bool {
    var folder = top
    for name in path.split(separator: "/") {
      folder = Path.join(folder, String(name))
      guard try FileSystem.status(folder)?.kind == .directory else { return false }
    }
    return true
  }

  private static func forEachFile(
    in folder: String, of top: String, _ visit: (String) throws -> Void
  ) throws {
    var rest = [folder]
    while let folder = rest.popLast() {
      for name in try FileSystem.entries(Path.join(top, folder)) {
        let path = Path.join(folder, name)
        switch try FileSystem.status(Path.join(top, path))?.kind {
        case .directory: rest.append(path)
        case .file: try visit(path)
        default: continue
        }
      }
    }
  }

  /// What the policy protects and HEAD holds; a folder of code that is protected as a whole is
  /// closed as one.
  private mutating func addProtected(
    _ protections: Protections, _ places: ProtocolPlaces, _ top: String, _ ledger: Ledger,
    to found: inout Set<String>
  ) throws {
    guard let head = try ledger.repository.head().commit else { return }
    var wholes: Set<String> = []
    let tree = try ledger.repository.commit(head).tree
    try ProtectedFiles(in: ledger.repository, protections).entries(of: tree) { path, entry in
      guard entry.mode != .symbolicLink, try Self.isRealFolder(Path.parent(path), in: top),
        try FileSystem.status(Path.join(top, path))?.kind == .file
      else { return }
      // What may still change before the first result was asked for above.
      if protections.protection(of: path)?.freeze == .firstResult { return }
      found.insert(path)
      if let whole = Self.whole(above: path, protections, places) { wholes.insert(whole) }
    }
    let known = folders
    folders += wholes.filter { whole in !known.contains { Self.isBelow(whole, $0) } }
  }

  /// The outermost folder above a path that is protected with all that it will ever hold.
  private static func whole(
    above path: String, _ protections: Protections, _ places: ProtocolPlaces
  ) -> String? {
    var cursor = protections.root
    var folder = ""
    for name in path.split(separator: "/").dropLast() {
      cursor = protections.step(cursor, into: name.utf8)
      folder = Path.join(folder, String(name))
      // Whatever name comes next.
      guard protections.step(cursor, into: [1]).protection != nil else { continue }
      if folder == Layout.root { return folder }
      if case .code = places.place(of: Path.join(folder, "x")) { return folder }
      return nil
    }
    return nil
  }

  /// Whether a path is a folder or lies in it.
  public static func isBelow(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder + "/")
  }
}
