import Platform
import Testing

/// One clone that lies, on the branch from which the others have their ledger: what it does it does
/// with plain git, past the server's hook, as somebody does who has the server's disk.
struct Liar: Sendable {
  let town: Town
  /// The lies that were told, in order.
  private(set) var told: [Told] = []
  private(set) var faults: [String] = []

  /// What is done to the ledger on the server.
  enum Lie: String, CaseIterable, Sendable {
    /// An event gets other words.
    case rewrite
    /// An event is taken away.
    case drop
    /// An event is added as if it had been there for a day.
    case backdate
    /// The branch is put back to what it was some commits ago.
    case rewind
  }

  struct Told: Sendable {
    let lie: Lie
    /// The commit that tells it; for a rewind the one that it goes back to.
    let commit: String
    let path: String

    /// How `rtrack verify` names it in every clone that has the commit. A rewind leaves none: what
    /// it takes away those put back who had seen it, and of what nobody else had nothing was lost.
    var finding: String? {
      switch lie {
      case .rewrite, .drop: "append-only@\(commit)"
      case .backdate: "backdated@\(commit)"
      case .rewind: nil
      }
    }

    /// How it is named beside that where it was told in a copy: the ledger itself holds otherwise.
    func isWitnessed(by name: String) -> Bool {
      (lie == .rewrite || lie == .backdate) && name.hasPrefix("witness@")
        && name.hasSuffix(":\(path)")
    }
  }

  static let agent = "liar"

  init(in town: Town) { self.town = town }

  /// Where the others have their ledger from.
  private var branch: String { town.sharing == .branch ? "rtrack-ledger" : "main" }

  /// Tells a lie about whatever is there by now.
  mutating func tell(_ lie: Lie, choice: Int) {
    do {
      try town.world.shell(
        "[ -e liar ] || git clone -q --no-checkout \(Town.server) liar", in: "")
      for _ in 0..<20 {
        if let done = try attempt(lie, choice) {
          told.append(done)
          return
        }
      }
      faults.append("the liar never got its \(lie) in between the others")
    } catch {
      faults.append("\(lie): \(error)")
    }
  }

  /// Nil where an honest push came first.
  private func attempt(_ lie: Lie, _ choice: Int) throws -> Told? {
    let world = town.world
    try world.shell("git fetch -q origin +\(branch):refs/lies/base", in: "liar")
    let events = try world.shell(
      "git ls-tree -r --name-only refs/lies/base .research/issues | grep -e -comment-", in: "liar"
    ).lines
    let path = lie == .backdate ? try forgedPath() : events[choice % events.count]
    let made = try world.shell(script(lie, path), in: "liar")
    let base = try world.shell("git rev-parse refs/lies/base", in: "liar")
    if lie != .backdate && made != base {
      let pushed = try world.run(
        ["git", "push", "-q", "--force", "origin", "\(made):\(branch)"], in: "liar")
      #expect(!pushed.succeeded, "the server's hook took a \(lie)")
    }
    let moved = try world.run(
      [
        "sh", "-euc",
        """
        base=$(git -C ../liar rev-parse refs/lies/base)
        git fetch -q ../liar \(made) && git update-ref refs/heads/\(branch) \(made) $base
        """,
      ], in: Town.server)
    guard moved.succeeded else { return nil }
    return Told(lie: lie, commit: made, path: path)
  }

  /// How far a forgery is dated back. Within a day each is named; of those that lie a day or more
  /// before the founding, one on top of another, only the first (see Documentation/verify.md).
  private static let back = "20 hours ago"

  private func forgedPath() throws -> String {
    let day = try town.world.shell("date -u -d '\(Self.back)' +%Y%m%dT%H%M%SZ")
    let letter = Array("abcdefghijklmnopqrstuvwxyz")[told.count % 26]
    return ".research/issues/0/1/\(day)-c0-\(Self.agent)-comment-aaaaa\(letter).md"
  }

  /// Prints the commit that the branch is to point at.
  private func script(_ lie: Lie, _ path: String) -> String {
    let blob =
      switch lie {
      case .rewrite: "{ git cat-file blob refs/lies/base:\(path); echo Rewritten.; }"
      default:
        """
        printf '%s\\n' --- 'event: comment' 'issue: 1' \\
          "opening: $(git ls-tree -r --name-only refs/lies/base .research/issues/0/1/ \\
            | sed -n 's/.*\\/\\(.*-opened-.*\\).md/\\1/p' | head -1)" \\
          'agent: \(Self.agent)' 'cycle: 0' "at: $(echo \(Path.last(path).prefix(16)) \\
            | sed 's/^\\(....\\)\\(..\\)\\(...\\)\\(..\\)\\(..\\)/\\1-\\2-\\3\\4:\\5:/')" \\
          --- 'I said so all along.'
        """
      }
    let change =
      switch lie {
      case .drop, .rewind: "git update-index --force-remove \(path)"
      default:
        "git update-index --add --cacheinfo 100644,$(\(blob) | git hash-object -w --stdin),\(path)"
      }
    if lie == .rewind { return rewinding }
    return """
      export GIT_INDEX_FILE=$PWD/../lying-index
      git read-tree refs/lies/base; \(change)
      \(lie == .backdate ? "GIT_COMMITTER_DATE=\"$(date -u -d '\(Self.back)')\"; export GIT_COMMITTER_DATE" : ":")
      git commit-tree -p refs/lies/base -m 'Nothing to see' $(git write-tree)
      """
  }
  /// Prints a commit a little further back, but none before another lie, since what is gone from the
  /// history of all nobody can name, and none before the founding, which has what lies are about.
  private var rewinding: String {
    let founding = town.founded.filter { $0.contains("-comment-") }.sorted()
    let lies =
      "$(git log -1 --format=%H refs/lies/base -- \(founding.joined(separator: " "))) "
      + told.map(\.commit).joined(separator: " ")
    return """
      back=3
      for lie in \(lies); do
        while [ $back -gt 0 ] && ! git merge-base --is-ancestor $lie refs/lies/base~$back; do
          back=$((back - 1))
        done
      done
      git rev-parse refs/lies/base~$back
      """
  }
}
