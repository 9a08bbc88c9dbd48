import Platform
import Testing

@testable import rtrack

/// What `sync` and the commands that answer do with remotes of every kind.
@Suite struct RemoteSessionTests {
  /// A ledger with one issue, synced with a bare remote, and a second clone of it beside.
  private func lab() throws -> Session {
    let session = try Session()
    try shell(session, "git init -q --bare ../remote.git; git remote add origin ../remote.git")
    for line in ["init", "agent add flux", "issue open First --as flux", "sync"] {
      try #require(session.rtrack(line).status == 0, "\(line)")
    }
    try shell(session, "git clone -q ../remote.git ../second 2>&1")
    try #require(session.rtrack("list -C ../second").status == 0)
    return session
  }

  @discardableResult
  private func shell(_ session: Session, _ script: String) throws -> String {
    let result = try session.call(["sh", "-c", script])
    try #require(
      result.succeeded, "\(script): \(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output, as: UTF8.self)
  }

  /// What the other clone writes and publishes.
  private func elsewhere(_ session: Session, _ text: String) {
    #expect(session.rtrack(["comment", "1", text, "--as", "flux", "-C", "../second"]).status == 0)
    #expect(session.rtrack("sync -C ../second").status == 0)
  }

  @Test func `a remote that takes no pushes is read all the same, and nothing is lost`() throws {
    let session = try lab()
    elsewhere(session, "from elsewhere")
    session.rtrack("comment 1 mine --as flux")
    let refusal = "echo 'ERROR: Permission to lab/ledger.git denied to flux.' >&2; exit 128"
    try session.write("../refuse", "#!/bin/sh\n\(refusal)\n")
    try shell(session, "chmod +x ../refuse; git config remote.origin.receivepack $PWD/../refuse")
    let refused = session.rtrack("sync")
    #expect(refused.status == 2 && refused.errors.contains("origin takes no pushes from here"))
    #expect(refused.errors.contains("Permission to lab/ledger.git denied"), "\(refused.errors)")
    #expect(refused.errors.split(separator: "\n").count { $0.hasPrefix("rtrack: ") } == 1)
    // Not seen there is what was not taken there.
    #expect(session.rtrack("doctor").output.contains("1 file not yet sent"))
    let shown = session.rtrack("show 1").output
    #expect(shown.contains("from elsewhere") && shown.contains("mine"))
    try shell(session, "git config --unset remote.origin.receivepack")
    #expect(session.rtrack("sync").status == 0)
    #expect(session.rtrack("sync -C ../second").status == 0)
    #expect(session.rtrack("show 1 -C ../second").output.contains("mine"))
  }

  @Test func `a host that protects the branch is told as such, and what to allow`() throws {
    let session = try lab()
    let rule = "error: GH006: Protected branch update failed for refs/heads/rtrack-ledger."
    try session.write("../remote.git/hooks/pre-receive", "#!/bin/sh\necho '\(rule)' >&2\nexit 1\n")
    try shell(session, "chmod +x ../remote.git/hooks/pre-receive")
    session.rtrack("comment 1 mine --as flux")
    let refused = session.rtrack("sync")
    #expect(refused.status == 2 && refused.errors.contains("a rule or hook of its own"))
    #expect(refused.errors.contains("\nerror: GH006: Protected branch update failed"))
    #expect(refused.errors.contains("must let whoever writes push"), "\(refused.errors)")
    #expect(refused.errors.contains("rtrack carry"), "\(refused.errors)")
    #expect(session.rtrack("sync --json").output.contains("GH006"))
    #expect(session.rtrack("show 1").output.contains("mine"))
  }

  @Test func `a connection that is cut in the middle changes nothing, and the next call works`()
    throws
  {
    let session = try lab()
    elsewhere(session, "from elsewhere")
    session.rtrack("comment 1 mine --as flux")
    let before = try shell(session, "git rev-parse rtrack-ledger")
    for (setting, program) in [("uploadpack", "upload-pack"), ("receivepack", "receive-pack")] {
      try session.write("../cut", "#!/bin/sh\ngit \(program) \"$@\" | { head -c 100; kill $$; }\n")
      try shell(session, "chmod +x ../cut; git config remote.origin.\(setting) $PWD/../cut")
      let cut = session.rtrack("sync")
      #expect(cut.status == 2, "\(setting): \(cut.output)\(cut.errors)")
      #expect(session.rtrack("show 1").output.contains("mine"))
      #expect(try shell(session, "git rev-parse rtrack-ledger") == before)
      try shell(session, "git config --unset remote.origin.\(setting)")
    }
    #expect(session.rtrack("sync").status == 0)
    let shown = session.rtrack("show 1").output
    #expect(shown.contains("from elsewhere") && shown.contains("mine"))
  }

  @Test func `a branch there that is a tag or a tree is no ledger`() throws {
    for kind in ["tag", "tree"] {
      let session = try lab()
      try shell(
        session,
        """
        cd ../remote.git; git -c user.name=a -c user.email=a@a tag -a -m x t rtrack-ledger
        id=$(git rev-parse \(kind == "tag" ? "t" : "rtrack-ledger^{tree}"))
        rm -f packed-refs; mkdir -p refs/heads; echo $id > refs/heads/rtrack-ledger
        """)
      let before = try shell(session, "git rev-parse rtrack-ledger")
      let refused = session.rtrack("sync")
      #expect(refused.status == 2, "\(kind): \(refused.output)\(refused.errors)")
      #expect(!refused.errors.isEmpty)
      #expect(try shell(session, "git rev-parse rtrack-ledger") == before)
      #expect(session.rtrack("show 1").status == 0)
    }
  }

