import Documents
public import Research

extension BudgetUse.Run {
  /// What a run used, by its record and its metrics.
  ///
  /// - Parameters:
  ///   - record: its `run.json`; nil where there is none.
  ///   - metrics: its `metrics.json`; nil where there is none.
  ///   - seed: the one that its start names.
  public init(record: [UInt8]?, metrics: [UInt8]?, seed: Int?) {
    self.init(seeds: seed.map { [$0] } ?? [])
    if let metrics, let read = try? MetricsReader.read(metrics).metrics {
      gpuHours = read.resources[Resource.gpuHours.rawValue]?.number
      wallClockSeconds = read.resources[Resource.wallClockSeconds.rawValue]?.number
      trainingRuns = read.resources[Resource.totalRuns.rawValue]?.number
      seeds.formUnion(read.perSeed.compactMap(\.seed))
    }
    // What rtrack measured itself stands over what a command says of it.
    if let record, let json = try? JSON.parse(record),
      let seconds = json["wall_clock_seconds"]?.number
    {
      wallClockSeconds = seconds
    }
  }
}
