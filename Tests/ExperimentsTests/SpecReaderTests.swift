import Experiments
import Research
import Testing

@Suite struct SpecReaderTests {
  private let spec = SpecReader.read(Sample.text).spec

  @Test func `Names, sections and the author's own are read`() {
    #expect(spec.name == "dropout")
    #expect(spec.hypothesis?.place == Spec.Place(line: 3))
    #expect(spec.controls?.text == "Everything else.")
    #expect(spec.otherSections.map(\.title) == ["Notes of our own"])
  }

  @Test func `Metrics have role, range, direction and place`() throws {
    #expect(spec.metrics.map(\.name) == ["acc", "loss", "params"])
    #expect(spec.metrics.map(\.role) == [.primary, .secondary, .sanity])
    #expect(spec.metrics.map(\.direction) == [.higher, .lower, nil])
    #expect(
      spec.metrics.map { $0.range?.description } == ["[0, 1]", "[0, inf)", "[1, 1000000000]"])
    #expect(spec.metrics[0].place == Spec.Place(line: 15, column: 4))
    #expect(spec.metrics[0].note == "share that is right")
  }

  @Test func `Variables have values with notes`() {
    let values = spec.variables.first?.values
    #expect(spec.variables.map(\.name) == ["dropout"])
    #expect(values?.map(\.text) == ["0", "0.2", "off, really"])
    #expect(values?.map(\.note) == ["baseline", "treatment", nil])
  }

  @Test(arguments: [
    ("`lr`: 0.1, 0.01. Chosen by a sweep, 3 others failed.", ["0.1", "0.01"]),
    ("`lr` in {0.1, 0.01}", ["0.1", "0.01"]),
    ("`model`: `rnn, small` (old), `lstm`", ["rnn, small", "lstm"]),
    ("`on`: true; false", ["true", "false"]), ("`lr`: 1e-3", ["1e-3"]), ("`a`:", []),
    ("`a`: 1 (a, b (c)), 2", ["1", "2"]),
  ])
  func `Values are divided as people write them`(line: String, values: [String]) {
    let spec = SpecReader.read("## Independent Variables\n\(line)\n\n## Controls\nx\n").spec
    #expect(spec.variables.first?.values.map(\.text) == values)
  }

  @Test func `Two variables of one paragraph are two`() {
    let spec = SpecReader.read("## Independent Variables\n`a`: 1, 2.\n`b`: 3.\n").spec
    #expect(spec.variables.map(\.name) == ["a", "b"])
    #expect(spec.variables.map { $0.values.map(\.text) } == [["1", "2"], ["3"]])
  }

  @Test func `Criteria have id, predicate and prose`() {
    #expect(spec.criteria.map(\.id) == ["SC-1", "SC-2", "SC-3"])
    #expect(spec.criteria[0].predicate?.text == "treatment.acc >= baseline.acc + 0.01")
    #expect(spec.criteria[0].prose == "as large as promised")
    #expect(spec.criteria[2].predicate == nil)
    #expect(spec.criteria[2].prose == "the curves look alike")
  }

  @Test(arguments: [
    ("- [ ] SC-1: x", "SC-1", false), ("- [x] **C1 — Long:** x", "C1", true),
    ("- [X] SC1. x", "SC1", true), ("- [ ] SC-S1 – x", "SC-S1", false),
    ("* [ ] **SC-12**: x", "SC-12", false), ("1. [ ] H1) x", "H1", false),
    ("- [ ] C2 results are in", nil, false), ("- [ ] Accuracy: x", nil, false),
    ("- [ ] `treatment.x > 1` x", nil, false),
  ])
  func `Ids are what projects use`(item: String, id: String?, isTicked: Bool) {
    let spec = SpecReader.read("## Success Criteria (of ours)\n\(item)\n").spec
    #expect(spec.criteria.map(\.id) == [id])
    #expect(spec.criteria.map(\.isTicked) == [isTicked])
  }

  @Test func `A guide to the verdict below the boxes is no criterion`() {
    let spec = SpecReader.read(
      "## Success Criteria\n- [ ] SC-1: x\n\nGuide:\n- SC-1 passes → CONFIRMED\n"
    ).spec
    #expect(spec.criteria.count == 1)
    let bare = SpecReader.read("## Success Criteria\n- **C1:** x\n- **C2:** y\n- and z\n").spec
    #expect(bare.criteria.map(\.id) == ["C1", "C2"])
    #expect(bare.criteria.map(\.hasBox) == [false, false])
  }

  @Test(arguments: [
    ("`acc` 0.71 within 0.02.", 0.71, 0.02), ("`acc`: -36.7 ± 15", -36.7, 15),
    ("`acc` = 1e-3 (within 5 %)", 0.001, 0.05), ("`acc` is 71 % within 2 %", 0.71, 0.02),
    ("`acc` 0.5, and prose", 0.5, nil), ("`acc` unknown", nil, nil),
  ])
  func `Baselines have metric, value and tolerance`(
    text: String, value: Double?, tolerance: Double?
  ) {
    let spec = SpecReader.read("## Baselines\nThe old one: \(text)\n").spec
    #expect(spec.baselines.count == 1)
    #expect(spec.baselines.first?.name == "The old one")
    #expect(spec.baselines.first?.metric == "acc")
    #expect(spec.baselines.first?.value == value)
    #expect(spec.baselines.first?.tolerance == tolerance)
  }

  @Test(arguments: [
    ("seeds 0, 1 and 2", [0, 1, 2]), ("for each seed in {42, 43}:", [42, 43]),
    ("`--seed 7 --x 3`", [7]), ("seeds 3-5, then 20-day runs", [3, 4, 5]), ("seed=11", [11]),
    ("3 seeds each", []), ("seeds 0 to 2 and 7", [0, 1, 2, 7]), ("seeded 5 times", []),
    ("seeds 1-999999999999", [1]), ("seed 99999999999999999999", []),
  ])
  func `Seeds are those that the protocol names`(words: String, seeds: [Int]) {
    #expect(SpecReader.read("## Full Protocol\n1. Train: \(words)\n").spec.seeds == seeds)
  }

  @Test func `A budget is read with its units, whatever stands behind them`() {
    let spec = SpecReader.read(
      """
      ## Resource Budget
      **Tier:** Medium (of ours)
      - Max GPU-hours: **8**
      - Max wall-clock time: **7 hours** (critical path)
      - Max training runs: 1,000 (all)
      - Max seeds per configuration: N/A
      """
    ).spec
    #expect(spec.budget.tierText == "Medium" && spec.budget.tier == nil)
    #expect(spec.budget.gpuHours == 8 && spec.budget.wallClockSeconds == 25200)
    #expect(spec.budget.runs == 1000 && spec.budget.seeds == nil)
  }

  @Test func `The compute profile is read`() {
    #expect(spec.computeProfile?.computeType == "cpu")
    #expect(spec.computeProfile?.isParallelizable == true)
    #expect(spec.computeProfile?.estimatedWallHours == 0.5)
    #expect(spec.computeProfile?.defaultSeconds == 3600)
  }

  @Test func `An abort criterion may carry a predicate`() {
    #expect(spec.abortCriteria.map { $0.predicate?.text } == ["treatment.loss > 100", nil])
    #expect(spec.abortCriteria[1].prose == "loss is not a number.")
    let table = SpecReader.read(
      "## Abort Criteria\n\n| Condition | Action |\n|---|---|\n| NaN | stop |\n"
    ).spec
    #expect(table.abortCriteria.map(\.prose) == ["NaN — stop"])
  }
}
