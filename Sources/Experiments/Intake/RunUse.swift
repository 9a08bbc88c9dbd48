import Documents
public import Research

extension BudgetUse.Run {
  /// What a run used, by its record and its metrics.
  ///
  /// - Parameters:
  ///   - record: its `run.json`; nil where there is none.
  ///   - metrics: its `metrics.json`; nil where there is none.
  ///   - seeds: those that its start names.
  public init(record: [UInt8]?, metrics: [UInt8]?, seeds: [Int]) {
    self.init(seeds: Set(seeds))
    if let metrics, let read = try? MetricsReader.read(metrics).metrics {
      gpuHours = read.resources[Resource.gpuHours.rawValue]?.number
      wallClockSeconds = read.resources[Resource.wallClockSeconds.rawValue]?.number
      trainingRuns = read.resources[Resource.totalRuns.rawValue]?.number
      self.seeds.formUnion(read.perSeed.compactMap(\.seed))
    }
    // What rtrack measured itself stands over what a command says of it.
    if let record, let json = try? JSON.parse(record),
      let seconds = json["wall_clock_seconds"]?.number
    {
      wallClockSeconds = seconds
    }
  }
}
