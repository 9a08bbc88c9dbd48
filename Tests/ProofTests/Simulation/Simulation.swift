import Platform
import Testing

/// Many clones at work at once, from their founding until all have synced.
struct Simulation {
  let plan: Plan
  let town: Town
  private let players: [Guarded<Player>]
  private let liar: Guarded<Liar>

  /// - Parameter lies: how often each kind of lie is told.
  init(
    _ sharing: Town.Sharing, clones: Int, operations: Int, lies: Int = 0,
    seed: UInt64 = Self.seed
  ) throws {
    print("simulation: \(sharing) of \(clones) clones, RTRACK_SEED=\(seed)")
    plan = Plan(seed: seed, clones: clones, operations: operations, lies: lies)
    town = try Town(sharing, clones: clones, hasLiar: lies > 0)
    liar = Guarded(Liar(in: town))
    players = (0..<clones).map { [town] in Guarded(Player($0, in: town)) }
  }

  /// The lies that were told, and what went wrong with telling them.
  var lies: (told: [Liar.Told], faults: [String]) { liar.with { ($0.told, $0.faults) } }

  /// The seed that a failure named, else any.
  static var seed: UInt64 {
    Machine.environment["RTRACK_SEED"].flatMap { UInt64($0) } ?? .random(in: .min ... .max)
  }

  /// What each clone was told.
  var journals: [Journal] { players.map { $0.with(\.journal) } }

  /// Plays the whole plan, several clones at a time.
  func play(workers: Int) {
    // A copy that was rewritten is refused to whoever comes to it with nothing else.
    if town.hasLiar && town.sharing == .copy {
      Workers.run(players.count) { [players] in players[$0].with { $0.join() } }
    }
    let queue = Guarded(Queue(turns: plan.turns[...], busy: []))
    Workers.run(workers) { [players, liar] _ in
      while let turn = queue.with({ $0.next() }) {
        if let (lie, choice) = turn.lie { liar.with { $0.tell(lie, choice: choice) } }
        players[turn.clone].with { $0.play(turn.steps) }
        queue.with { _ = $0.busy.remove(turn.clone) }
      }
    }
  }

  /// The turns that are left, in order; those of one clone never at once.
  private struct Queue: Sendable {
    var turns: ArraySlice<Plan.Turn>
    var busy: Set<Int>

    mutating func next() -> Plan.Turn? {
      guard let place = turns.firstIndex(where: { !busy.contains($0.clone) }) else { return nil }
      let turn = turns.remove(at: place)
      busy.insert(turn.clone)
      return turn
    }
  }

  /// All sync, round after round, until nobody has anything new.
  func settle() throws {
    for _ in 0..<6 {
      let tips = try players.map { player in try player.with { try $0.agree() } }
      if Set(tips).count == 1 { return }
    }
    Issue.record("seed \(plan.seed): the clones never agreed")
  }
}
