import Research
import SeededDice
import Testing

@Suite struct NoiseFloorTests {
  private let noise = NoiseFloor(of: [
    ["acc": 0.70, "n": 5], ["acc": 0.72, "n": 5], ["acc": 0.71, "n": 5, "once": 1],
  ])

  private func covered(_ text: String, _ treatment: Double) throws -> Double? {
    let predicate = try Predicate(parsing: text)
    let judgement = predicate.judged(
      by: Measurements(
        baseline: ["acc": 0.7, "n": 5], treatment: ["acc": treatment, "n": 5],
        perSeed: [["acc": treatment], ["acc": treatment]]))
    return noise.covered(predicate, judgement)?.margin
  }

  @Test func `deviation and range are those of the runs that measured a metric`() throws {
    let acc = try #require(noise["acc"])
    #expect(acc.count == 3 && abs(acc.mean - 0.71) < 1e-12)
    #expect(abs(acc.deviation - 0.01) < 1e-12 && abs(acc.range - 0.02) < 1e-12)
    #expect(noise["n"]?.deviation == 0 && noise["n"]?.range == 0)
    // One value has no noise that could be told.
    #expect(noise["once"] == nil && NoiseFloor(of: [["acc": 1]]).entries.isEmpty)
  }

  @Test func `a margin below the deviation is told, one above is not`() throws {
    let text = "treatment.acc >= baseline.acc + 0.02"
    #expect(try covered(text, 0.725).map { abs($0 - 0.005) < 1e-9 } == true)
    #expect(try covered(text, 0.715) != nil)
    #expect(try covered(text, 0.75) == nil)
    #expect(try covered("treatment.n == 5 and \(text)", 0.725) != nil)
    #expect(try covered("mean(per_seed.acc) > baseline.acc", 0.705) != nil)
  }

  @Test(arguments: [
    "treatment.acc / baseline.acc > 1.03", "treatment.acc * 2 > baseline.acc * 2 + 0.05",
    "std(per_seed.acc) < 0.001", "treatment.acc - treatment.n > -4.28", "treatment.n == 5",
  ])
  func `what is in another unit than the metric is not compared with its noise`(_ text: String)
    throws
  {
    #expect(try covered(text, 0.725) == nil)
  }

  @Test func `the deviation is what the predicates' own std is, whatever the values`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var dice = SeededDice(seed: seed)
    let std = try Predicate(parsing: "std(per_seed.x) >= 0")
    for _ in 0..<200 {
      let values = (0..<(2 + dice.below(8))).map { _ in Double(dice.below(1000)) / 100 - 5 }
      let noise = NoiseFloor(of: values.map { ["x": $0] })
      let seen = std.judged(by: Measurements(perSeed: values.map { ["x": $0] })).observations.first
      let (a, b) = (noise["x"]?.deviation ?? -1, seen?.left ?? -2)
      #expect(abs(a - b) <= 1e-9 * max(1, abs(b)), "seed \(seed)")
    }
  }
}
