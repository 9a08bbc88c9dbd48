import Research
import SeededDice
import Testing

@Suite struct BudgetUseTests {
  private func budget(
    gpu: Double? = nil, wall: Double? = nil, runs: Int? = nil, seeds: Int? = nil
  ) -> Spec.Budget {
    var budget = Spec.Budget()
    budget.gpuHours = gpu
    budget.wallClockSeconds = wall
    budget.runs = runs
    budget.seeds = seeds
    return budget
  }

  @Test func `what is used up is told, each kind by itself`() {
    let use = BudgetUse(of: [
      .init(gpuHours: 0.5, wallClockSeconds: 1800, trainingRuns: 2, seeds: [0, 1]),
      .init(wallClockSeconds: 1800, seeds: [1]),
      .init(gpuHours: 0.5, wallClockSeconds: 0.5, trainingRuns: 0, seeds: []),
    ])
    #expect(use.gpuHours == 1 && use.untold == 1 && use.trainingRuns == 3 && use.seeds == [0, 1])
    #expect(use.objections(to: budget(), seeds: [9]) == [])
    #expect(use.objections(to: budget(gpu: 1.1, wall: 3601, runs: 4, seeds: 3), seeds: [9]) == [])
    #expect(
      use.objections(to: budget(gpu: 1, wall: 3600, runs: 3, seeds: 2), seeds: [9]) == [
        "1 of 1 GPU-hours are used", "60.01 of 60 minutes of wall-clock time are used",
        "3 of 3 training runs are used", "seed 9 would be one more than the 2 of a configuration",
      ])
    // A seed that was used, or that is not known, is no other one.
    #expect(use.objections(to: budget(seeds: 2), seeds: [1]) == [])
    #expect(use.objections(to: budget(seeds: 2), seeds: []) == [])
  }

  @Test func `a budget of nothing is one for runs of another kind`() {
    let use = BudgetUse(of: [BudgetUse.Run(gpuHours: 0)])
    #expect(use.objections(to: budget(gpu: 0, runs: 0), seeds: []) == [])
  }

  @Test func `another run never makes the use less`() {
    let seed = UInt64.random(in: 0 ... .max)
    var dice = SeededDice(seed: seed)
    var runs: [BudgetUse.Run] = []
    var last = BudgetUse(of: runs)
    for _ in 0..<200 {
      func some() -> Double? { dice.below(3) == 0 ? nil : Double(dice.below(2000) - 100) / 7 }
      runs.append(
        .init(
          gpuHours: some(), wallClockSeconds: some(), trainingRuns: some(),
          seeds: [dice.below(9)]))
      let use = BudgetUse(of: runs)
      #expect(
        use.gpuHours >= last.gpuHours && use.wallClockSeconds >= last.wallClockSeconds
          && use.trainingRuns >= last.trainingRuns && use.seeds.isSuperset(of: last.seeds),
        "seed \(seed)")
      last = use
    }
  }
}
