import Documents
import Research
import Testing

@testable import rtrack

/// Runs during which somebody sets the clock.
@Suite struct ClockJumpTests {
  @Test(arguments: [-86_400 * 400, -7_200, 7_200, 86_400 * 400])
  func `a clock that is set while a run is at work changes no length of time and no limit`(
    _ jump: Int64
  ) throws {
    let lab = try RunLab()
    var jumps = 0
    lab.session.heard = {
      if jumps == 0 { lab.session.pass(seconds: jump) }
      jumps += 1
    }
    let ran = lab.run("echo jump; sleep 0.3; \(lab.good)", "--time-limit", "1m")
    #expect(jumps == 1 && ran.status == 0, "\(ran.output)\(ran.errors)")
    let record = try lab.json("run.json")
    let seconds = record["wall_clock_seconds"]?.number ?? -1
    #expect(seconds >= 0.3 && seconds < 60, "\(seconds)")
    #expect(record["timed_out"]?.boolean == false)
    // Said as it was told: rtrack makes up no time.
    let (start, end) = (record["started_at"]?.string ?? "", record["ended_at"]?.string ?? "")
    #expect((jump < 0) == (end < start), "\(start) … \(end)")
    // The end belongs to its start, whatever their names sort like.
    let listed = lab.session.rtrack("run list").output
    #expect(listed.contains("\tcompleted\t"), "\(listed)")
    #expect(lab.session.rtrack("result show 1").output.contains("which counts"))
    #expect(lab.session.rtrack("doctor").status == 0)
    // Hours are a clock's own affair; a commit that is years older than its parent is told.
    let verified = lab.session.rtrack("verify")
    #expect((verified.status == 1) == (jump < -7_200), "\(verified.output)")
    #expect(verified.status == 0 || verified.output.contains("backdated"), "\(verified.output)")
    // Set right again, the next run comes behind this one.
    lab.session.pass(seconds: -jump)
    #expect(lab.run(lab.good).output.contains("run 2-"))
    let runs = lab.session.rtrack("run list").output.split(separator: "\n")
    #expect(runs.count == 2 && runs.allSatisfy { $0.contains("\tcompleted\t") })
  }
}
