import SeededDice
import Testing

@testable import Research

@Suite struct PredicateBoundsTests {
  private let ranges = [
    "acc": ValueRange(0, 1), "loss": ValueRange(0, 10), "ret": ValueRange(-100, 100),
    "flag": ValueRange(3, 3),
  ].compactMapValues { $0 }

  @Test(arguments: [
    "treatment.acc >= 0", "treatment.acc < 2", "treatment.acc + 0.02 >= treatment.acc",
    "treatment.acc >= baseline.acc - 1", "std(per_seed.acc) < 0.8", "treatment.flag == 3",
    "abs(treatment.ret) <= 100", "treatment.acc * treatment.loss <= 10",
    "treatment.acc <= 0.5 or treatment.acc >= 0.4", "treatment.unknown == treatment.unknown",
    "treatment.acc <= 102 % - 0.02", "mean(per_seed.acc) <= 1", "1 < 2",
    "treatment.acc >= 0 and treatment.loss >= 0",
  ])
  func `What cannot fail within the ranges is found`(text: String) throws {
    let possible = try Predicate(parsing: text).possibilities(in: ranges)
    #expect(possible == Predicate.Possibilities(canHold: true, canFail: false))
  }

  @Test(arguments: [
    "treatment.acc > 1", "treatment.acc >= baseline.acc + 1.02", "std(per_seed.acc) > 0.72",
    "treatment.acc > treatment.acc", "treatment.acc > 0.6 and treatment.acc < 0.5",
    "treatment.loss < 0 or treatment.acc < 0", "treatment.flag != 3", "treatment.acc == 2",
    "2 * treatment.acc > 2", "treatment.acc / 2 > 0.5", "treatment.acc >= 73",
  ])
  func `What cannot hold within the ranges is found`(text: String) throws {
    let possible = try Predicate(parsing: text).possibilities(in: ranges)
    #expect(possible == Predicate.Possibilities(canHold: false, canFail: true))
  }

  @Test(arguments: [
    "treatment.acc >= baseline.acc + 0.02", "treatment.acc == baseline.acc",
    "std(per_seed.acc) < 0.05", "treatment.acc > 0", "treatment.acc <= 0",
    "treatment.unknown > 1000000", "treatment.ret / baseline.ret > 2",
    "treatment.acc * baseline.acc > 0.99", "not treatment.acc > 0.9",
    "(treatment.acc > 0.9 or treatment.loss < 1) and treatment.ret > 0",
  ])
  func `What can go both ways is left alone`(text: String) throws {
    let possible = try Predicate(parsing: text).possibilities(in: ranges)
    #expect(possible == Predicate.Possibilities(canHold: true, canFail: true))
  }

  @Test(arguments: seeds)
  func `No result within the ranges does what was called impossible`(seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    var ranges: [String: ValueRange] = [:]
    for name in ["a", "b", "c"] {
      let low = dice.below(5) - 2
      ranges[name] = ValueRange(Double(low), Double(low + dice.below(3)))
    }
    for _ in 0..<40 {
      let text = PredicateMaker.condition(depth: 3, &dice)
      let predicate = try Predicate(parsing: text)
      let possible = predicate.possibilities(in: ranges)
      for _ in 0..<20 {
        let outcome = predicate.judged(by: measurements(within: ranges, &dice)).outcome
        if !possible.canHold { #expect(outcome != .holds, "\(text) in \(ranges)") }
        if !possible.canFail { #expect(outcome != .fails, "\(text) in \(ranges)") }
      }
    }
  }

  /// Ends of the ranges more often than what lies between.
  private func measurements(
    within ranges: [String: ValueRange], _ dice: inout SeededDice
  ) -> Measurements {
    func values(_ dice: inout SeededDice) -> [String: Double] {
      ranges.mapValues { $0.lower + ($0.upper - $0.lower) * Double(dice.below(3)) / 2 }
    }
    let (baseline, treatment) = (values(&dice), values(&dice))
    let seeds = (0..<(2 + dice.below(2))).map { _ in values(&dice) }
    return Measurements(baseline: baseline, treatment: treatment, perSeed: seeds)
  }
}
