import Git
import Platform
import Research

/// Takes the bytes of protected files beside the code into the ledger once a branch of the believed
/// remote holds them: rewriting that branch no longer takes them away, nor hides that it was done.
///
/// Never before they are published: an amend or rebase of what nobody else has is nobody's
/// violation. A spec that is free until its first result is not sealed, since it may still change.
struct Sealing {
  let ledger: Ledger
  let writer: Writer
  var patience: Duration = .seconds(60)
  /// What was taken out of the ledger, and does not come back in this way.
  var redacted = RedactedEntries()

  /// What nobody makes by hand: deeper folders hold nothing that is sealed.
  private static let deepest = 256
  /// What one commit takes in, so that no branch fills the memory.
  private static let mostAtOnce = 64 << 20

  /// Where the tips of the remote's branches arrive: git's own record of them is not believed.
  static func folder(of remote: String) -> String { "refs/rtrack/code/\(remote)" }

  /// Seals what is new; answers how many files. Does nothing, and asks nobody, where the policy
  /// protects nothing beside the code.
  func run() throws -> Int {
    guard let remote = ledger.remote, let tip = try ledger.tip() else { return 0 }
    let protections = Protections(
      try ledger.snapshot(of: [tip]).policy().protections.filter { $0.freeze == .atOnce })
    if protections.all.isEmpty { return 0 }
    guard try fetch(remote) else { return 0 }
    let folder = Self.folder(of: remote)
    let branches = try ledger.repository.references(under: folder).map {
      (name: String($0.name.dropFirst(folder.count + 1)), tip: $0.target)
    }.filter { $0.name != ledger.branchName }
    let mark = SealedMark(in: ledger.privateFolder, branches, protections)
    if mark.isCurrent { return 0 }
    let count = try seal(held(by: Self.mainFirst(branches), protections), remote)
    mark.write()
    return count
  }

  /// False where the remote has no branches, or is not reached: the sync itself then says so.
  private func fetch(_ remote: String) throws -> Bool {
    try GitProcess.run(
      [
        "fetch", "--quiet", "--no-tags", "--prune", "--no-recurse-submodules", "--refmap=",
        "--no-write-fetch-head", remote, "+refs/heads/*:\(Self.folder(of: remote))/*",
      ], in: try ledger.transportFolder(), environment: ledger.environment, timeLimit: patience
    ).succeeded
  }

  /// Of a file on many branches, the main line is named.
  private static func mainFirst(
    _ branches: [(name: String, tip: ObjectID)]
  ) -> [(name: String, tip: ObjectID)] {
    let main = branches.filter { ["main", "master"].contains($0.name) }
    return main + branches.filter { !["main", "master"].contains($0.name) }
  }

  private func held(
    by branches: [(name: String, tip: ObjectID)], _ protections: Protections
  ) throws -> [Seal] {
    let repository = ledger.repository
    var seals: [Seal] = []
    // A folder that another branch holds as well is walked once.
    var walked: Set<Place> = []
    func walk(
      _ tree: ObjectID, _ prefix: String, _ cursor: Protections.Cursor, _ branch: String,
      depth: Int = 0
    ) throws {
      guard depth < Self.deepest, walked.insert(Place(path: prefix, tree: tree)).inserted
      else { return }
      for entry in try repository.tree(tree).entries {
        let next = protections.step(cursor, into: entry.nameBytes)
        let path = prefix + entry.name
        // The ledger's copy is the ledger's own; names that are no text are told by the check.
        if next.isOutside || path == Layout.root || entry.name.contains("\u{FFFD}") { continue }
        switch entry.mode {
        case .directory: try walk(entry.id, path + "/", next, branch, depth: depth + 1)
        case .submodule: continue
        default:
          if next.protection != nil, !redacted.contains(entry.id) {
            seals.append(Seal(blob: entry.id, path: path, branch: branch))
          }
        }
      }
    }
    for branch in branches where try repository.kind(of: branch.tip) == .commit {
      try walk(try repository.commit(branch.tip).tree, "", protections.root, branch.name)
    }
    return seals
  }

  private struct Place: Hashable {
    let path: String
    let tree: ObjectID
  }

  /// Takes in what the ledger does not hold yet, in as many commits as it needs.
  private func seal(_ seals: [Seal], _ remote: String) throws -> Int {
    var sealed = 0
    while true {
      let count = try sealSome(of: seals, remote)
      sealed += count
      if count == 0 { return sealed }
    }
  }

  private func sealSome(of seals: [Seal], _ remote: String) throws -> Int {
    var count = 0
    _ = try writer.write { composer in
      let repository = ledger.repository
      let tip = composer.snapshot.tips[0]
      let root = try repository.commit(tip).tree
      var known = try Seal.keys(in: repository, at: tip)
      var files: [String: [UInt8]] = [:]
      var (new, size) = (0, 0)
      for var seal in seals where size < Self.mostAtOnce && known.insert(seal.key).inserted {
        let length = try repository.blobSize(seal.blob)
        seal.isStored = length <= Seal.largest
        new += 1
        files[seal.pagePath] = seal.page
        if seal.isStored, try repository.entry(at: seal.filePath, in: root) == nil {
          files[seal.filePath] = try repository.blob(seal.blob)
          size += length
        }
      }
      count = new
      let paths = files.keys.sorted()
      return Composition(
        [], files: paths.map { ($0, files[$0] ?? []) }, speaker: .system,
        act: "sealed \(new == 1 ? "1 file" : "\(new) files") of \(remote)")
    }
    return count
  }
}

/// What was sealed last, so that a sync where no branch moved walks nothing. Losing it costs a
/// walk.
private struct SealedMark {
  private let path: String
  private let state: [UInt8]

  init(
    in folder: String, _ branches: [(name: String, tip: ObjectID)], _ protections: Protections
  ) {
    path = Path.join(folder, "sealed")
    let lines = branches.map { "\($0.tip) \($0.name)\n" } + protections.all.map { "\($0)\n" }
    state = Array(lines.joined().utf8)
  }

  var isCurrent: Bool { (try? FileSystem.read(path, limit: 16 << 20)) == state }

  func write() { try? FileSystem.write(state, to: path) }
}