  @Test func `all remotes are looked at, and only one is believed`() throws {
    let session = try lab()
    try shell(
      session,
      """
      git clone -q --bare ../remote.git ../mirror.git; git remote add mirror ../mirror.git
      git init -q --bare ../empty.git; git remote add empty ../empty.git
      git remote add gone ../gone.git
      git init -q ../strange; git -C ../strange commit -q --allow-empty -m x
      """)
    #expect(session.rtrack("init -C ../strange").status == 0)
    try shell(session, "git remote add strange ../strange")
    session.rtrack("comment 1 mine --as flux")
    let synced = session.rtrack("sync --all-remotes")
    #expect(synced.status == 2, "one could not be read: \(synced.errors)")
    #expect(synced.output.contains("origin (believed): the same as here"))
    #expect(synced.output.contains("mirror: lacks 1 file"))
    #expect(synced.output.contains("empty: it has no branch rtrack-ledger"))
    #expect(synced.output.contains("gone: git could not fetch"))
    #expect(synced.output.contains("strange: its ledger is of another origin"))
    #expect(session.rtrack("sync --all-remotes --json").output.contains("\"lacks\": 1"))
    try shell(session, "git remote remove gone")
    #expect(session.rtrack("sync --all-remotes").status == 0)
    // Nothing of the others was taken, and what was fetched of them is not read.
    #expect(!session.rtrack("log").output.contains("strange"))
  }

  @Test func `another remote that rewrote an entry is named, and nothing of it is taken`() throws {
    let session = try lab()
    try shell(
      session,
      """
      git clone -q --bare ../remote.git ../mirror.git; git remote add mirror ../mirror.git
      git clone -q -b rtrack-ledger ../mirror.git ../raw; cd ../raw
      for f in .research/issues/*/1/*opened*; do echo changed >> $f; done
      git commit -q -a -m Rewritten; git push -q origin rtrack-ledger
      """)
    let synced = session.rtrack("sync --all-remotes")
    #expect(synced.status == 1 && synced.output.contains("mirror: holds .research/issues/"))
    #expect(synced.output.contains("with other bytes"), "\(synced.output)")
    #expect(!session.rtrack("show 1").output.contains("changed"))
  }

  @Test func `the others are looked at too where the one that is believed takes no push`() throws {
    let session = try lab()
    try shell(session, "git clone -q --bare ../remote.git ../m.git; git remote add m ../m.git")
    session.rtrack("comment 1 mine --as flux")
    try session.write("../remote.git/hooks/pre-receive", "#!/bin/sh\nexit 1\n")
    try shell(session, "chmod +x ../remote.git/hooks/pre-receive")
    let refused = session.rtrack("sync --all-remotes")
    #expect(refused.status == 2 && refused.errors.contains("m: lacks 1 file"), "\(refused.errors)")
    #expect(refused.errors.contains("origin (believed): lacks 1 file"), "\(refused.errors)")
  }

  @Test func `a ledger of a newer version there is told, and nothing is taken`() throws {
    let session = try lab()
    try shell(
      session,
      """
      git clone -q -b rtrack-ledger ../remote.git ../raw; cd ../raw
      f=$(ls .research/policy/*-founded-*.md); g=${f%-*}-zzzzzz.md
      sed 's/^ledger: [0-9]*/ledger: 99/' $f > $g; grep -q 99 $g
      git add -f .research; git commit -q -m Newer; git push -q origin rtrack-ledger
      """)
    let before = try shell(session, "git rev-parse rtrack-ledger")
    let refused = session.rtrack("sync")
    #expect(refused.status == 2 && refused.errors.contains("version 99"), "\(refused.errors)")
    #expect(try shell(session, "git rev-parse rtrack-ledger") == before)
    #expect(session.rtrack("show 1").status == 0)
  }

  @Test func `a remote's name may hold a slash`() throws {
    let session = try lab()
    try shell(session, "git remote rename origin team/lab; git config ledger.remote team/lab")
    elsewhere(session, "from elsewhere")
    for _ in 1...2 {
      let synced = session.rtrack("sync")
      #expect(synced.status == 0 && synced.output.contains("In step with team/lab"))
    }
    #expect(session.rtrack("status").output.contains("team/lab seen "))
    #expect(session.rtrack("show 1").output.contains("from elsewhere"))
    #expect(session.rtrack("doctor").output.contains("team/lab seen "))
  }

  @Test func `what was only seen goes back to a remote that has lost it`() throws {
    let session = try lab()
    let start = try shell(session, "git -C ../remote.git rev-parse rtrack-ledger")
      .split(separator: "\n")[0]
    elsewhere(session, "from elsewhere")
    session.rtrack("comment 1 mine --as flux")
    let hook = "../remote.git/hooks/pre-receive"
    try session.write(hook, "#!/bin/sh\nexit 1\n")
    try shell(session, "chmod +x \(hook)")
    #expect(session.rtrack("sync").status == 2)
    try shell(
      session, "rm \(hook); git -C ../remote.git update-ref refs/heads/rtrack-ledger \(start)")
    let synced = session.rtrack("sync")
    #expect(synced.output.contains("Put back on origin, where 1 file"), "\(synced)")
    let fresh = "git clone -q ../remote.git ../third 2>&1"
    try shell(session, fresh)
    #expect(session.rtrack("show 1 -C ../third").output.contains("from elsewhere"))
    #expect(session.rtrack("show 1 -C ../third").output.contains("mine"))
    // The same where the whole branch is gone there.
    try shell(session, "git -C ../remote.git update-ref -d refs/heads/rtrack-ledger")
    let restored = session.rtrack("sync")
    #expect(restored.status == 0 && restored.output.contains("Put back on origin"), "\(restored)")
  }
}
