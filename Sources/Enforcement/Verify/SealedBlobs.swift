import Git
import Ledger
import Research

/// Files from beside the code that the ledger keeps, and whether the branches still hold them.
struct SealedBlobs {
  let repository: Repository
  let ledgerTree: ObjectID

  /// The folder that holds them, as an id: while it and the branches stand, so does the answer.
  func folder() throws -> ObjectID? {
    try repository.entry(at: "\(Layout.root)/sealed", in: ledgerTree)?.id
  }

  /// The blobs that were sealed.
  func ids() throws -> [ObjectID] {
    guard let folder = try folder() else { return [] }
    var ids: [ObjectID] = []
    for part in try repository.tree(folder).entries where part.isDirectory {
      for entry in try repository.tree(part.id).entries {
        if let id = ObjectID(hex: entry.name), entry.name.hasPrefix(part.name) { ids.append(id) }
      }
    }
    return ids
  }

  func findings(held: (ObjectID) throws -> Bool) throws -> [HistoryFinding] {
    try ids().filter { try !held($0) }.map { id in
      var finding = HistoryFinding(
        "sealed-gone", path: "\(Layout.root)/sealed/\(id.hex.prefix(2))/\(id.hex)",
        message: "no branch here holds this protected file any more: its history was rewritten, "
          + "or its branch was deleted",
        remedy: "its bytes are safe in the ledger: `git show \(id.hex)`; "
          + "if a branch was given up, `rtrack acknowledge` says so")
      finding.before = Tree.Entry(name: id.hex, mode: .file, id: id)
      return finding
    }
  }
}
