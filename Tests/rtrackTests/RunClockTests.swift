import Research
import Testing

@testable import rtrack

/// What is said while a run takes its time.
@Suite struct RunClockTests {
  private var spec: Spec {
    var profile = ComputeProfile()
    profile.estimatedWallHours = 1
    var spec = Spec()
    spec.computeProfile = profile
    return spec
  }

  @Test func `past twice and three times the estimate the call for another machine is told`() {
    let call = "rtrack cloud run 'python train.py' --spec 1"
    var clock = RunClock(spec, pivot: nil, elsewhere: call)
    #expect(clock.due(at: .seconds(3_599)) == [])
    #expect(
      clock.due(at: .seconds(3_600)) == ["the run has taken the 60 min that its spec estimates"])
    let twice = clock.due(at: .seconds(7_200))
    #expect(twice.count == 1 && twice[0].contains("twice") && twice[0].contains(call))
    let thrice = clock.due(at: .seconds(20_000))
    #expect(thrice.count == 1 && thrice[0].contains("three times") && thrice[0].contains(call))
    #expect(clock.due(at: .seconds(99_999)) == [])
  }

  @Test func `where no other machine is set up none is told of`() {
    var clock = RunClock(spec, pivot: nil)
    #expect(clock.due(at: .seconds(99_999)).allSatisfy { !$0.contains("machine") })
  }
}
