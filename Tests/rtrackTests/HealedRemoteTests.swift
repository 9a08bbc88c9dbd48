import Platform
import Testing

@testable import rtrack

/// What a clone that healed its remote says of it, before it has looked there again.
@Suite struct HealedRemoteTests {
  @Test func `the clone that healed a lie names it by its commit, and says no more of the remote`()
    throws
  {
    let session = try Session()
    for line in ["init -q", "agent add flux -q", "issue open First --as flux -q"] {
      try #require(session.rtrack(line).status == 0, "\(line)")
    }
    func shell(_ script: String) throws {
      let result = try session.call(["sh", "-euc", script])
      try #require(result.succeeded, "\(String(decoding: result.errors, as: UTF8.self))")
    }
    try shell("git init -q --bare ../remote.git; git remote add origin ../remote.git")
    try #require(session.rtrack("sync -q").status == 0)
    try shell(
      """
      git clone -q -b rtrack-ledger ../remote.git ../web; cd ../web
      for path in $(git ls-files | grep -e -opened-); do echo Rewritten. >> $path; done
      GIT_COMMITTER_DATE=2026-11-21T05:00:30Z git commit -q -a -m Edit; git push -q
      """)
    #expect(session.rtrack("sync").status == 2)
    #expect(session.rtrack("verify -q").output.contains("witness@"))
    try #require(session.rtrack("sync --heal").status == 0)
    let verified = session.rtrack("verify -q")
    #expect(verified.status == 1)
    let findings = verified.output.split(separator: "\n")
    #expect(findings.count == 1, "\(findings)")
    #expect(findings.allSatisfy { $0.hasPrefix("append-only@") }, "\(findings)")
  }
}
