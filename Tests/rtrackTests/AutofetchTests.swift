import Platform
import Testing

@testable import rtrack

/// How fresh an answer is, and the look at the remote before it.
@Suite struct AutofetchTests {
  /// Two clones of one ledger, the second of which has published more than the first knows.
  private func lab() throws -> Session {
    let session = try Session()
    try shell(session, "git init -q --bare ../remote.git; git remote add origin ../remote.git")
    for line in ["init", "agent add flux", "issue open First --as flux", "sync"] {
      try #require(session.rtrack(line).status == 0, "\(line)")
    }
    try shell(session, "git clone -q ../remote.git ../second 2>&1")
    for words in [["comment", "1", "from elsewhere", "--as", "flux"], ["sync"]] {
      try #require(session.rtrack(words + ["-C", "../second"]).status == 0, "\(words)")
    }
    return session
  }

  @discardableResult
  private func shell(_ session: Session, _ script: String) throws -> String {
    let result = try session.call(["sh", "-c", script])
    try #require(
      result.succeeded, "\(script): \(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output, as: UTF8.self)
  }

  private let person = Terminal(isOutput: true, columns: 80, hasColour: false)

  @Test func `an answer says how fresh it is, on a terminal and to programs`() throws {
    let session = try lab()
    session.pass(seconds: 3 * 3600)
    for line in ["list", "show 1", "log", "ready", "search First", "agent list", "cycle list"] {
      let document = session.rtrack(line + " --json").output
      #expect(document.contains("\"freshness\": \"origin seen 3 h ago\""), "\(line): \(document)")
      #expect(document.contains("\"seen_at\": \"2026-11-21T05:"), "\(line): \(document)")
      #expect(!session.rtrack(line).output.contains("origin seen"), "\(line): in a pipe")
      #expect(!session.rtrack(line + " -q").output.contains("origin seen"), "\(line)")
    }
    session.terminal = person
    for line in ["list", "show 1", "log", "ready", "search First", "status", "silent"] {
      let told = session.rtrack(line).output.split(separator: "\n")
        .count { $0.hasPrefix("origin seen 3 h ago") }
      #expect(told == (line == "silent" ? 0 : 1), "\(line)")
    }
    try shell(session, "git remote remove origin")
    #expect(!session.rtrack("list").output.contains("seen"), "nobody could know more")
    let alone = session.rtrack("list --json").output
    #expect(alone.contains("no remote") && alone.contains("\"seen_at\": null"), "\(alone)")
  }

  @Test func `the remote is looked at before an answer where that is asked for, when it is time`()
    throws
  {
    let session = try lab()
    #expect(!session.rtrack("show 1").output.contains("from elsewhere"))
    try shell(session, "git config ledger.autofetch 5m")
    session.pass(seconds: 200)
    #expect(!session.rtrack("show 1").output.contains("from elsewhere"), "it is fresh enough")
    let before = try shell(session, "git rev-parse rtrack-ledger")
    session.pass(seconds: 200)
    #expect(session.rtrack("show 1").output.contains("from elsewhere"))
    #expect(try shell(session, "git rev-parse rtrack-ledger") == before, "only sync unites")
    // What is read of both can be written to, and goes back with the next sync.
    #expect(session.rtrack("comment 1 mine --as flux").status == 0)
    #expect(session.rtrack("sync").output.contains("1 file received, 1 file sent"))
  }

  @Test func `a remote that is away or silent fails no answer, and is asked once in its time`()
    throws
  {
    let session = try lab()
    try shell(session, "git config ledger.autofetch 5m; mv ../remote.git ../away.git")
    session.pass(seconds: 400)
    let away = session.rtrack("list")
    #expect(away.status == 0 && away.errors.isEmpty, "\(away.errors)")
    try shell(session, "mv ../away.git ../remote.git")
    #expect(!session.rtrack("show 1").output.contains("from elsewhere"), "asked a moment ago")
    // One that takes the call and says nothing keeps a call waiting for a second, and no more.
    let counter = "\(session.root)/asked"
    try session.write("../stuck", "#!/bin/sh\necho >> '\(counter)'\nexec sleep 50\n")
    try shell(session, "chmod +x ../stuck; git config remote.origin.uploadpack $PWD/../stuck")
    session.pass(seconds: 400)
    let start = MonotonicClock.nanoseconds()
    for _ in 1...3 { #expect(session.rtrack("list").status == 0) }
    #expect(MonotonicClock.nanoseconds() - start < 30_000_000_000)
    #expect(try session.read(counter) == "\n")
  }

  @Test func `a setting that is no time is told, and nothing is fetched`() throws {
    let session = try lab()
    for setting in ["soon", "0", "-5m", "9999d", "5m; reboot", ""] {
      try shell(session, "git config ledger.autofetch '\(setting)'")
      session.pass(seconds: 4000)
      let answer = session.rtrack("show 1")
      #expect(answer.status == 0 && answer.errors.contains("not a time such as 5m"), "\(setting)")
      #expect(!answer.output.contains("from elsewhere"))
    }
  }

  @Test func `a rewritten remote is not believed by a look, but told`() throws {
    let session = try lab()
    #expect(session.rtrack("sync").status == 0)
    try shell(
      session,
      """
      git clone -q -b rtrack-ledger ../remote.git ../raw; cd ../raw
      for f in .research/issues/*/1/*comment*; do echo changed >> $f; done
      git commit -q -a -m Rewritten; git push -q origin rtrack-ledger
      """)
    let seen = try shell(session, "git rev-parse refs/rtrack/seen/origin")
    try shell(session, "git config ledger.autofetch 1s")
    session.pass(seconds: 60)
    let shown = session.rtrack("show 1")
    #expect(shown.status == 0 && !shown.output.contains("changed"))
    #expect(shown.errors.contains("`rtrack sync` says why"), "\(shown.errors)")
    #expect(try shell(session, "git rev-parse refs/rtrack/seen/origin") == seen)
    #expect(session.rtrack("sync").status == 2)
  }
}
