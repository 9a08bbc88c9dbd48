import Platform
import Testing

/// A leaked key, taken out with authority: met by a stale clone, a carried copy and a run's ref.
@Suite struct RedactionTests {
  /// Three clones of a server with rtrack's hook, all with hooks of their own; `$path` and `$blob`
  /// are the comment with a token in it.
  private static let story = """
    git init -q --bare -b main origin.git
    git init -q -b main repo; cd repo; git remote add origin "$PWD/../origin.git"
    echo code > code; git add -A; git commit -q -m Begin
    rtrack init -q; rtrack agent add maya --human -q; rtrack agent add flux --as maya -q
    rtrack issue open Tokens --as maya -q
    ssh-keygen -q -t ed25519 -N '' -C maya -f ../maya
    rtrack key add ../maya.pub --as maya -q; git config rtrack.signingKey "$PWD/../maya"
    rtrack comment 1 "The token is hunter2." --as flux -q
    rtrack comment 1 "Harmless." --as flux -q
    rtrack carry -q; git push -q -u origin main; rtrack sync -q; rtrack hooks install -q
    cd ../origin.git; rtrack hooks install --server -q; cd ..
    for clone in stale witness; do
      git clone -q origin.git $clone
      (cd $clone; rtrack init -q; rtrack hooks install -q; rtrack sync -q; rtrack verify -q)
    done
    cd stale; rtrack comment 1 "From a stale clone." --as flux -q
    git update-ref refs/runs/exp-001-warm-up/1-7c2mxa HEAD; cd ../repo
    path=$(git grep -l hunter2 rtrack-ledger -- | sed 's/^[^:]*://')
    echo path=$path > $ROOT/redacted
    echo blob=$(git rev-parse rtrack-ledger:$path) >> $ROOT/redacted
    rtrack redact $path --rewrite --reason "A token." --as maya > $ROOT/said
    rtrack sync -q
    """

  @Test func `every clone goes on without it, and who still holds it is told`() throws {
    let field = try Field(telling: Self.story)
    let told = try field.shell("cat $ROOT/said; cd repo; rtrack redact --list")
    #expect(told.contains("not yet gone") && told.contains("refs/heads/main"), "\(told)")
    for clone in ["stale", "witness", "repo"] {
      let sync = try field.run("rtrack sync", in: clone)
      #expect(sync.succeeded, "\(clone): \(Self.text(sync))")
      // The carried copy holds it still; that is known, and no violation.
      let verified = try field.run("rtrack verify", in: clone)
      #expect(verified.succeeded, "\(clone): \(Self.text(verified))")
      let shown = try field.shell("rtrack show 1", in: clone)
      #expect(shown.contains("From a stale clone.") || clone != "stale")
      #expect(shown.contains("Harmless.") && !shown.contains("hunter2"), "\(clone): \(shown)")
    }
    let list = try field.shell("rtrack redact --list", in: "stale")
    #expect(list.contains("refs/runs/exp-001-warm-up/1-7c2mxa"), "\(list)")
    try field.shell(
      """
      . $ROOT/redacted
      for clone in stale witness repo origin.git; do
        if git -C $clone rev-list --objects rtrack-ledger | grep $blob; then exit 1; fi
      done
      for clone in repo witness stale; do (cd $clone; rtrack sync -q); done
      for clone in stale witness repo origin.git; do
        git -C $clone rev-parse rtrack-ledger^{tree}
      done | sort -u | wc -l | grep -qx 1
      """)
  }

  @Test func `two clones that take out the same thing before they meet go on as one`() throws {
    let field = try Field(telling: Self.story)
    try field.shell("rtrack witness export $ROOT/kept.txt", in: "witness")
    // The other's is published by now; this clone has not seen it.
    let said = try field.shell(
      """
      . $ROOT/redacted; git config rtrack.signingKey "$PWD/../maya"
      rtrack redact $path --rewrite --reason "The same." --as maya
      """, in: "stale")
    #expect(said.contains("redacted") || said.contains("redact"), "\(said)")
    for clone in ["stale", "repo", "witness", "stale"] {
      let sync = try field.run("rtrack sync", in: clone)
      #expect(sync.succeeded, "\(clone): \(Self.text(sync))")
      #expect(!Self.text(sync).contains("Put back"), "\(clone): \(Self.text(sync))")
    }
    for clone in ["stale", "repo", "witness"] {
      let verified = try field.run("rtrack verify --full", in: clone)
      #expect(verified.succeeded, "\(clone): \(Self.text(verified))")
      let shown = try field.shell("rtrack show 1; rtrack sync", in: clone)
      #expect(shown.contains("From a stale clone.") && shown.contains("Harmless."), "\(shown)")
      #expect(!shown.contains("hunter2") && shown.contains("nothing was new"), "\(shown)")
    }
    let trees = try field.shell(
      """
      . $ROOT/redacted
      for clone in stale witness repo origin.git; do
        git -C $clone rev-list --objects rtrack-ledger | grep $blob || :
        git -C $clone rev-parse rtrack-ledger^{tree}
      done
      """)
    #expect(Set(trees.split(separator: "\n")).count == 1, "\(trees)")
    let policy = try field.shell(
      "git ls-tree --name-only rtrack-ledger .research/policy/", in: "repo")
    #expect(
      policy.split(separator: "\n").count { $0.contains("-redact-") && $0.hasSuffix(".md") } == 2,
      "\(policy)")
    // Who saw it before knows by the event that it was taken out.
    let witnessed = try field.run("rtrack verify --witness $ROOT/kept.txt", in: "repo")
    #expect(
      witnessed.succeeded && Self.text(witnessed).contains("Covered by an authorised event"),
      "\(Self.text(witnessed))")
  }

  @Test func `nobody brings it back, by a push of the old line or by a merge with it`() throws {
    let field = try Field(telling: Self.story)
    for script in [
      "git push -q --force --no-verify origin rtrack-ledger",
      """
      git fetch -q origin rtrack-ledger
      git push -q --no-verify origin $(git commit-tree -p FETCH_HEAD -p rtrack-ledger -m Unite \\
        rtrack-ledger^{tree}):refs/heads/rtrack-ledger
      """,
    ] {
      try field.restore()
      let push = try field.run(script, in: "stale")
      #expect(!push.succeeded && Self.text(push).contains("rtrack: "), "\(Self.text(push))")
      try field.shell(
        ". $ROOT/redacted; ! git rev-list --objects rtrack-ledger | grep $blob", in: "origin.git")
    }
  }

  private static func text(_ result: ChildResult) -> String {
    String(decoding: result.output + result.errors, as: UTF8.self)
  }
}
