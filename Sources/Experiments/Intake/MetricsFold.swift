public import Research

/// The measurements of one run, folded as they come into what its `metrics.json` will say.
///
/// Of the measurements of one metric, arm and seed the one with the highest step holds; where one
/// of two has no step, the later one. What one seed gave stands in `per_seed`; over the seeds of an
/// arm the mean is taken, unless the run told a value of the arm without a seed.
public struct MetricsFold: Sendable {
  /// More metrics, arms and seeds than a spec could name.
  static let most = 100_000

  /// What was wrong with lines that could not be read, the first few.
  public private(set) var faults: [String] = []
  /// How many lines could not be read.
  public private(set) var faultCount = 0
  /// Facts in words, in their order.
  public private(set) var notes: [String] = []
  var latest: [Key: Kept] = [:]
  /// Keys in the order in which they were first met.
  var order: [Key] = []
  /// Where a measurement belongs that does not say it, unless it is a resource's.
  private let usualArm: MetricRecord.Arm
  /// The seed of a measurement that does not say it.
  private let usualSeed: Int?

  struct Key: Hashable, Sendable {
    let arm: MetricRecord.Arm
    let metric: String
    let seed: Int?
  }

  struct Kept: Sendable {
    var value: MetricValue
    var step: Double?
  }

  /// A fold of nothing yet.
  ///
  /// - Parameters:
  ///   - arm: where measurements belong that do not say it.
  ///   - seed: the seed of those that name none.
  public init(arm: MetricRecord.Arm = .treatment, seed: Int? = nil) {
    usualArm = arm
    usualSeed = seed
  }

  /// Whether anything was measured.
  public var isEmpty: Bool { order.isEmpty }

  /// Takes in one line.
  public mutating func add(_ line: MetricLine) {
    switch line {
    case .note(let text): notes.append(text)
    case .record(let record):
      let arm = arm(of: record)
      let seed = record.seed ?? (arm == .resourceUsage ? nil : usualSeed)
      let key = Key(arm: arm, metric: record.metric, seed: seed)
      if let kept = latest[key] {
        if let old = kept.step, let new = record.step, new < old { return }
      } else {
        guard order.count < Self.most else {
          return refuse("more than \(Self.most) metrics, arms and seeds were told")
        }
        order.append(key)
      }
      latest[key] = Kept(value: record.value, step: record.step)
    }
  }

  /// Remembers a line that could not be read.
  public mutating func refuse(_ fault: String) {
    faultCount += 1
    if faults.count < 20 { faults.append(fault) }
  }

  /// Where a measurement belongs that does not say it: what a run costs among its resources,
  /// everything else to the arm of the command.
  private func arm(of record: MetricRecord) -> MetricRecord.Arm {
    if let arm = record.arm { return arm }
    return Resource(rawValue: record.metric) == nil ? usualArm : .resourceUsage
  }

  /// What was measured, in the protocol's groups.
  ///
  /// What a spec names as a sanity check and was told of the treatment is its sanity check as well.
  /// Metrics that the spec does not promise are left out where it names all of its own as keys.
  public func metrics(for spec: Spec?) -> (metrics: Metrics, unpromised: [String]) {
    var metrics = Metrics()
    let promised = Self.promised(by: spec)
    var unpromised: [String] = []
    for key in order where key.arm != .resourceUsage {
      let isPromised = promised?.contains(key.metric) ?? true
      if !isPromised, !unpromised.contains(key.metric) { unpromised.append(key.metric) }
    }
    metrics.baseline = group(.baseline, promised)
    metrics.treatment = group(.treatment, promised)
    metrics.resources = group(.resourceUsage, nil)
    var sanity = group(.sanityChecks, promised).entries
    for metric in spec?.metrics ?? [] where metric.role == .sanity && metric.isExact {
      guard !sanity.contains(where: { $0.name == metric.name }),
        let value = metrics.treatment[metric.name]
      else { continue }
      sanity.append(MetricGroup.Entry(metric.name, value))
    }
    metrics.sanityChecks = MetricGroup(sanity)
    metrics.perSeed = seeds(promised)
    metrics.notes = notes.joined(separator: "\n")
    return (metrics, unpromised)
  }

  private static func promised(by spec: Spec?) -> Set<String>? {
    guard let spec, !spec.metrics.isEmpty, spec.metrics.allSatisfy(\.isExact) else { return nil }
    return Set(spec.metrics.map(\.name))
  }

  /// The metrics of an arm over all of its seeds.
  private func group(_ arm: MetricRecord.Arm, _ promised: Set<String>?) -> MetricGroup {
    var values: [String: [(seed: Int?, value: MetricValue)]] = [:]
    var names: [String] = []
    for key in order where key.arm == arm && promised?.contains(key.metric) ?? true {
      guard let kept = latest[key] else { continue }
      if values[key.metric] == nil { names.append(key.metric) }
      values[key.metric, default: []].append((key.seed, kept.value))
    }
    return MetricGroup(
      names.map { MetricGroup.Entry($0, Self.overSeeds(values[$0] ?? [])) })
  }

  /// One value for several: what was told without a seed, else what all say alike, else the mean.
  private static func overSeeds(_ values: [(seed: Int?, value: MetricValue)]) -> MetricValue {
    if let told = values.first(where: { $0.seed == nil }) { return told.value }
    let sorted = values.sorted { ($0.seed ?? 0) < ($1.seed ?? 0) }
    // A mean over those that did not fail would say more than was measured.
    for (seed, value) in sorted {
      if case .missing(let reason) = value {
        return .missing(reason: "seed \(seed ?? 0): \(reason)")
      }
    }
    if let first = sorted.first?.value, sorted.allSatisfy({ $0.value == first }) { return first }
    let numbers = sorted.compactMap(\.value.number)
    let mean = numbers.reduce(0) { $0 + $1 / Double(numbers.count) }
    return mean.isFinite ? .number(mean) : .missing(reason: "its mean is no finite number")
  }

  /// What each seed of the treatment gave, by seed.
  private func seeds(_ promised: Set<String>?) -> [Metrics.Seed] {
    var entries: [Int: [MetricGroup.Entry]] = [:]
    for key in order where key.arm == .treatment && promised?.contains(key.metric) ?? true {
      guard let seed = key.seed, let kept = latest[key] else { continue }
      entries[seed, default: []].append(MetricGroup.Entry(key.metric, kept.value))
    }
    return entries.keys.sorted().map { Metrics.Seed($0, MetricGroup(entries[$0] ?? [])) }
  }
}
