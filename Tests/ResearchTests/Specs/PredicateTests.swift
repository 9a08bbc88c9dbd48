import SeededDice
import Testing

@testable import Research

@Suite struct PredicateTests {
  private let result = Measurements(
    baseline: ["acc": 0.71, "params": 900, "zero": 0],
    treatment: ["acc": 0.73, "params": 900, "f1.macro": 0.6, "val/acc": 0.5],
    sanityChecks: ["nan_count": 0],
    perSeed: [["acc": 0.72], ["acc": 0.73], ["acc": 0.74]])

  private func outcome(_ text: String) throws -> Judgement.Outcome {
    try Predicate(parsing: text).judged(by: result).outcome
  }

  @Test(arguments: [
    "treatment.acc >= baseline.acc + 0.02", "treatment.acc >= baseline.acc + 2%",
    "treatment.params == baseline.params", "std(per_seed.acc) < 0.05",
    "std(per_seed.acc) == 0.01", "mean(per_seed.acc) == 0.73", "median(per_seed.acc) == 0.73",
    "min(per_seed.acc) >= 0.72 and max(per_seed.acc) <= 0.74",
    "abs(treatment.acc - baseline.acc) <= 0.02", "treatment.acc / baseline.acc >= 102 %",
    "sanity_checks.nan_count == 0", "not treatment.acc < 0.5", "treatment.acc ≥ 0.73",
    "treatment.f1.macro > 0.5", "treatment.\"val/acc\" == 50 %", "-treatment.acc < -0.7",
    "0.1 + 0.2 == 0.3", "(1 + 2) * 3 == 9", "1 + 2 * 3 == 7", "8 / 4 / 2 == 1",
    "(treatment.acc > 0.9 or treatment.acc > 0.7) and baseline.acc < 0.8",
    "treatment.acc > 0.9 or treatment.missing > 1 or baseline.acc == 0.71",
  ])
  func `What is true of a result holds`(text: String) throws {
    #expect(try outcome(text) == .holds)
  }

  @Test(arguments: [
    "treatment.acc > baseline.acc + 0.02", "treatment.acc < 0.73 and treatment.missing > 0",
    "treatment.params != baseline.params", "std(per_seed.acc) > 0.0101", "not 1 == 1",
    "treatment.acc > 0.9 or treatment.acc > 0.8 and baseline.acc > 0",
  ])
  func `What is not true of a result fails`(text: String) throws {
    #expect(try outcome(text) == .fails)
  }

  @Test(arguments: [
    ("treatment.missing >= 0", "treatment.missing is missing"),
    ("mean(per_seed.loss) >= 0", "per_seed.loss is missing"),
    ("treatment.acc / baseline.zero > 1", "baseline.zero is 0"),
    ("treatment.acc > 0.9 or treatment.missing > 0", "treatment.missing is missing"),
  ])
  func `What hangs on something missing is undecided, and says on what`(
    text: String, why: String
  ) throws {
    let judgement = try Predicate(parsing: text).judged(by: result)
    #expect(judgement.outcome == .undecided)
    #expect(judgement.gaps.first?.hasPrefix(why) == true)
  }

  @Test func `A seed without the metric, and one seed for a deviation, decide nothing`() throws {
    let two = Measurements(perSeed: [["acc": 1], [:]])
    let spread = try Predicate(parsing: "std(per_seed.acc) < 1")
    #expect(spread.judged(by: two).gaps == ["per_seed.acc is missing for 1 of 2 seeds"])
    let one = Measurements(perSeed: [["acc": 1]])
    #expect(spread.judged(by: one).gaps == ["std(per_seed.acc) needs two seeds or more"])
    #expect(try Predicate(parsing: "mean(per_seed.acc) == 1").judged(by: one).outcome == .holds)
  }

  @Test func `The observed sides are told`() throws {
    let judgement = try Predicate(parsing: "treatment.acc>=baseline.acc+0.02").judged(by: result)
    #expect(judgement.observations.first?.text == "treatment.acc >= baseline.acc + 0.02")
    #expect(judgement.observations.first?.left == 0.73)
    #expect(judgement.observations.first?.holds == true)
  }

  @Test(arguments: [
    ("", 1, "nothing stands here"), ("val_acc >= 0.5", 1, "\"val_acc\" is no arm"),
    ("treatment.acc = 0.5", 15, "write `==`"), ("treatment.acc >= ", 18, "found the end"),
    ("treatment.acc", 14, "expected a comparison"), ("treatment >= 1", 11, "expected `.`"),
    ("0 < treatment.acc < 1", 19, "two sides"), ("treatment.acc > 1,000", 18, "no comma"),
    ("treatment.acc > 1 && 1 > 0", 19, "write `and`"), ("mean(treatment.acc) > 1", 6, "seeds"),
    ("per_seed.acc > 1", 1, "mean(per_seed.NAME)"), ("treatment.acc > 5x", 18, "number ends"),
    ("treatment.acc > (1", 19, "`)`"), ("treatment.acc > 1)", 18, "`)`"),
    ("treatment.acc > −1", 17, "minus"), ("treatment.acc > \"", 17, "quote"),
    ("(1 < 2) + 1 > 0", 9, "true or false"), ("treatment.acc > 1e999", 17, "no number"),
    ("and > 1", 1, "expected a metric"), ("a b", 1, "no arm"), ("éé", 1, "no meaning"),
  ])
  func `What is no predicate says where and what to write`(
    text: String, column: Int, words: String
  ) throws {
    let fault = try #require(throws: PredicateFault.self) { try Predicate(parsing: text) }
    #expect(fault.column == column, "\(fault)")
    #expect(fault.message.contains(words), "\(fault)")
  }

  @Test func `Deep and long ones are refused, not followed`() {
    let deep = String(repeating: "(", count: 400) + "1" + String(repeating: ")", count: 400)
    #expect(throws: PredicateFault.self) { try Predicate(parsing: deep + " > 0") }
    #expect(throws: PredicateFault.self) {
      try Predicate(parsing: String(repeating: "not ", count: 100_000) + "1 > 0")
    }
  }

  @Test func `Metrics are named in order, each once`() throws {
    let predicate = try Predicate(
      parsing: "treatment.b > baseline.a and mean(per_seed.c) > abs(treatment.b)")
    #expect(predicate.metrics == ["b", "a", "c"])
  }

  @Test(arguments: seeds)
  func `Written out and read again, a predicate says the same`(seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    for _ in 0..<100 {
      let text = PredicateMaker.condition(depth: 4, &dice)
      let first = try Predicate(parsing: text)
      let again = try Predicate(parsing: first.condition.description)
      #expect(again.condition == first.condition, "\(text)")
    }
  }

  @Test(arguments: seeds)
  func `Hostile texts are read or refused, with a column within them`(seed: UInt64) {
    var dice = SeededDice(seed: seed)
    let pieces = [
      "treatment", ".", "acc", " ", ">=", "=", "(", ")", "1", "e", "9", "%", "and ", "not ", "\"",
      "per_seed", "mean(", "abs(", "-", "+", "*", "/", "é", "\u{0}", ",", "@", "≥", "\n",
    ]
    for _ in 0..<300 {
      let text = (0..<dice.below(14)).map { _ in pieces[dice.below(pieces.count)] }.joined()
      do {
        _ = try Predicate(parsing: text).judged(by: result)
      } catch {
        #expect((1...(text.unicodeScalars.count + 1)).contains(error.column), "\(text): \(error)")
      }
    }
  }
}
