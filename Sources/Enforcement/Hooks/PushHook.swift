import Git
import Ledger

/// Judges what is about to be pushed, as `pre-push` tells it. The server judges again: this one
/// saves the way there, and speaks where a host runs no hook of its own.
struct PushHook {
  let ledger: Ledger
  /// The name of the remote, or its address.
  let remote: String

  /// More commits at once are left to the server and to `verify`.
  static let most = 20_000

  private var repository: Repository { ledger.repository }

  /// One line of the hook's input: what goes, and where to.
  private struct Item {
    let local: ObjectID
    let name: String
    let there: ObjectID
  }

  /// Refuses the first reference that would rewrite something there.
  func run(_ input: [UInt8]) throws {
    for line in input.split(separator: 10) {
      // `<local ref> <local id> <remote ref> <remote id>`; a local reference may hold spaces.
      let words = line.split(separator: 32)
      guard words.count >= 4, let local = Self.id(words[words.count - 3]),
        let there = Self.id(words[words.count - 1])
      else { continue }
      let name = String(decoding: words[words.count - 2], as: UTF8.self)
      try check(Item(local: local, name: name, there: there))
    }
  }

  private static func id(_ word: ArraySlice<UInt8>) -> ObjectID? {
    ObjectID(hex: String(decoding: word, as: UTF8.self))
  }

  private func check(_ item: Item) throws {
    if item.name.hasPrefix("refs/replace/") {
      throw HookRefusal(
        "\(item.name) makes git show other objects than were committed; it is not pushed")
    }
    if item.name == ledger.branch { return try checkLedger(item) }
    guard item.local != .zero, let tip = try commit(item.local) else { return }
    let list = try ProtectedList(of: ledger).protections()
    let check = Check(repository, list, on: .code)
    var known = try repository.references(under: "refs/remotes/\(remote)").map(\.target)
    let there = item.there == .zero ? nil : try commit(item.there)
    if let there { known.append(there) }
    known = try known.filter { try repository.kind(of: $0) == .commit }
    let commits = NewCommits(repository: repository, check: check, most: Self.most)
    var found: [Violation] = []
    do {
      found = try commits.violations(to: tip, beyond: known).map(\.violation)
    } catch is NewCommits.TooMany {
      // The server looks at each of them.
    }
    if let there, try !repository.isAncestor(there, of: tip) {
      // A forced push: what it leaves behind is lost there.
      let before = try repository.commit(there).tree
      found += try check.violations(
        of: CheckedCommit(parents: [before], tree: try repository.commit(tip).tree)
      ).filter { EnforcedRule.keeping.contains($0.rule) }
    }
    found = try found.uncovered(by: ledger, \.self)
    if found.isEmpty { return }
    throw HookRefusal(
      "this push to \(item.name) would rewrite what was committed; nothing was sent",
      Dictionary(grouping: found, by: \.path).compactMap(\.value.first).sorted(),
      hint: "a commit that gives a path its first bytes back, on top of these, puts it right")
  }

  private func checkLedger(_ item: Item) throws {
    guard item.local != .zero else {
      throw HookRefusal("the ledger branch is never deleted, on \(remote) neither")
    }
    if item.there == .zero { return }
    guard let there = try commit(item.there) else {
      throw HookRefusal(
        "\(remote) holds entries of the ledger that this clone has not seen; nothing was sent",
        hint: "`rtrack sync` takes them in and pushes the union")
    }
    let losses = try LedgerGrowth.losses(from: there, to: item.local, in: repository)
      .uncovered(by: ledger, \.self)
    if losses.isEmpty { return }
    throw HookRefusal(
      "this push would lose or change what the ledger of \(remote) holds; nothing was sent", losses,
      hint: "`rtrack sync` takes in what is there and pushes the union")
  }

  /// The commit that an object is or, as a tag, names; nil where it is not here.
  private func commit(_ id: ObjectID) throws -> ObjectID? {
    try PeeledTag.commit(id, in: repository)
  }
}

/// Annotated tags, and tags of tags, lead to a commit.
enum PeeledTag {
  /// The commit; nil where there is none, or it is not here.
  static func commit(_ id: ObjectID, in repository: Repository) throws -> ObjectID? {
    var id = id
    for _ in 0..<16 {
      switch try repository.kind(of: id) {
      case .commit: return id
      case .tag:
        guard let next = try repository.tagTarget(id) else { return nil }
        id = next
      default: return nil
      }
    }
    return nil
  }
}
