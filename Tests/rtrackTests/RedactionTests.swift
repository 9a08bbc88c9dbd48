import Platform
import Testing

@testable import rtrack

/// What must never be read again is taken out: two clones, a server with rtrack's hook, real git.
@Suite struct RedactionTests {
  /// Two clones, `repo` and `two`, of `srv.git`, and a comment that holds a token.
  private final class Office {
    let project: HookedProject
    let root: String
    /// The comment's file in the ledger, and its blob.
    private(set) var path = ""
    private(set) var blob = ""
    private(set) var oldTip = ""

    init() throws {
      project = try HookedProject()
      root = project.root
      try project.shell(
        """
        for k in maya flux; do ssh-keygen -q -t ed25519 -N '' -C $k -f ../$k; done
        git init -q --bare ../srv.git; git remote add origin ../srv.git; git push -q origin main
        git config rtrack.signingKey ../maya
        """)
      try project.rtrack("agent add maya --human")
      try project.rtrack("key add ../maya.pub --as maya")
      try project.rtrack("issue open Tokens --as maya")
      try project.rtrack("comment 1 \"the token is hunter2\" --status working --as maya")
      try project.rtrack("comment 1 harmless --status working --as maya")
      try project.rtrack("sync")
      try project.shell("git -C ../srv.git symbolic-ref HEAD refs/heads/main")
      try enter("srv.git") { try project.rtrack("hooks install --server") }
      try project.shell("git clone -q ../srv.git ../two")
      try enter("two") {
        try project.rtrack("init")
        try project.shell("git config rtrack.signingKey ../maya")
      }
      path = try project.shell("git grep -l hunter2 rtrack-ledger -- | sed 's/^[^:]*://'")
      blob = try project.shell("git rev-parse rtrack-ledger:\(path)")
      oldTip = try project.shell("git rev-parse rtrack-ledger")
    }

    /// Works in another folder beside the project's.
    @discardableResult
    func enter<Answer>(_ folder: String, _ work: () throws -> Answer) throws -> Answer {
      let here = project.session.directory
      project.session.directory = Path.join(root, folder)
      defer { project.session.directory = here }
      return try work()
    }

    func rtrack(_ line: String, in folder: String = "repo") throws -> String {
      try enter(folder) {
        let outcome = project.session.rtrack(line)
        try #require(outcome.status == 0, "\(line): \(outcome.errors)")
        return outcome.output
      }
    }

    func redact(in folder: String = "repo") throws -> String {
      try rtrack("redact \(path) --rewrite --reason \"a token\" --as maya", in: folder)
    }

    /// Whether some reference of a repository leads to the token.
    func isHeld(in folder: String, _ references: String = "--all") throws -> Bool {
      try enter(folder) {
        try project.shell("git rev-list --objects \(references)").contains(blob)
      }
    }

    func ledger(in folder: String) throws -> String {
      try enter(folder) { try project.shell("git rev-parse rtrack-ledger^{tree}") }
    }
  }

  @Test func `a stale clone plants what it alone has on the new line, and never merges`() throws {
    let office = try Office()
    _ = try office.rtrack("comment 1 \"from two\" --status working --as maya", in: "two")
    #expect(try office.redact().contains("not yet gone"))
    #expect(try !office.isHeld(in: "repo", "rtrack-ledger"))
    #expect(try office.rtrack("show 1").contains("harmless"))
    #expect(try !office.rtrack("show 1").contains("hunter2"))
    _ = try office.rtrack("sync")
    #expect(try !office.isHeld(in: "repo") && !office.isHeld(in: "srv.git"))

    let said = try office.rtrack("sync", in: "two")
    #expect(said.contains("written anew without 1 file"), "\(said)")
    #expect(try !office.isHeld(in: "two") && !office.isHeld(in: "srv.git"))
    _ = try office.rtrack("sync")
    #expect(try office.ledger(in: "repo") == office.ledger(in: "two"))
    let shown = try office.rtrack("show 1")
    #expect(shown.contains("from two") && shown.contains("harmless"), "\(shown)")
    for folder in ["repo", "two"] {
      let list = try office.rtrack("redact --list", in: folder)
      #expect(list.contains("no reference of this clone holds it any more"), "\(list)")
      #expect(try office.rtrack("sync", in: folder).contains("nothing was new on either side"))
    }
    // Nothing of it in the messages either.
    #expect(try !office.project.shell("git log --format=%B rtrack-ledger").contains("hunter2"))
    // A merge commit of the old line would bring it back.
    let merges = try office.enter("two") {
      try office.project.shell("git log --merges --format=%H rtrack-ledger")
    }
    #expect(merges == "")
  }

