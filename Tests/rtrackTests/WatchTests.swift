import Documents
import Platform
import Testing

@testable import rtrack

/// `rtrack watch` as a process of its own.
@Suite struct WatchTests {
  private func lab() throws -> Session {
    let session = try Session()
    for line in [
      "init", "agent add flux", "agent add sage --as flux", "issue open First --as flux",
    ] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    return session
  }

  /// A shell's script with a watch at work, `$w`, that has said from where it begins; it ends by
  /// itself should the script fail.
  private func play(_ session: Session, _ watch: String, _ script: String) throws -> String {
    let whole = """
      PATH='\(session.root)/bin':$PATH RTRACK_AGENT=flux
      export RTRACK_AGENT
      : > out; : > err
      { \(watch); } > out 2>> err & w=$!
      trap 'kill $w 2> errors.kill || :' EXIT
      until grep -q next: err; do sleep 0.05; done
      heard() { until grep -qs "$1" out; do sleep 0.05; done; }
      \(script)
      """
    let result = try session.call(["sh", "-euc", whole])
    let said = String(decoding: result.output + result.errors, as: UTF8.self)
    let heard = try session.read("err") + session.read("out")
    try #require(result.succeeded, "\(said)\(heard)")
    return said
  }

  @Test func `a watch tells what any work tree writes, each once, until it is asked to end`() throws
  {
    let session = try lab()
    let said = try play(
      session, "exec rtrack watch --json --timeout 50",
      """
      rtrack comment 1 'From here' > /dev/null
      heard 'From here'
      git worktree add -q -b side ../side
      rtrack -C ../side comment 1 'From aside' > /dev/null
      heard 'From aside'
      kill -TERM $w
      wait $w
      echo ended
      """)
    #expect(said == "ended\n")
    let lines = try session.read("out").split(separator: "\n")
    let documents = try lines.map { try JSON.parse(Array($0.utf8)) }
    let bodies = documents.flatMap { $0["events"]?.array ?? [] }.compactMap { $0["body"]?.string }
    #expect(bodies == ["From here\n", "From aside\n"])
    // From the last of them on nothing is new.
    let next = try #require(documents.last?["next"]?.string)
    let rest = session.rtrack(["changes", next, "--json"]).output
    #expect(try JSON.parse(Array(rest.utf8))["events"] == .array([]))
  }

  @Test func `a watch ends when nobody reads it any more`() throws {
    let session = try lab()
    let said = try play(
      session,
      "{ rtrack watch --timeout 50 2>> err || echo failed; echo over >> err; } | head -n 1",
      """
      rtrack comment 1 Hello > /dev/null
      until grep -q over err; do sleep 0.05; done
      cat out
      """)
    #expect(said.contains("Hello") && !said.contains("failed"))
  }

  @Test func `a watch for one change passes over what is not wanted`() throws {
    let session = try lab()
    let said = try play(
      session, "exec rtrack watch --once --timeout 50 -q agent:sage status:blocked",
      """
      rtrack comment 1 'Not by sage' --status blocked > /dev/null
      rtrack comment 1 'Not blocked' --as sage > /dev/null
      rtrack comment 1 'The build fails' --status blocked --as sage -q
      wait $w
      cat out
      """)
    let names = said.split(separator: "\n")
    #expect(names.count == 2 && names.first == names.last, "\(said)")
    let late = session.rtrack("watch --once --timeout 1")
    #expect(late.status == 1 && late.output == "")
  }

  @Test func `a watch sees what a sync brings, though it was written before`() throws {
    let session = try lab()
    let said = try play(
      session,
      "git init -q --bare ../origin; git remote add origin ../origin; "
        + "rtrack sync > sync 2>&1; git clone -q ../origin ../other 2> errors.clone; exec rtrack watch --timeout 50",
      """
      (cd ../other && rtrack comment 1 'From elsewhere' 2> ../errors > /dev/null)
      rtrack comment 1 'Later, from here' > /dev/null
      heard 'from here'
      (cd ../other && rtrack sync > ../errors 2>&1)
      rtrack sync > ../errors 2>&1
      heard 'From elsewhere'
      kill -TERM $w; wait $w
      """)
    #expect(said == "", "\(said)")
  }
}
