import Platform
public import Research

/// What a job wrote down of itself and its machine, as `key=value` lines.
public struct JobFacts: Hashable, Sendable {
  private let values: [String: String]

  /// Those in the folder of a job; none where it has none.
  public init(of folder: String) {
    self.init((try? FileSystem.readPlain(Path.join(folder, "facts"), limit: 1 << 20)) ?? [])
  }

  /// Reads the lines; those that are none are passed over.
  init(_ bytes: [UInt8]) {
    var values: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let sign = line.firstIndex(of: "=") else { continue }
      let value = String(line[line.index(after: sign)...].prefix(1_000))
      if !value.isEmpty { values[String(line[..<sign])] = value }
    }
    self.values = values
  }

  /// From the first start to the last end of several jobs, in seconds, by their machines' clocks;
  /// nil where none has both.
  public static func span(of all: [JobFacts]) -> Double? {
    func times(_ name: String) -> [Int64] {
      all.compactMap { $0.values[name].flatMap { Timestamp($0) }?.seconds }
    }
    guard let first = times("started_at").min(), let last = times("ended_at").max() else {
      return nil
    }
    return Double(max(0, last - first))
  }

  /// Whether they are those of a job: of its run, its experiment and its commit. What an older job
  /// did not write down is not held against it.
  public func mayBe(of start: RunStart, _ experiment: ExperimentID) -> Bool {
    let named = [
      "RTRACK_RUN": start.run.description, "RTRACK_EXPERIMENT": experiment.text,
      "RTRACK_COMMIT": start.commit,
    ]
    return named.allSatisfy { name, value in values[name].map { $0 == value } ?? true }
  }

  /// Whether they say whose they are.
  public var isNamed: Bool { values["RTRACK_RUN"] != nil && values["RTRACK_EXPERIMENT"] != nil }

  /// The machine that it ran on, as records tell it.
  public var environment: [RunStart.Fact] {
    var facts = ["system", "kernel", "architecture", "processors"].compactMap { name in
      values[name].map { RunStart.Fact(name, $0) }
    }
    if let memory = values["memory_kib"].flatMap({ Int($0) }) {
      facts.append(RunStart.Fact("memory", "\(memory * 1024)"))
    }
    for name in [
      "container", "image", "image_digest", "image_id", "container_system", "host", "ci",
    ] {
      if let value = values[name] { facts.append(RunStart.Fact(name, value)) }
    }
    return facts
  }

  /// How its command ended, as records tell it; nil where it never ran.
  ///
  /// - Parameter limit: the time that it was given, in seconds.
  public func end(by end: JobEnd, limit: Int) -> RunFacts? {
    guard end != .unprepared, let code = values["exit_code"].flatMap({ Int($0) }),
      let seconds = values["wall_clock_seconds"].flatMap({ Double($0) }), seconds.isFinite
    else { return nil }
    let used = (values["cpu_seconds"] ?? "").split(separator: " ").compactMap { Double($0) }
    var facts = RunFacts(
      exitCode: code, wallClockSeconds: max(0, seconds), userSeconds: used.first ?? 0,
      systemSeconds: used.dropFirst().first ?? 0)
    switch end {
    case .itself, .unprepared: break
    case .terminated: facts.stopped = "terminated"
    case .timedOut:
      facts.isTimedOut = true
      facts.stopped = "wall_clock_timeout_\(limit)s"
    }
    facts.leftProcesses = values["left_processes"] == "yes"
    facts.peakMemory = values["peak_memory"].flatMap { Int($0) }
    facts.isPeakBound = values["peak_memory_is_bound"] == "yes"
    facts.memoryKills = values["memory_kills"].flatMap { Int($0) }
    return facts
  }
}
