import Research

/// The latest values of a few metrics while a run is at work, as ``AbortJudge`` looks at them.
struct LiveValues: Sendable {
  private let names: Set<String>
  private let sanity: Set<String>
  private var latest: [Key: [Int?: Kept]] = [:]

  private struct Key: Hashable {
    let arm: MetricRecord.Arm
    let metric: String
  }

  private struct Kept {
    /// Nil where what was told is no number.
    var number: Double?
    var step: Double?
  }

  /// - Parameters:
  ///   - names: the metrics that matter.
  ///   - sanity: those that are sanity checks also where they are told of the treatment.
  init(of names: Set<String>, sanity: Set<String>) {
    self.names = names
    self.sanity = sanity
  }

  /// Takes in what was told; false where it is nothing that matters, or older than what is known.
  mutating func take(_ record: MetricRecord) -> Bool {
    guard names.contains(record.metric), record.arm != .resourceUsage else { return false }
    let key = Key(arm: record.arm ?? .treatment, metric: record.metric)
    if let old = latest[key]?[record.seed]?.step, let new = record.step, new < old { return false }
    latest[key, default: [:]][record.seed] = Kept(number: record.value.number, step: record.step)
    return true
  }

  /// The numbers as they stand for what was just told.
  ///
  /// - Parameter isOverSeeds: whether those of all seeds are wanted too.
  func measurements(after record: MetricRecord, overSeeds isOverSeeds: Bool) -> Measurements {
    let told = record.arm ?? .treatment
    func group(_ arm: MetricRecord.Arm) -> [String: Double] {
      var group: [String: Double] = [:]
      for name in names { group[name] = value(name, arm, record.seed, told) }
      return group
    }
    let treatment = group(.treatment)
    let copied = treatment.filter { sanity.contains($0.key) }
    return Measurements(
      baseline: group(.baseline), treatment: treatment,
      sanityChecks: group(.sanityChecks).merging(copied) { own, _ in own },
      perSeed: isOverSeeds ? perSeed : [])
  }

  private func value(
    _ name: String, _ arm: MetricRecord.Arm, _ seed: Int?, _ told: MetricRecord.Arm
  ) -> Double? {
    guard let seeds = latest[Key(arm: arm, metric: name)] else { return nil }
    if let own = seeds[seed] ?? seeds[nil] { return own.number }
    // Another seed of the same arm is another run; of another arm all seeds are what it is held to.
    if seed != nil, arm == told { return nil }
    let numbers = seeds.values.compactMap(\.number)
    if numbers.count < seeds.count { return nil }
    return numbers.reduce(0) { $0 + $1 / Double(numbers.count) }
  }

  /// What each seed of the treatment told, as far as all of them stand at one step.
  private var perSeed: [[String: Double]] {
    let told = names.map { ($0, latest[Key(arm: .treatment, metric: $0)] ?? [:]) }
    let seeds = Set(told.flatMap { $0.1.keys.compactMap { $0 } }).sorted()
    let even = told.filter { name, kept in
      let steps = Set(seeds.map { kept[$0]?.step })
      return steps.count == 1 && seeds.allSatisfy { kept[$0] != nil }
    }
    return seeds.map { seed in
      var group: [String: Double] = [:]
      for (name, kept) in even { group[name] = kept[seed]?.number }
      return group
    }
  }
}
