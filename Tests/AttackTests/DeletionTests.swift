import Platform
import Testing

/// The ledger's reference taken away, by all that takes references away.
@Suite struct DeletionTests {
  /// In a clone with hooks: each is refused, or leaves the reference where it was.
  static let here = [
    "branch -D": "git branch -D rtrack-ledger",
    "branch -D after gc": "git gc -q; git branch -D rtrack-ledger",
    "branch -m": "git branch -m rtrack-ledger away",
    "branch -M": "git branch -M main rtrack-ledger",
    "update-ref -d": "git update-ref -d refs/heads/rtrack-ledger",
    "update-ref -d after pack-refs": """
    git pack-refs --all; git update-ref -d refs/heads/rtrack-ledger
    """,
    "update-ref --stdin": """
    printf 'start\\ndelete refs/heads/rtrack-ledger\\nprepare\\ncommit\\n' \\
      | git update-ref --stdin
    """,
    "fetch --prune into heads": """
    git push -q --no-verify origin :rtrack-ledger
    git fetch -q --prune origin '+refs/heads/*:refs/heads/*'
    """,
    "fetch --prune over everything": """
    git push -q --no-verify origin :rtrack-ledger
    git checkout -q --detach; git fetch -q --prune origin '+refs/*:refs/*'
    """,
    "update-ref -d of what was seen": "git update-ref -d refs/rtrack/seen/origin",
    "update-ref of what was seen": "git update-ref refs/rtrack/seen/origin $LEDGER^",
  ]

  @Test func `with hooks the reference stays, whatever would take it away`() throws {
    let field = try Field(.beside)
    for (name, script) in Self.some(of: Self.here) {
      try field.restore()
      let result = try field.run(script, in: "client")
      let isThere = try field.holds(
        """
        test $(git rev-parse refs/heads/rtrack-ledger) = $LEDGER
        test $(git rev-parse refs/rtrack/seen/origin) = $LEDGER
        """, in: "client")
      let said = String(decoding: result.errors, as: UTF8.self)
      #expect(isThere, "\(name): \(result.end) \(said)")
      #expect(!result.succeeded, "\(name) says nothing of what it did not do")
      let next = try field.run("rtrack comment 1 'Still here.' --as flux -q", in: "client")
      #expect(next.succeeded, "\(name): \(String(decoding: next.errors, as: UTF8.self))")
    }
  }

  /// On a host that refuses nothing: the next sync of whoever has seen it brings it back.
  static let there = [
    "push --delete": "git push -q --no-verify ../origin.git :rtrack-ledger",
    "push --mirror from a clone without it": """
    git clone -q --bare --single-branch --branch main ../origin.git ../mirror.git
    git -C ../mirror.git push -q --mirror ../origin.git
    """,
    "branch -m on the host": "git -C ../origin.git branch -m rtrack-ledger away",
    "update-ref -d on the host": "git -C ../origin.git update-ref -d refs/heads/rtrack-ledger",
    "push --force of the founding": """
    git push -q --force --no-verify ../origin.git \\
      $(git rev-list --max-parents=0 rtrack-ledger):refs/heads/rtrack-ledger
    """,
    "push --force of another branch": """
    git push -q --force --no-verify ../origin.git main:refs/heads/rtrack-ledger
    """,
  ]

  @Test func `gone on the host, it comes back with the next sync of a witness`() throws {
    let field = try Field(.beside)
    for (name, script) in Self.some(of: Self.there) {
      try field.restore()
      try field.shell(script, in: "attacker")
      let before = try field.run(Self.isWhole, in: "origin.git")
      #expect(!before.succeeded, "\(name) took nothing away")
      var sync = try field.run("git fetch -q --prune; rtrack sync", in: "witness")
      if name.contains("another branch") {
        #expect(sync.end == .exited(2), "\(name): what is no ledger is not united with one")
        sync = try field.run("rtrack sync --heal", in: "witness")
      }
      #expect(sync.succeeded, "\(name): \(String(decoding: sync.errors, as: UTF8.self))")
      let after = try field.run(Self.isWhole, in: "origin.git")
      #expect(after.succeeded, "\(name) stays gone")
      let next = try field.run("rtrack comment 1 On. --as flux -q; rtrack sync -q", in: "client")
      #expect(next.succeeded, "\(name): \(String(decoding: next.errors, as: UTF8.self))")
    }
  }

  /// All of them, or every third.
  private static func some(of scripts: [String: String]) -> [(String, String)] {
    scripts.sorted { $0.key < $1.key }.enumerated()
      .filter { Program.isFull || $0.offset % 3 == 0 }.map { ($0.element.key, $0.element.value) }
  }

  private static let isWhole = """
    git rev-parse -q --verify refs/heads/rtrack-ledger > $ROOT/tip
    test -z "$(git diff-tree -r --no-renames --diff-filter=a $LEDGER refs/heads/rtrack-ledger)"
    """
}
