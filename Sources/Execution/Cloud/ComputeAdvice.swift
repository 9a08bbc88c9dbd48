public import Platform
public import Research

/// Whether an experiment is better run on a machine beyond this one, and by which numbers: what
/// its spec says it needs, against what is here.
public struct ComputeAdvice: Sendable {
  /// The headings of the protocol's advice, as it spells them.
  public enum Heading: String, Sendable {
    /// It should run elsewhere.
    case advisory = "Compute Advisory"
    /// It could run here; elsewhere is preferred.
    case preferred = "Compute Advisory (Cloud Preferred)"
    /// It runs here; elsewhere is there if need be.
    case note = "Cloud Availability Note"
  }

  /// One number of a spec beside what stands against it.
  public struct Fact: Hashable, Sendable {
    /// A key of the Compute Profile, or `tier`.
    public let name: String
    /// What the spec says.
    public let needed: String
    /// What it is held against, in words.
    public let bound: String
    /// Whether it speaks for another machine.
    public let decides: Bool
  }

  /// This machine, as far as it decides.
  public struct Machine: Hashable, Sendable {
    /// How many processors there are.
    public var processors: Int
    /// Memory in bytes.
    public var memory: Int64
    /// Models of graphics processors.
    public var graphics: [String]
    /// Whether there may be one, also without a known model.
    public var mayHaveGraphics: Bool

    /// A machine by its numbers.
    public init(processors: Int, memory: Int64, graphics: [String], mayHaveGraphics: Bool) {
      self.processors = processors
      self.memory = memory
      self.graphics = graphics
      self.mayHaveGraphics = mayHaveGraphics
    }

    /// The machine that this runs on.
    public init(_ facts: MachineFacts) {
      self.init(
        processors: facts.processors, memory: facts.memory, graphics: facts.graphics,
        mayHaveGraphics: facts.mayHaveGraphics)
    }

    /// Memory in GB, to a tenth.
    var memoryGB: Double { (Double(memory) / 1e8).rounded() / 10 }
  }

  /// The protocol's bounds: above these a run belongs on another machine (hours, GB), and above
  /// the last it is worth the way there, where that is preferred (hours).
  static let longestHours = 2.0
  static let largestMemoryGB = 16.0
  static let preferenceHours = 0.15
  /// How long a job may take where the spec estimates nothing: the protocol's default, in hours.
  static let defaultHours = 12

  /// What to head the advice with; nil where there is nothing to advise.
  public let heading: Heading?
  /// Everything that was looked at, in the order of the profile.
  public let facts: [Fact]
  /// The hours after which a job is to end by itself: twice the estimate, whole.
  public let hours: Int

  /// Whether something speaks for another machine, be one set up or not.
  public var needsAnother: Bool { facts.contains(where: \.decides) }

  /// Weighs a spec's numbers.
  ///
  /// - Parameters:
  ///   - isSetUp: whether there is a machine beyond this one.
  ///   - isPreferred: whether that is preferred.
  public init(for spec: Spec, on machine: Machine, isSetUp: Bool, isPreferred: Bool) {
    let profile = spec.computeProfile ?? ComputeProfile()
    facts = Self.facts(spec.budget.tierText, spec.budget.tier, profile, machine)
    let estimate = profile.estimatedWallHours
    hours = Self.hours(for: spec)
    if !isSetUp {
      heading = nil
    } else if facts.contains(where: \.decides) {
      heading = .advisory
    } else {
      heading = isPreferred && (estimate ?? 0) > Self.preferenceHours ? .preferred : .note
    }
  }

  /// The hours after which a job of an experiment is to end by itself.
  public static func hours(for spec: Spec) -> Int {
    let estimate = spec.computeProfile?.estimatedWallHours
    return estimate.map { max(1, Int((2 * min($0, 4_000)).rounded(.up))) } ?? defaultHours
  }

  private static func facts(
    _ tierText: String?, _ tier: Spec.Budget.Tier?, _ profile: ComputeProfile, _ machine: Machine
  ) -> [Fact] {
    var facts: [Fact] = []
    func add(_ name: String, _ needed: String?, _ bound: String, _ decides: Bool) {
      if let needed {
        facts.append(Fact(name: name, needed: needed, bound: bound, decides: decides))
      }
    }
    add("tier", tierText, "Heavy goes to another machine", tier == .heavy)
    let hours = profile.estimatedWallHours
    add(
      "estimated_wall_hours", hours.map(plain), "at most \(plain(longestHours)) h here",
      (hours ?? 0) > longestHours)
    let memory = profile.memoryGB
    add(
      "memory_gb", memory.map(plain),
      "at most \(plain(largestMemoryGB)) GB here; this machine has \(plain(machine.memoryGB)) GB",
      (memory ?? 0) > min(largestMemoryGB, machine.memoryGB))
    let model = profile.graphicsModel
    add(
      "gpu_type", profile.wantsGraphics ? model ?? "any" : profile.gpuType, words(of: machine),
      profile.wantsGraphics && !has(model, machine))
    add(
      "sequential_fits", profile.sequentialFits.map(plain),
      "\(profile.isParallelizable == true ? "parallelizable" : "one after another"); "
        + "this machine has \(machine.processors) \(machine.processors == 1 ? "core" : "cores")",
      false)
    return facts
  }

  private static func has(_ model: String?, _ machine: Machine) -> Bool {
    guard let model, model.lowercased() != "any" else { return machine.mayHaveGraphics }
    // A driver that names no models leaves open which it is.
    if machine.graphics.isEmpty { return machine.mayHaveGraphics }
    return machine.graphics.contains { $0.lowercased().contains(model.lowercased()) }
  }

  private static func words(of machine: Machine) -> String {
    if !machine.graphics.isEmpty {
      return "this machine has \(machine.graphics.joined(separator: ", "))"
    }
    return machine.mayHaveGraphics
      ? "this machine has one whose model no driver tells" : "this machine has none"
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }
}
