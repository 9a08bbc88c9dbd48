import Documents
import Git
import Ledger
import Research

/// Files from beside the code that the ledger keeps, and whether their branches still hold them.
struct SealedBlobs {
  let repository: Repository
  let ledger: Ledger
  let tip: ObjectID
  let tips: VerifiedTips

  /// What the answer depends on: while it stands, so does the answer.
  func state() throws -> String? {
    let tree = try repository.commit(tip).tree
    guard let folder = try repository.entry(at: "\(Layout.root)/sealed", in: tree) else {
      return nil
    }
    return ([folder.id] + tips.code.map(\.id).sorted()).map(\.hex).joined(separator: " ")
  }

  /// - Parameter held: what a branch ever held; asked only where it does not hold it now.
  func findings(held: ([VerifiedTip]) throws -> Set<HeldEntry>) throws -> [HistoryFinding] {
    var trees: [VerifiedTip: ObjectID] = [:]
    var histories: [[VerifiedTip]: Set<HeldEntry>] = [:]
    func holds(_ tip: VerifiedTip, _ page: SealedPage) throws -> Bool {
      let tree = try trees[tip] ?? repository.commit(tip.id).tree
      trees[tip] = tree
      return try repository.entry(at: page.path, in: tree)?.id == page.blob
    }
    // What a later commit did to it is found at that commit.
    func wasHeld(_ lines: [VerifiedTip], _ page: SealedPage) throws -> Bool {
      let known = try histories[lines] ?? held(lines)
      histories[lines] = known
      return known.contains(HeldEntry(path: Array(page.path.utf8), id: page.blob))
    }
    return try SealedPage.all(in: try repository.commit(tip).tree, of: repository).compactMap {
      page in
      if let line = line(of: page.branch) {
        return try holds(line, page) || wasHeld([line], page) ? nil : finding(page, isGone: false)
      }
      let isHeld = try tips.code.contains { try holds($0, page) }
      return try isHeld || wasHeld(tips.code, page) ? nil : finding(page, isGone: true)
    }
  }

  /// Where a branch of the remote stood when it was last synchronised, which is when files are
  /// sealed; or as git last fetched it, in a clone that never did.
  private func line(of branch: String) -> VerifiedTip? {
    guard let remote = ledger.remote else { return nil }
    let names = ["refs/rtrack/code/\(remote)/\(branch)", "refs/remotes/\(remote)/\(branch)"]
    return names.lazy.compactMap { name in tips.code.first { $0.reference == name } }.first
  }

  private func finding(_ page: SealedPage, isGone: Bool) -> HistoryFinding {
    var finding = HistoryFinding(
      "sealed-gone", path: page.path,
      message: isGone
        ? "the ledger keeps it from \(page.branch), and no branch here ever held it: the branch "
          + "was deleted, or is not fetched"
        : "\(page.branch) was published with it, and its history no longer holds it: it was "
          + "written anew",
      remedy: page.isStored
        ? "its bytes are safe in the ledger: `git show \(page.blob)`"
        : "it was too large for the ledger to keep; another clone may hold \(page.blob)",
      standing: isGone ? .told : .open)
    finding.act = isGone ? nil : Violation.Act.removed.rawValue
    finding.before = Tree.Entry(name: page.path, mode: .file, id: page.blob)
    finding.places = [page.branch]
    return finding
  }
}

/// What the ledger says of a file that it keeps: which bytes lay where.
struct SealedPage {
  let blob: ObjectID
  /// From the repository's root.
  let path: String
  /// The remote's branch that held it first.
  let branch: String
  /// False when only its id is kept.
  let isStored: Bool

  /// Every page of a ledger's tree, in the order of blobs. One that cannot be read is a fault of
  /// the ledger's content, told as such.
  static func all(in root: ObjectID, of repository: Repository) throws -> [SealedPage] {
    guard let folder = try repository.entry(at: "\(Layout.root)/sealed", in: root),
      folder.isDirectory
    else { return [] }
    var pages: [SealedPage] = []
    for part in try repository.tree(folder.id).entries where part.isDirectory {
      for entry in try repository.tree(part.id).entries
      where entry.name.hasSuffix(".md") && entry.mode == .file {
        guard try repository.blobSize(entry.id) <= 1 << 16,
          let page = try? Document.parse(try repository.blob(entry.id)),
          let blob = page["sealed"]?.text.flatMap({ ObjectID(hex: $0) }),
          let path = page["path"]?.text, let branch = page["branch"]?.text
        else { continue }
        pages.append(
          SealedPage(
            blob: blob, path: path, branch: branch, isStored: page["stored"]?.boolean ?? true))
      }
    }
    return pages
  }
}
