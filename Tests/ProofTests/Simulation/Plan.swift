import SeededDice

/// What every clone of a simulation does, and what happens to it meanwhile, thrown from one seed:
/// no clock and no process takes part, so the same seed gives the same decisions on any machine.
struct Plan: Sendable {
  /// One call of rtrack.
  enum Act: String, CaseIterable, Sendable {
    case open, comment, close, reopen, label, openCycle, closeCycle, register, read, sync

    /// How often it happens among a hundred or so.
    var weight: Int {
      switch self {
      case .comment: 46
      case .open: 14
      case .close, .label: 8
      case .read: 6
      case .sync: 4
      case .reopen: 3
      case .openCycle, .closeCycle: 1
      case .register: 2
      }
    }

    /// Whether what it writes holds the step's word.
    var writesItsWord: Bool {
      switch self {
      case .open, .comment, .close, .label, .register: true
      case .reopen, .openCycle, .closeCycle, .read, .sync: false
      }
    }
  }

  /// What comes between a call and its end.
  enum Mishap: Sendable {
    /// SIGKILL, after this share of the time that such a call usually takes; with its group, the
    /// processes that it started die too.
    case kill(percent: Int, group: Bool)
    /// The connection ends after so many bytes in one direction.
    case cut(Line, bytes: Int)
  }

  /// Where a connection is cut: in what a fetch brings, in what a push brings, in its answer.
  enum Line: String, CaseIterable, Sendable {
    case fetched, pushed, answered

    /// About how much such a line carries.
    var bytes: Int {
      switch self {
      case .fetched: 3_000
      case .pushed: 2_500
      case .answered: 400
      }
    }
  }

  struct Step: Sendable {
    let act: Act
    let mishap: Mishap?
    /// Throws for whatever the act leaves open, such as which issue.
    let choice: Int
    /// A word that nothing else holds.
    let word: String
  }

  /// What one clone does before another one is looked after.
  struct Turn: Sendable {
    let clone: Int
    let steps: [Step]
    /// What somebody who is not honest does before that.
    var lie: (lie: Liar.Lie, choice: Int)?
  }

  let seed: UInt64
  let clones: Int
  let turns: [Turn]
  /// How many there are in all.
  let operations: Int

  /// A plan of so many operations in all.
  ///
  /// - Parameter lies: how often each kind of lie is told, spread over the second half.
  init(seed: UInt64, clones: Int, operations: Int, lies: Int = 0) {
    self.seed = seed
    self.clones = clones
    self.operations = operations
    var dice = SeededDice(seed: seed)
    var turns: [Turn] = []
    var left = operations
    // Every clone has a first turn; whose the others are is chance.
    while left > 0 {
      let clone = turns.count < clones ? turns.count : dice.below(clones)
      let share = turns.count < clones ? max(2, min(20, operations / clones / 2)) : 20
      let length = min(left, 2 + dice.below(share))
      left -= length
      let first = operations - left - length
      let steps = (0..<length).map { place in
        Self.step(number: first + place, clone, isLast: place == length - 1, &dice)
      }
      turns.append(Turn(clone: clone, steps: steps))
    }
    let kinds = (0..<lies).flatMap { _ in Liar.Lie.allCases }.shuffled(using: &dice)
    for (number, lie) in kinds.enumerated() {
      let place = turns.count / 2 + number * (turns.count / 2) / kinds.count
      turns[place].lie = (lie, dice.below(1 << 30))
    }
    self.turns = turns
  }

  /// One step; a turn ends with a sync more often than not.
  private static func step(
    number: Int, _ clone: Int, isLast: Bool, _ dice: inout SeededDice
  ) -> Step {
    let act = isLast && !dice.once(in: 4) ? Act.sync : self.act(&dice)
    return Step(
      act: act, mishap: mishap(of: act, &dice), choice: dice.below(1 << 30),
      word: "word\(clone)x\(number)")
  }

  private static func act(_ dice: inout SeededDice) -> Act {
    var place = dice.below(Act.allCases.reduce(0) { $0 + $1.weight })
    for act in Act.allCases {
      place -= act.weight
      if place < 0 { return act }
    }
    return .comment
  }

  private static func mishap(of act: Act, _ dice: inout SeededDice) -> Mishap? {
    if dice.once(in: act == .sync ? 8 : 16) {
      return .kill(percent: dice.below(120), group: dice.once(in: 2))
    }
    guard act == .sync, dice.once(in: 6) else { return nil }
    let line = Line.allCases[dice.below(Line.allCases.count)]
    return .cut(line, bytes: dice.below(line.bytes))
  }
}
