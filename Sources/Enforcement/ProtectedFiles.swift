public import Git
import Platform
public import Research

/// The files of a tree that are protected, and whether the work tree holds other bytes.
public struct ProtectedFiles {
  private let repository: Repository
  private let protections: Protections
  /// Larger files are not read into memory.
  private static let largest = 256 << 20

  /// What is protected in a repository.
  public init(in repository: Repository, _ protections: Protections) {
    self.repository = repository
    self.protections = protections
  }

  /// The protected paths of a commit that the work tree does not hold as the commit does: changed,
  /// or gone; sorted.
  public func differing(from commit: ObjectID, in workTree: String) throws -> [String] {
    var found: [String] = []
    try entries(of: try repository.commit(commit).tree) { path, entry in
      if try isOther(Path.join(workTree, path), entry) { found.append(path) }
    }
    return found.sorted()
  }

  /// Visits the protected files of a tree, submodules left out.
  func entries(
    of root: ObjectID, _ visit: (String, Tree.Entry) throws -> Void
  ) throws {
    var open: [(path: String, tree: ObjectID, cursor: Protections.Cursor)] = [
      ("", root, protections.root)
    ]
    while let (folder, id, cursor) = open.popLast() {
      for entry in try repository.tree(id).entries {
        let next = protections.step(cursor, into: entry.nameBytes)
        // A name that leads elsewhere is the naming rule's.
        if next.isOutside || entry.name == ".." || entry.name == "." { continue }
        let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
        if entry.isDirectory {
          if open.count < 1_000_000 { open.append((path, entry.id, next)) }
        } else if next.protection != nil, entry.mode != .submodule {
          try visit(path, entry)
        }
      }
    }
  }

  /// Whether a file has other bytes than an entry; line ends apart, which git converts by itself.
  func isOther(_ path: String, _ entry: Tree.Entry) throws -> Bool {
    guard let status = try FileSystem.status(path) else { return true }
    if entry.mode == .symbolicLink {
      guard status.kind == .symbolicLink else { return true }
      return try hash(Array(try FileSystem.readLink(path).utf8)) != entry.id
    }
    guard status.kind == .file, status.size <= Self.largest else { return true }
    let bytes = try FileSystem.read(path, limit: Self.largest + 1)
    if try hash(bytes) == entry.id { return false }
    guard bytes.contains(13) else { return true }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 13, index + 1 < bytes.count, bytes[index + 1] == 10 { continue }
      plain.append(byte)
    }
    return try hash(plain) != entry.id
  }

  private func hash(_ bytes: [UInt8]) throws -> ObjectID { try repository.hash(of: bytes, .blob) }
}
