import Documents
import Git
import Platform

/// A protected file from beside the code whose bytes the ledger keeps, since it was published.
struct Seal {
  /// The file's object, as the branch held it.
  let blob: ObjectID
  /// Where it lay, from the repository's root.
  let path: String
  /// The branch of the remote that held it first, without `refs/heads/`.
  let branch: String
  /// False when it was too large, and only its id is kept.
  var isStored = true

  static let folder = "\(Layout.root)/sealed"
  /// Larger files are kept by their id alone.
  static let largest = 10 << 20

  /// The file of the seal's bytes: `sealed/<aa>/<blob id>`.
  var filePath: String { "\(Self.folder)/\(blob.hex.prefix(2))/\(blob.hex)" }

  /// What is sealed once, whichever branch held it: these bytes at this path.
  var key: String { "\(blob.hex)-\(SHA256.digest(of: Array(path.utf8)).prefix(12))" }

  /// The page that says where the bytes lay, beside them. Its name is made of what it says, so
  /// that no two clones can make one page with two contents.
  var pagePath: String {
    "\(Self.folder)/\(blob.hex.prefix(2))/\(key)-\(SHA256.digest(of: page).prefix(12)).md"
  }

  var page: [UInt8] {
    Document(
      fields: [
        Field("sealed", .text(blob.hex)), Field("path", .text(path)),
        Field("branch", .text(branch)), Field("stored", .boolean(isStored)),
      ], body: ""
    ).serialized()
  }

  /// The keys of all that the ledger holds sealed at a commit, read from the names of pages alone.
  static func keys(in repository: Repository, at tip: ObjectID) throws -> Set<String> {
    let root = try repository.entry(at: folder, in: try repository.commit(tip).tree)
    guard let root, root.isDirectory else { return [] }
    var keys: Set<String> = []
    for part in try repository.tree(root.id).entries where part.isDirectory {
      for entry in try repository.tree(part.id).entries where entry.name.hasSuffix(".md") {
        if let dash = entry.name.lastIndex(of: "-") { keys.insert(String(entry.name[..<dash])) }
      }
    }
    return keys
  }
}