  @Test func `a line written anew while others wrote takes theirs along`() throws {
    let office = try Office()
    _ = try office.rtrack("comment 1 \"from two\" --status working --as maya", in: "two")
    _ = try office.rtrack("sync", in: "two")
    _ = try office.redact()
    let said = try office.rtrack("sync")
    #expect(said.contains("written anew without 1 file"), "\(said)")
    #expect(try !office.isHeld(in: "srv.git", "rtrack-ledger"))
    #expect(try office.rtrack("show 1").contains("from two"))
    _ = try office.rtrack("sync", in: "two")
    #expect(try office.ledger(in: "repo") == office.ledger(in: "two"))
    // What git itself keeps of the remote is git's.
    #expect(
      try office.rtrack("redact --list", in: "two").contains("refs/remotes/origin/rtrack-ledger"))
    try office.enter("two") { try office.project.shell("git fetch -q") }
    #expect(try !office.isHeld(in: "two"))
  }

  @Test func `nobody brings the old line back`() throws {
    let office = try Office()
    try office.enter("two") {
      try office.project.shell("git config core.hooksPath /dev/null; git tag old \(office.oldTip)")
    }
    _ = try office.redact()
    _ = try office.rtrack("sync")
    try office.enter("two") {
      let project = office.project
      try project.shell("git fetch -q origin rtrack-ledger; git tag new FETCH_HEAD")
      for attack in [
        "git push -q -f origin old:rtrack-ledger", "git push -q origin old:rtrack-ledger",
        "git push -q origin $(git commit-tree -p new -p old -m m new^{tree}):rtrack-ledger",
        "git push -q origin $(git commit-tree -p new -p old -m m old^{tree}):rtrack-ledger",
        "export GIT_INDEX_FILE=../i; git read-tree new; git update-index --add --cacheinfo "
          + "100644,\(office.blob),\(office.path); "
          + "git push -q origin $(git commit-tree -p new -m m $(git write-tree)):rtrack-ledger",
      ] { try project.stopped(attack) }
    }
    #expect(try !office.isHeld(in: "srv.git"))
    let tip = try office.project.shell("git -C ../srv.git rev-parse rtrack-ledger")
    #expect(
      try office.enter("two") { try office.project.shell("git rev-parse new^{commit}") } == tip)
  }

  @Test func `without authority nothing is written anew, nor believed`() throws {
    let office = try Office()
    let words = ["redact", office.path, "--rewrite", "--reason", "x", "--as", "maya"]
    for more in [["--unsigned"], ["--sign-with", "../flux"]] {
      let before = try office.project.references()
      #expect(office.project.session.rtrack(words + more).status != 0)
      #expect(try office.project.references() == before)
    }
    // An event that names a new line, and is not signed: on the server, and for another clone.
    _ = try office.rtrack(
      "redact \(office.path) --unsigned --reason x --as maya", in: "two")
    let forged = """
      event=$(git ls-tree --name-only rtrack-ledger .research/policy/ | grep -- -redact-)
      export GIT_INDEX_FILE=../i; git read-tree rtrack-ledger
      git update-index --force-remove \(office.path); base=$(git commit-tree -m x $(git write-tree))
      git cat-file -p rtrack-ledger:$event | sed "s/^agent:/old_tip: \(office.oldTip)\\nnew_tip: $base\\nagent:/" > ../e
      name=$(echo $event | sed 's/......[.]md$/qqqqqq.md/'); git update-index --force-remove $event
      git update-index --add --cacheinfo 100644,$(git hash-object -w ../e),$name
      """
    try office.enter("two") { () throws in
      let project = office.project
      try project.shell("git config core.hooksPath /dev/null")
      let push =
        "git push -q -f origin $(git commit-tree -p $base -m x $(git write-tree)):rtrack-ledger"
      #expect(try project.stopped(forged + "\n" + push).contains("rtrack: "))
      try project.shell("mv ../srv.git/hooks ../srv.git/off\n" + forged + "\n" + push)
    }
    let said = try office.rtrack("sync")
    #expect(said.contains("Put back on origin"), "\(said)")
    #expect(try office.isHeld(in: "srv.git", "rtrack-ledger"))
  }

  @Test func `an opening becomes a stub, and its thread stays`() throws {
    let office = try Office()
    _ = try office.rtrack("issue open \"The key is hunter3\" -m \"hunter3\" --as maya")
    _ = try office.rtrack("comment 2 answer --status working --as maya")
    _ = try office.rtrack("sync")
    _ = try office.rtrack("sync", in: "two")
    let path = try office.project.shell(
      "git grep -l hunter3 rtrack-ledger -- | sed 's/^[^:]*://'")
    _ = try office.rtrack("redact \(path) --rewrite --reason key --as maya")
    for folder in ["repo", "two"] {
      _ = try office.rtrack("sync", in: folder)
      let shown = try office.rtrack("show 2", in: folder)
      #expect(shown.contains("(redacted)") && shown.contains("answer"), "\(shown)")
      #expect(!shown.contains("hunter3"))
    }
    #expect(try !office.project.shell("git log -p --format=%B rtrack-ledger").contains("hunter3"))
  }

  @Test func `a carried copy and a run's ref are told until they no longer hold it`() throws {
    let office = try Office()
    let project = office.project
    _ = try office.rtrack("carry")
    try project.shell("git update-ref refs/runs/exp-001/1-7c2mxa main; git tag -m t v1")
    let said = try office.redact()
    for name in ["refs/heads/main", "refs/runs/exp-001/1-7c2mxa", "refs/tags/v1"] {
      #expect(said.contains(name), "\(said)")
    }
    _ = try office.rtrack("sync")
    // The hooks let it go, and git's own tools take it out of the branch's history.
    #expect(try office.rtrack("carry").contains("which was redacted"))
    #expect(try project.shell("git ls-files .research | grep -c -- \(office.path) || :") == "0")
    #expect(try project.shell("git status --porcelain") == "")
    try project.shell("git push -q origin main")
    // A ledger that is built again from the copy does not bring it back.
    try project.shell(
      "git clone -q --single-branch -b main . ../again; git -C ../again remote remove origin")
    #expect(try office.rtrack("init", in: "again").contains("Built the ledger again"))
    #expect(try !office.isHeld(in: "again", "rtrack-ledger"))
    #expect(try office.rtrack("show 1", in: "again").contains("harmless"))
    var list = try office.rtrack("redact --list")
    #expect(list.contains("refs/heads/main") && !list.contains("refs/heads/rtrack-ledger"))
    try project.shell(
      """
      git reset -q --soft HEAD~2; git commit -q -m 'Carry the ledger'; git push -q -f origin main
      git update-ref -d refs/runs/exp-001/1-7c2mxa; git tag -d v1
      """)
    list = try office.rtrack("redact --list")
    #expect(list.contains("no reference of this clone holds it any more"), "\(list)")
    #expect(try !office.isHeld(in: "srv.git"))
  }
}
