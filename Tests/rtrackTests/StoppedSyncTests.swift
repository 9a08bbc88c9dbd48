import Platform
import Testing

@testable import rtrack

/// A call that is asked to stop while git talks to a remote.
@Suite struct StoppedSyncTests {
  @Test func `SIGTERM to a sync ends git and what it started, and nothing is lost`() throws {
    let session = try Session()
    func shell(_ script: String) throws -> ChildResult { try session.call(["sh", "-c", script]) }
    #expect(
      try shell("git init -q --bare ../remote.git; git remote add origin ../remote.git").succeeded)
    for line in ["init", "agent add flux", "issue open First --as flux", "sync"] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    session.rtrack("comment 1 mine --as flux")
    // A remote that takes the call and then only sits there, saying which process it is.
    try session.write("../stuck", "#!/bin/sh\necho $$ > '\(session.root)/pid'\nexec sleep 50\n")
    #expect(
      try shell("chmod +x ../stuck; git config remote.origin.uploadpack $PWD/../stuck").succeeded)
    let stopped = try shell(
      """
      "\(Session.binary)" sync & call=$!
      for i in $(seq 400); do [ -s ../pid ] && break; sleep 0.05; done
      kill -TERM $call; wait $call; status=$?
      for i in $(seq 400); do kill -0 $(cat ../pid) 2> ../gone || break; sleep 0.05; done
      kill -0 $(cat ../pid) 2> ../gone && exit 99
      exit $status
      """)
    #expect(stopped.end == .exited(143), "\(String(decoding: stopped.errors, as: UTF8.self))")
    #expect(try shell("git config --unset remote.origin.uploadpack").succeeded)
    #expect(session.rtrack("sync").output.contains("1 file sent"))
  }
}
