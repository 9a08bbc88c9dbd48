import Enforcement
import Platform
import Research
import Testing

@Suite struct GuardTests {
  let world: GuardWorld

  init() throws { world = try GuardWorld() }

  @Test func `RUN calls what it needs`() throws {
    let wrong = try GuardLines.passing.compactMap { line in
      try world.refusal(.shell(line)).map { "\(line)\n    \($0.reason)" }
    }
    #expect(wrong == [])
    #expect(GuardLines.passing.count >= 130)
  }

  @Test func `a day's work passes`() throws {
    let wrong = try GuardHonesty.passing.compactMap { line in
      try world.refusal(.shell(line)).map { "\(line)\n    \($0.reason)" }
    }
    #expect(wrong == [])
    #expect(GuardHonesty.passing.count >= 150)
  }

  @Test func `no dress of a line hides what it writes`() throws {
    let passed = try GuardEvasions.blocked.filter { try world.refusal(.shell($0)) == nil }
    #expect(passed == [])
    #expect(GuardEvasions.blocked.count >= 250)
  }

  @Test func `RUN does not write what is not its own`() throws {
    var passed: [String] = []
    for line in GuardLines.blocked {
      let refusal = try world.refusal(.shell(line))
      if refusal == nil { passed.append(line) }
      #expect(refusal?.hint.isEmpty != true && refusal?.reason.contains("\n") != true, "\(line)")
    }
    #expect(passed == [])
    #expect(GuardLines.blocked.count >= 190)
  }

  @Test func `without a phase and a policy nothing is refused`() throws {
    let wrong = try (GuardLines.blocked + GuardLines.passing + GuardEvasions.blocked).filter {
      try world.refusal(.shell($0), phase: nil, experiment: nil) != nil
    }
    #expect(wrong == [])
  }
}
