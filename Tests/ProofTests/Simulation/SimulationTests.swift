import Platform
import Testing

/// Clones far from each other, with people at work in all of them at once, processes that die and
/// lines that break: in the end everybody has everything, and everybody has the same.
extension Proof {
  @Suite(.serialized) struct SimulationTests {
    let clones = World.isFull ? 20 : 4

    /// How many calls are made in all; `RTRACK_OPERATIONS=10000` asks for more, which takes long.
    private static func operations(small: Int) -> Int {
      let wanted = Machine.environment["RTRACK_OPERATIONS"].flatMap { Int($0) }
      return wanted ?? (World.isFull ? 1_500 : small)
    }

    @Test(arguments: Town.Sharing.allCases)
    func `clones that are killed and cut off come to one ledger, and nothing is lost`(
      _ sharing: Town.Sharing
    ) throws {
      let simulation = try Simulation(
        sharing, clones: clones, operations: Self.operations(small: sharing == .branch ? 150 : 60))
      let agreement = try play(simulation)
      try agreement.checkVerified()
      #expect(simulation.journals.flatMap(\.accusations) == [], "seed \(simulation.plan.seed)")
    }

    @Test(arguments: Town.Sharing.allCases)
    func `when one lies, every other clone names it, and all go on`(
      _ sharing: Town.Sharing
    ) throws {
      let simulation = try Simulation(
        sharing, clones: clones, operations: Self.lyingOperations(sharing),
        lies: World.isFull ? 3 : 1)
      let agreement = try play(simulation)
      let lies = simulation.lies
      #expect(lies.faults == [] && !lies.told.isEmpty, "seed \(simulation.plan.seed)")
      try agreement.checkNamed(lies.told, in: sharing)
      try agreement.checkHealed(lies.told, in: sharing)
      // What is told in the copy never reaches a ledger that was there before.
      let accusations = simulation.journals.flatMap(\.accusations)
      #expect(sharing == .branch || accusations == [], "seed \(simulation.plan.seed)")
    }

    private static func lyingOperations(_ sharing: Town.Sharing) -> Int {
      switch sharing {
      case .branch: World.isFull ? 600 : 60
      case .copy: World.isFull ? 200 : 24
      }
    }

    /// Plays it to the end, and checks what must hold whatever happened.
    private func play(_ simulation: Simulation) throws -> Agreement {
      let clones = simulation.journals.count
      let started = MonotonicClock.nanoseconds()
      simulation.play(workers: 4)
      let played = MonotonicClock.nanoseconds()
      try simulation.settle()
      let told = Journal.sum(simulation.journals)
      #expect(told.faults == [], "seed \(simulation.plan.seed)")
      #expect(told.calls.values.reduce(0, +) == simulation.plan.operations)

      let agreement = Agreement(
        world: simulation.town.world, clones: Array(0..<clones), founded: simulation.town.founded,
        seed: simulation.plan.seed)
      try agreement.checkState()
      try agreement.checkEvents(simulation.journals)
      try agreement.checkAnswers()
      try agreement.checkNumbers()
      let unions = try agreement.checkUnions(fewerThan: told.syncs)
      let seconds = [played - started, MonotonicClock.nanoseconds() - played].map {
        Double($0 / 10_000_000) / 100
      }
      print(
        "simulation: \(told); \(unions) unions; played in \(seconds[0]) s, checked in \(seconds[1]) s"
      )
      return agreement
    }
  }
}
