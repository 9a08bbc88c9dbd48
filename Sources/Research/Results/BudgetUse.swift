/// What the runs of an experiment have used together, held against what its spec allows.
public struct BudgetUse: Hashable, Sendable {
  /// What one run used, as far as it is known.
  public struct Run: Hashable, Sendable {
    /// GPU-hours; nil where nobody told.
    public var gpuHours: Double?
    /// Seconds by the clock on the wall.
    public var wallClockSeconds: Double?
    /// Training runs; one where nobody told.
    public var trainingRuns: Double?
    /// The seeds that it was run with.
    public var seeds: Set<Int>

    /// What one run used.
    public init(
      gpuHours: Double? = nil, wallClockSeconds: Double? = nil, trainingRuns: Double? = nil,
      seeds: Set<Int> = []
    ) {
      self.gpuHours = gpuHours
      self.wallClockSeconds = wallClockSeconds
      self.trainingRuns = trainingRuns
      self.seeds = seeds
    }
  }

  /// GPU-hours of all runs that told them.
  public private(set) var gpuHours = 0.0
  /// How many runs did not tell theirs.
  public private(set) var untold = 0
  /// Seconds of all runs together.
  public private(set) var wallClockSeconds = 0.0
  /// Training runs of all.
  public private(set) var trainingRuns = 0.0
  /// Every seed that was used.
  public private(set) var seeds: Set<Int> = []

  /// The use of all these runs, whatever became of them.
  public init(of runs: some Sequence<Run>) {
    for run in runs {
      if let hours = run.gpuHours { gpuHours += max(0, hours) } else { untold += 1 }
      wallClockSeconds += max(0, run.wallClockSeconds ?? 0)
      trainingRuns += max(0, run.trainingRuns ?? 1)
      seeds.formUnion(run.seeds)
    }
  }

  /// Why another run would go beyond a budget; empty where it would not, as far as is known before
  /// it.
  ///
  /// - Parameters:
  ///   - seeds: those that it would use; empty where that is not known.
  ///   - runs: how many training runs it would be.
  public func objections(to budget: Spec.Budget, seeds planned: [Int], runs: Int = 1) -> [String] {
    var found: [String] = []
    if let most = budget.gpuHours, most > 0, gpuHours >= most {
      found.append("\(Self.plain(gpuHours)) of \(Self.plain(most)) GPU-hours are used")
    }
    if let most = budget.wallClockSeconds, wallClockSeconds >= most {
      let (used, all) = (Self.plain(wallClockSeconds / 60), Self.plain(most / 60))
      found.append("\(used) of \(all) minutes of wall-clock time are used")
    }
    // A budget without training runs is one for runs of another kind.
    if let most = budget.runs, most > 0 {
      if trainingRuns >= Double(most) {
        found.append("\(Self.plain(trainingRuns)) of \(most) training runs are used")
      } else if runs > 1, trainingRuns + Double(runs) > Double(most) {
        let used = Self.plain(trainingRuns)
        found.append(
          "\(runs) training runs would be more than the \(most), of which \(used) are used")
      }
    }
    if let most = budget.seeds {
      let new = planned.filter { !seeds.contains($0) }
      if !new.isEmpty, seeds.count + new.count > most {
        let names = new.prefix(5).map(String.init).joined(separator: ", ")
        found.append(
          new.count == 1
            ? "seed \(names) would be one more than the \(most) of a configuration"
            : "seeds \(names)\(new.count > 5 ? " …" : "") would be more than the \(most) of a "
              + "configuration")
      }
    }
    return found
  }

  private static func plain(_ number: Double) -> String {
    let hundredths = (number * 100).rounded() / 100
    return hundredths == hundredths.rounded() && abs(hundredths) < 1e15
      ? "\(Int(hundredths))" : "\(hundredths)"
  }
}
