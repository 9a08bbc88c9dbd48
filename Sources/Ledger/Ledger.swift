public import Git
import Platform
import Research

/// The ledger of one repository: where it lies, and what it holds today.
public final class Ledger {
  /// The repository whose branch it is.
  public let repository: Repository
  /// The ledger branch's full name, `refs/heads/rtrack-ledger` unless configured.
  public let branch: String
  /// The only remote that is believed; nil when it is not configured.
  public let remote: String?
  /// What this process may read of its environment, for git's own process.
  public let environment: [String: String]
  private let readEvents = ReadEvents()

  /// Asked where keys are held; without it a limit that was made milder counts.
  public var authorise: PolicyJudge?

  /// The branch's name without `refs/heads/`.
  public var branchName: String { String(branch.dropFirst("refs/heads/".count)) }
  /// What was last seen whole on the remote; only rtrack moves it, only to a superset.
  public var seenReference: String? { remote.map { "refs/rtrack/seen/\($0)" } }
  /// Where fetches arrive before they are checked.
  public var fetchedReference: String? { remote.map(Self.fetchedReference) }
  /// The same of any remote.
  static func fetchedReference(of remote: String) -> String { "refs/rtrack/fetched/\(remote)" }
  /// The folder in the common git directory for what belongs to this clone alone.
  public var privateFolder: String { Path.join(repository.commonDirectory, "rtrack") }

  /// The ledger of a repository, founded or not.
  ///
  /// The configuration keys are git's: `ledger.branch`, `ledger.remote`.
  public init(of repository: Repository, environment: [String: String]) throws {
    self.repository = repository
    self.environment = environment
    let name = try repository.setting("ledger.branch") ?? "rtrack-ledger"
    guard Self.isPlain(name) else {
      throw LedgerError(
        .invalid, "the configured ledger.branch \"\(name)\" is no plain name of a branch",
        hint: "set it with `git config ledger.branch rtrack-ledger`")
    }
    branch = "refs/heads/\(name)"
    let remote = try repository.setting("ledger.remote") ?? "origin"
    guard Self.isPlain(remote) else {
      throw LedgerError(
        .invalid, "the configured ledger.remote \"\(remote)\" is no plain name of a remote",
        hint: "set it with `git config ledger.remote origin`")
    }
    self.remote = try repository.setting("remote.\(remote).url") == nil ? nil : remote
  }

  /// Letters, digits, `.`, `_`, `-` and inner `/`: nothing that git or a path would read otherwise.
  static func isPlain(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.first != "-" && part.first != "." && part.last != "."
        && !part.hasSuffix(".lock") && !part.contains("..")
        && part.utf8.allSatisfy {
          ($0 >= 97 && $0 <= 122) || ($0 >= 65 && $0 <= 90) || ($0 >= 48 && $0 <= 57)
            || $0 == 45 || $0 == 46 || $0 == 95
        }
    }
  }

  /// The commit the ledger branch is at; nil when there is none.
  public func tip() throws -> ObjectID? {
    guard let tip = try repository.target(of: branch) else { return nil }
    // Read rather than asked for its kind: who wants the tip reads it next.
    if (try? repository.commit(tip)) == nil, try repository.kind(of: tip) != .commit {
      throw LedgerError(
        .invalid, "\(branchName) does not point at a commit",
        hint: "see what it is with `git cat-file -t \(branchName)`")
    }
    return tip
  }

  /// The tip in hexadecimal.
  public func tipText() throws -> String? { try tip()?.hex }

  /// Whether the ledger has been founded here.
  public func exists() throws -> Bool { try tip() != nil }

  /// What the ledger holds now: the local branch, and what was last seen of the remote beyond it.
  public func snapshot() throws -> Snapshot {
    guard let tip = try tip() else {
      let carrier = try Restoration(of: self).carrier()?.branch
      throw LedgerError(
        .noLedger,
        "there is no ledger in this repository"
          + (carrier.map { ", but \(Restoration.short($0)) carries a copy of one" } ?? ""),
        hint: carrier == nil
          ? "make one with `rtrack init`" : "build it again from there with `rtrack init`")
    }
    var tips = [tip]
    if let seen = try unpublished(beside: tip) { tips.append(seen) }
    return try snapshot(of: tips)
  }

  /// What the ledger held at these commits.
  public func snapshot(of tips: [ObjectID]) throws -> Snapshot {
    let snapshot = try Snapshot(repository, tips: tips, readEvents: readEvents)
    snapshot.authorise = authorise
    for root in snapshot.roots {
      guard try repository.entry(at: "\(Layout.root)/policy", in: root)?.mode == .directory else {
        throw LedgerError(
          .branchTaken, "the branch \(branchName) holds no ledger: it is one of code",
          hint: "give the ledger another name: `git config ledger.branch research-ledger`")
      }
    }
    if let version = try snapshot.plainPolicy().ledgerVersion, version > Policy.currentLedgerVersion
    {
      throw LedgerError(
        .newerLedger,
        "this ledger is of version \(version); this rtrack reads up to "
          + "\(Policy.currentLedgerVersion)",
        hint: "install a newer rtrack; nothing was changed")
    }
    return snapshot
  }

  /// The remote's last seen tip, when it holds something that the local branch does not.
  private func unpublished(beside tip: ObjectID) throws -> ObjectID? {
    guard let reference = seenReference, let seen = try repository.target(of: reference),
      seen != tip
    else { return nil }
    let united = UnitedMark(in: privateFolder)
    if united.read() == seen { return nil }
    guard try repository.isAncestor(seen, of: tip) else { return seen }
    united.write(seen)
    return nil
  }
}

/// Remembers which seen tip the local branch is known to contain, so that reading needs no walk.
///
/// Only a short cut: losing it costs one walk through history.
struct UnitedMark {
  private let path: String

  init(in folder: String) { path = Path.join(folder, "united") }

  func read() -> ObjectID? {
    guard let bytes = try? FileSystem.read(path, limit: 64) else { return nil }
    return ObjectID(hex: String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self))
  }

  func write(_ id: ObjectID) {
    try? FileSystem.write(Array((id.hex + "\n").utf8), to: path)
  }
}
