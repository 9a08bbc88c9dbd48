import Platform
import Testing

@testable import rtrack

/// A clone that has nothing but main and the copy of the ledger there, of which somebody lied.
@Suite struct RestoredLieTests {
  /// A server that has main alone, which carried the ledger twice; clones come to lie beside it.
  private func published() throws -> Session {
    let session = try Session()
    for line in [
      "init", "agent add flux", "issue open First --as flux", "carry", "comment 1 Then --as flux",
      "carry",
    ] {
      try #require(session.rtrack(line).status == 0, "\(line)")
    }
    session.directory = session.root
    try shell(
      """
      git clone -q --bare --single-branch -b main repo published.git
      git clone -q published.git liar
      """, session)
    return session
  }

  @discardableResult
  private func shell(_ script: String, _ session: Session) throws -> String {
    let result = try session.call(["sh", "-euc", script])
    try #require(result.succeeded, "\(script): \(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output.prefix { $0 != 10 }, as: UTF8.self)
  }

  @Test(arguments: [
    ("echo Rewritten. >> $path", "changed"), ("git rm -q $path", "removed"),
  ])
  func `a copy that was rewritten is not restored, and who did it is named`(
    _ lie: String, _ act: String
  ) throws {
    let session = try published()
    let path = try shell("cd liar; git ls-files | grep -e -opened- | tail -1", session)
    let commit = try shell(
      """
      cd liar; path=\(path); \(lie); git commit -q -a -m 'Nothing to see'; git push -q origin main
      git rev-parse HEAD; cd ..; git clone -q published.git joined
      """, session)
    session.directory = Path.join(session.root, "joined")
    let refused = session.rtrack("init")
    #expect(refused.status != 0)
    let said = refused.output + refused.errors
    #expect(said.contains("\(path) was \(act) by \(commit.prefix(10))"), "\(said)")
    #expect(try shell("git for-each-ref refs/heads/rtrack-ledger", session) == "")
  }

  @Test func `what was added to a copy and dated back is named in what is restored from it`()
    throws
  {
    let session = try published()
    try shell(
      """
      cd liar; path=$(git ls-files | grep -e -comment- | tail -1)
      time=$(git log -1 --format=%ct); day=$(date -u -d @$((time - 40000)) +%Y%m%dT%H%M%SZ)
      forged=$(dirname $path)/$day-c0-flux-comment-aaaaaa.md
      sed "s/^at: .*/at: $(date -u -d @$((time - 40000)) +%Y-%m-%dT%H:%M:%SZ)/" $path > $forged
      git add $forged; GIT_COMMITTER_DATE="$((time - 40000)) +0000" git commit -q -m 'As ever'
      git push -q origin main; cd ..; git clone -q published.git joined
      """, session)
    session.directory = Path.join(session.root, "joined")
    #expect(session.rtrack("init").status == 0)
    let commits = try shell("echo $(git rev-parse --short=10 rtrack-ledger main)", session)
    let verified = session.rtrack("verify -q")
    #expect(verified.status == 1)
    for commit in commits.split(separator: " ") {
      #expect(verified.output.contains("backdated@\(commit)"), "\(verified.output)")
    }
  }
}
