import Git
import Ledger
import Research

/// Looks at what commits bring and lose, for one thread. What has to be read is left for later, and
/// what is not plain to the one check.
struct WalkVisitor: HistoryVisitor {
  let protections: Protections
  let branch: BranchKind
  /// Whether every file is to be read, so that its bytes are hashed.
  let isHashing: Bool
  var facts = WalkFacts()

  init(protections: Protections, branch: BranchKind, isHashing: Bool) {
    self.protections = protections
    self.branch = branch
    self.isHashing = isHashing
  }

  func counts(_ path: [UInt8]) -> Bool {
    branch == .ledger || protections.protection(ofBytes: path) != nil
  }

  mutating func lost(_ change: RawChange, in commit: Int, parent: Int) throws {
    facts.suspects.insert(commit)
    // What a history's first version is, is looked up for so many paths and no more.
    if facts.lost.count < 100_000 { facts.lost.insert(change.path) }
    if branch == .code, let new = change.new {
      facts.held.insert(HeldEntry(path: change.path, id: new.id))
    }
  }

  mutating func added(_ change: RawChange, in commit: Int) throws {
    guard let new = change.new else { return }
    if branch == .ledger, new.mode == 0o100644, !change.isDisordered,
      change.path.suffix(3).elementsEqual(Self.ending)
    {
      facts.files.append(change.path, new.id, commit, mayBeEvent: true)
      return
    }
    facts.suspects.insert(commit)
    if branch == .ledger {
      facts.note(change.text, commit, WalkFacts.content(inLedger: change.path, isEvent: false))
    } else {
      facts.held.insert(HeldEntry(path: change.path, id: new.id))
      facts.note(change.text, commit, protections.protection(ofBytes: change.path)?.content)
    }
    if isHashing, [0o100000, 0o120000].contains(new.mode & 0o170000) {
      facts.files.append(change.path, new.id, commit, mayBeEvent: false)
    }
  }

  private static let ending = Array(".md".utf8)
}

extension WalkFacts {
  private static let specFolder = Array("\(Layout.root)/experiments/".utf8)
  private static let resultFolder = Array("\(Layout.root)/results/".utf8)

  /// What a new file of the ledger is in the order of promise and measurement. That a run began is
  /// an event beside the results, and none of them.
  static func content(inLedger path: some Sequence<UInt8>, isEvent: Bool) -> ProtectedContent? {
    if path.starts(with: specFolder) { return .specs }
    return path.starts(with: resultFolder) && !isEvent ? .results : nil
  }

  /// Keeps what a new file is in that order.
  mutating func note(_ path: String, _ commit: Int, _ content: ProtectedContent?) {
    switch content {
    case .specs:
      specs.append(
        ExperimentFact(
          experiment: ExperimentFact.experiment(ofSpec: path), place: commit, path: path))
    case .results:
      for name in ExperimentFact.names(inResult: path) {
        results.append(ExperimentFact(experiment: name, place: commit, path: path))
      }
    case .files, nil: break
    }
  }
}
