import Testing

@testable import Platform

/// Commands that are watched, with real processes.
@Suite struct SupervisionTests {
  private final class Heard {
    var output = ""
    var errors = ""
    var process: ProcessIdentity?
  }

  private func run(
    _ script: String, limit: Duration? = nil, grace: Duration = .seconds(5),
    tick: (Duration) -> String? = { _ in nil }
  ) throws -> (outcome: Supervision.Outcome, heard: Heard) {
    var supervision = Supervision(
      ["sh", "-c", script], in: "/", environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
    supervision.timeLimit = limit
    supervision.grace = grace
    let heard = Heard()
    let outcome = try supervision.run(
      started: { heard.process = $0 },
      output: { stream, bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        if stream == .output { heard.output += text } else { heard.errors += text }
      }, tick: tick)
    return (outcome, heard)
  }

  @Test func `both outputs flow, and the end is told with what was used`() throws {
    let (outcome, heard) = try run("cat; echo out; echo err >&2; exit 3")
    #expect(outcome.end == .exited(3) && outcome.stop == nil && !outcome.leftProcesses)
    #expect(heard.output == "out\n" && heard.errors == "err\n")
    #expect(outcome.usage.peakMemory > 100_000 && outcome.elapsed > .zero)
    #expect(heard.process?.isAlive == false)
  }

  @Test func `processor time and memory are the command's own`() throws {
    let work = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"
    let busy = try run(work).outcome
    let idle = try run(":").outcome
    #expect(busy.usage.userSeconds > idle.usage.userSeconds)
    #expect(busy.usage.userSeconds > 0.02)
  }

  @Test func `a signal of its own is told as such`() throws {
    #expect(try run("kill -SEGV $$").outcome.end == .signalled(11))
  }

  @Test func `the limit asks first, and all of the group stops`() throws {
    let (outcome, heard) = try run(
      "trap 'echo bye; exit 7' TERM; echo ready; sleep 60 & wait", limit: .milliseconds(300))
    #expect(outcome.stop == .timeLimit && outcome.end == .exited(7))
    #expect(heard.output == "ready\nbye\n")
    #expect(outcome.elapsed < .seconds(5))
    #expect(try isGone(heard))
  }

  @Test func `who does not stop when asked is killed after the grace, children too`() throws {
    let (outcome, heard) = try run(
      "trap '' TERM; (trap '' TERM; while :; do sleep 0.05; done) & while :; do sleep 0.05; done",
      limit: .milliseconds(200), grace: .milliseconds(300))
    #expect(outcome.stop == .timeLimit && outcome.end == .signalled(9))
    #expect(outcome.elapsed >= .milliseconds(500) && outcome.elapsed < .seconds(5))
    #expect(try isGone(heard))
  }

  @Test func `children that are left behind are stopped and told, and heard up to then`() throws {
    let (outcome, heard) = try run("(echo child; sleep 60) & echo parent; sleep 0.2")
    #expect(outcome.end == .exited(0) && outcome.stop == nil && outcome.leftProcesses)
    #expect(heard.output.contains("child") && heard.output.contains("parent"))
    #expect(outcome.elapsed < .seconds(5))
    #expect(try isGone(heard))
  }

  @Test func `a child that is left behind without the pipes is stopped as well`() throws {
    let (outcome, heard) = try run("sleep 60 >&- 2>&- & exit 0")
    #expect(outcome.leftProcesses && outcome.elapsed < .seconds(5))
    #expect(try isGone(heard))
  }

  @Test func `whoever watches can have it stopped, with a reason`() throws {
    let (outcome, _) = try run("sleep 60") { $0 > .milliseconds(150) ? "criterion 2" : nil }
    #expect(outcome.stop == .asked("criterion 2") && outcome.end == .signalled(15))
  }

  @Test func `the limit holds while nobody reads what the command says`() throws {
    var supervision = Supervision(
      ["sh", "-c", "yes"], in: "/", environment: ["PATH": "/usr/bin:/bin"])
    supervision.timeLimit = .milliseconds(200)
    var first = true
    let outcome = try supervision.run(
      started: { _ in },
      output: { _, _ in
        // A reader that is held up once, for longer than the limit.
        if first { MonotonicClock.sleep(.milliseconds(600)) }
        first = false
      }, tick: { _ in nil })
    #expect(outcome.stop == .timeLimit && outcome.elapsed < .seconds(5))
  }

  @Test func `large outputs arrive whole`() throws {
    var supervision = Supervision(
      ["sh", "-c", "head -c 50000000 /dev/zero; head -c 1000 /dev/zero >&2"], in: "/",
      environment: ["PATH": "/usr/bin:/bin"])
    supervision.timeLimit = .seconds(60)
    var counts = (0, 0)
    let outcome = try supervision.run(
      started: { _ in },
      output: { stream, bytes in
        if stream == .output { counts.0 += bytes.count } else { counts.1 += bytes.count }
      }, tick: { _ in nil })
    #expect(outcome.end == .exited(0) && counts == (50_000_000, 1_000))
  }

  @Test func `what is not there cannot be started`() {
    let supervision = Supervision(
      ["no-such-program-here"], in: "/", environment: ["PATH": "/usr/bin:/bin"])
    #expect(throws: SystemError.self) {
      try supervision.run(started: { _ in }, output: { _, _ in }, tick: { _ in nil })
    }
  }

  @Test func `a process is known by its start, not by its number alone`() throws {
    let own = try #require(ProcessIdentity(of: Machine.processID))
    #expect(own.isAlive && own.start > 0)
    #expect(!ProcessIdentity(id: own.id, start: own.start - 1, boot: own.boot).isAlive)
    #expect(!ProcessIdentity(id: own.id, start: own.start, boot: "another boot").isAlive)
    #expect(ProcessIdentity(of: 0) == nil && ProcessIdentity(of: -1) == nil)
  }

  @Test func `the machine says what it is`() {
    let facts = MachineFacts()
    #expect(!facts.kernel.isEmpty && !facts.system.isEmpty && !facts.architecture.isEmpty)
    #expect(facts.processors >= 1 && facts.memory > 1 << 20)
  }

  /// Whether nothing of the group is left but what waits to be reaped.
  private func isGone(_ heard: Heard) throws -> Bool {
    let id = try #require(heard.process).id
    for _ in 0..<100 {
      if kill0(id) { return true }
      MonotonicClock.sleep(.milliseconds(10))
    }
    return false
  }

  private func kill0(_ group: Int32) -> Bool { isGroupOver(group) }
}
