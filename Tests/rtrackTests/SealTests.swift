import Platform
import Testing

@testable import rtrack

/// What a sync seals of the remote's branches, at the edges.
@Suite struct SealTests {
  /// A project whose results are protected, with a remote.
  private func project() throws -> Session {
    let session = try Session()
    try shell(
      """
      git init -q --bare -b main ../remote.git; git remote add origin ../remote.git
      git push -q -u origin main
      """, session)
    for line in ["init -q", "protect add results/** --as results -q", "sync -q"] {
      try rtrack(line, session)
    }
    return session
  }

  @discardableResult
  private func shell(_ script: String, _ session: Session) throws -> String {
    let result = try session.call(["sh", "-euc", script])
    try #require(result.succeeded, "\(script): \(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output, as: UTF8.self)
  }

  @discardableResult
  private func rtrack(_ line: String, _ session: Session) throws -> String {
    let outcome = session.rtrack(line)
    try #require(outcome.status == 0, "\(line): \(outcome.errors)")
    return outcome.output
  }

  private let sealed = "git ls-tree -r --name-only rtrack-ledger -- .research/sealed"

  @Test func `of a large file the id is sealed, of a link what it says, of a submodule nothing`()
    throws
  {
    let session = try project()
    try shell(
      """
      mkdir -p results; head -c 10485761 /dev/zero > results/large; ln -s elsewhere results/link
      git init -q -b main ../library; git -C ../library commit -q --allow-empty -m Begin
      git add -A
      git update-index --add --cacheinfo 160000,$(git -C ../library rev-parse HEAD),results/library
      git commit -q -m Results; git push -q
      """, session)
    #expect(try rtrack("sync", session).contains("Sealed 2 files"))
    let large = try shell("git rev-parse HEAD:results/large", session).prefix(40)
    let link = try shell("git rev-parse HEAD:results/link", session).prefix(40)
    let names = try shell(sealed, session)
    #expect(names.split(separator: "\n").count == 3, "\(names)")
    #expect(names.contains("/\(link)\n") && !names.contains("/\(large)\n"))
    let page = try shell(
      "git grep -h '' rtrack-ledger -- '.research/sealed/*/\(large)-*.md'", session)
    #expect(page.contains("path: results/large\n") && page.contains("stored: false\n"))
  }

  @Test func `two clones that seal the same file are united without a word`() throws {
    let session = try project()
    let repository = session.directory
    try shell(
      """
      mkdir -p results; echo '{}' > results/a.json; git add -A; git commit -q -m Result
      git push -q; cp -a ../remote.git ../second.git; git clone -q ../second.git ../other
      """, session)
    #expect(try rtrack("sync", session).contains("Sealed 1 file "))
    session.directory = Path.join(session.root, "other")
    try rtrack("init -q", session)
    #expect(try rtrack("sync", session).contains("Sealed 1 file "))
    // Now they meet.
    try shell("git remote set-url origin \"$PWD/../remote.git\"", session)
    try rtrack("sync -q", session)
    session.directory = repository
    try rtrack("sync -q", session)
    #expect(try shell(sealed, session).split(separator: "\n").count == 2)
    #expect(
      try shell("git log --merges --format=%s rtrack-ledger", session)
        == "Unite two clones of the ledger\n")
  }

  @Test func `one file on many branches and at two paths is stored once, told of twice`() throws {
    let session = try project()
    try shell(
      """
      mkdir -p results/é; echo '{}' > results/a.json; cp results/a.json 'results/é/b c.json'
      git add -A; git commit -q -m Results
      for n in 1 2 3; do git push -q origin HEAD:topic-$n; done; git push -q
      """, session)
    #expect(try rtrack("sync", session).contains("Sealed 2 files"))
    let names = try shell(sealed, session).split(separator: "\n")
    #expect(names.count == 3)
    let pages = try shell("git grep -h '^[pb]' rtrack-ledger -- .research/sealed", session)
    #expect(pages.contains("path: results/é/b c.json\n") && !pages.contains("topic"), "\(pages)")
  }

  @Test func `nothing is fetched where nothing beside the code is protected`() throws {
    let session = try Session()
    try shell(
      """
      git init -q --bare -b main ../remote.git; git remote add origin ../remote.git
      git push -q -u origin main
      """, session)
    try rtrack("init -q", session)
    #expect(!(try rtrack("sync", session)).contains("Sealed"))
    #expect(try shell("git for-each-ref refs/rtrack/code", session) == "")
  }
}
