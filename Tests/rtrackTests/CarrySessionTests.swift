import Platform
import Testing

@testable import rtrack

/// The carried copy: by itself at a sync, in branches that carry different states, and stopped.
@Suite struct CarrySessionTests {
  /// A project whose main carries the ledger, published with only that branch, and a second clone
  /// that built the ledger again from there.
  private func lab() throws -> Session {
    let session = try Session()
    try shell(
      session, "git init -q --bare -b main ../remote.git; git remote add origin ../remote.git")
    for line in [
      "init", "agent add athena --role manager", "agent add flux --as athena",
      "issue open First --as flux",
    ] {
      try #require(session.rtrack(line).status == 0, "\(line)")
    }
    try #require(session.rtrack("carry").status == 0)
    try shell(
      session, "git push -q -u origin main; git clone -q ../remote.git ../second 2>&1")
    try #require(session.rtrack("init -C ../second").output.contains("Built the ledger again"))
    return session
  }

  @discardableResult
  private func shell(_ session: Session, _ script: String) throws -> String {
    let result = try session.call(["sh", "-e", "-c", script])
    try #require(
      result.succeeded,
      "\(script): \(String(decoding: result.output + result.errors, as: UTF8.self))")
    return String(decoding: result.output, as: UTF8.self)
  }

  @Test func `a sync carries by itself where the policy names the branch, in one commit`() throws {
    let session = try lab()
    #expect(session.rtrack("policy set carry main --as athena").status == 0)
    for text in ["one", "two", "three"] {
      #expect(session.rtrack(["comment", "1", text, "--as", "flux"]).status == 0)
    }
    try session.write("readme.md", "Changed, and staged.\n")
    try shell(session, "git add readme.md")
    let start = try shell(session, "git rev-parse main")
    let synced = session.rtrack("sync")
    #expect(synced.output.contains("main carries 4 files more of the ledger"), "\(synced)")
    #expect(try shell(session, "git rev-parse main~1") == start, "one commit")
    #expect(try shell(session, "git status --short") == "M  readme.md\n")
    let again = session.rtrack("sync")
    #expect(again.status == 0 && !again.output.contains("carries"), "\(again)")
    #expect(try shell(session, "git rev-parse main~1") == start, "nothing new, no commit")
    // Another branch is not what the policy names.
    try shell(session, "git commit -q -m Readme; git checkout -q -b other")
    session.rtrack("comment 1 four --as flux")
    #expect(session.rtrack("sync --json").output.contains("\"carried\": null"))
    #expect(try shell(session, "git rev-list --count main..other") == "0\n")
    #expect(session.rtrack("verify").status == 0)
  }

  @Test func `what keeps a sync from carrying is told, and the sync is done`() throws {
    let session = try lab()
    session.rtrack("policy set carry main --as athena")
    try session.write(".git/hooks/pre-commit", "#!/bin/sh\necho not today >&2\nexit 1\n")
    try shell(session, "chmod +x .git/hooks/pre-commit")
    let synced = session.rtrack("sync")
    #expect(synced.status == 0 && synced.output.contains("sent"), "\(synced)")
    #expect(synced.errors.contains("the copy was not carried"), "\(synced.errors)")
    try shell(session, "rm .git/hooks/pre-commit; git checkout -q -b b")
    try shell(session, "git commit -q --allow-empty -m x; git checkout -q main")
    try shell(session, "git merge -q --no-ff --no-commit b 2>&1")
    let merging = session.rtrack("sync")
    #expect(merging.status == 0 && merging.errors.contains("a merge is under way"), "\(merging)")
  }

  @Test func `branches that carry different states unite, and the ledger takes both in`() throws {
    let session = try lab()
    // The second clone publishes a branch of its own, the first goes on on main.
    session.rtrack("comment 1 --as flux -C ../second -m fromsecond")
    session.rtrack("issue open Second --as athena -C ../second")
    try shell(session, "git -C ../second checkout -q -b work")
    #expect(session.rtrack("carry -C ../second").status == 0)
    try shell(session, "git -C ../second push -q origin work")
    session.rtrack("comment 1 --as athena -m fromfirst")
    session.rtrack("issue open Another --as athena")
    #expect(session.rtrack("carry").status == 0)
    try shell(session, "git fetch -q; git merge -q --no-edit origin/work")
    #expect(!session.rtrack("show 1").output.contains("fromsecond"), "the ledger is the authority")
    let carried = session.rtrack("carry")
    #expect(carried.output.contains("Took 2 files into the ledger"), "\(carried)")
    let shown = session.rtrack("show 1").output
    #expect(shown.contains("fromsecond") && shown.contains("fromfirst"))
    // Both had opened issue 2: one of them has another number now.
    let titles = session.rtrack("list").output
    #expect(titles.contains("2\t") && titles.contains("3\t"), "\(titles)")
    #expect(session.rtrack("carry").output.contains("all of the ledger already"))
    #expect(session.rtrack("verify").status == 0)
    // And back: the second clone merges main, and has the same.
    try shell(session, "git push -q origin main; git -C ../second pull -q --no-edit origin main")
    #expect(session.rtrack("carry -C ../second").status == 0)
    #expect(session.rtrack("list -C ../second").output == titles)
    #expect(
      try shell(session, "git rev-parse rtrack-ledger:.research")
        == shell(session, "git -C ../second rev-parse rtrack-ledger:.research"))
  }

  @Test func `a sync takes in what was merged, before it publishes`() throws {
    let session = try lab()
    session.rtrack("policy set carry main --as athena")
    #expect(session.rtrack("sync").status == 0)
    session.rtrack("comment 1 --as flux -C ../second -m fromsecond")
    try shell(session, "git -C ../second checkout -q -b work")
    #expect(session.rtrack("carry -C ../second").status == 0)
    try shell(session, "git -C ../second push -q origin work; git fetch -q")
    try shell(session, "git merge -q --no-edit origin/work")
    let synced = session.rtrack("sync")
    #expect(synced.output.contains("Took 1 file into the ledger"), "\(synced)")
    #expect(synced.output.contains("1 file sent"), "\(synced)")
    #expect(session.rtrack("show 1").output.contains("fromsecond"))
  }

  @Test func `a copy of another origin, or with other bytes, is not taken in`() throws {
    let session = try lab()
    let before = try shell(session, "git rev-parse rtrack-ledger")
    try shell(
      session,
      """
      git checkout -q -b changed
      for f in .research/issues/*/1/*; do chmod u+w $f; echo changed >> $f; done
      echo more > .research/issues/0/1/20261121T050004Z-c0-flux-comment-aaaaaa.md
      git add -f .research; git commit -q -n -m Changed
      """)
    let changed = session.rtrack("carry")
    #expect(changed.status == 2 && changed.errors.contains("is not what the ledger holds"))
    try shell(
      session,
      """
      git checkout -q main; git checkout -q -b linked
      ln -s /etc/passwd .research/policy/link.md; git add -f .research; git commit -q -n -m Link
      """)
    let linked = session.rtrack("carry")
    #expect(linked.status == 2 && linked.errors.contains("is no plain file"), "\(linked)")
    try shell(
      session,
      """
      git init -q -b main ../other; git -C ../other commit -q --allow-empty -m Begin
      """)
    for line in ["init", "agent add sage"] { session.rtrack(line + " -C ../other") }
    #expect(session.rtrack("carry -C ../other").status == 0)
    try shell(session, "git fetch -q ../other main; git checkout -q --detach FETCH_HEAD")
    let other = session.rtrack("carry")
    #expect(other.status == 2 && other.errors.contains("a ledger of another origin"), "\(other)")
    #expect(try shell(session, "git rev-parse rtrack-ledger") == before)
  }

  @Test func `carrying is stopped by the policy: the copy stays, and nobody is asked to mend it`()
    throws
  {
    let session = try lab()
    session.rtrack("policy set carry main --as athena")
    #expect(session.rtrack("sync").status == 0)
    #expect(session.rtrack("policy set carry none --as athena").status == 0)
    session.rtrack("comment 1 more --as flux")
    let tip = try shell(session, "git rev-parse main")
    #expect(session.rtrack("sync").status == 0)
    let refused = session.rtrack("carry")
    #expect(refused.status == 1 && refused.errors.contains("policy set carry"), "\(refused)")
    #expect(try shell(session, "git rev-parse main") == tip)
    #expect(!session.rtrack("status").output.contains("lacks"))
    #expect(!session.rtrack("doctor").output.contains("lacks"))
    #expect(session.rtrack("verify").status == 0)
    #expect(session.rtrack("policy set carry by-hand --as athena").status == 0)
    #expect(session.rtrack("status").output.contains("lacks 3 files"))
    #expect(session.rtrack("carry").status == 0)
  }
}
