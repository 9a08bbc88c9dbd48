import Platform
public import Research

/// Where a work tree keeps its phase: one line in its own git directory, such as
/// `RUN exp-001-warm-up`. Linked work trees have one each.
public struct PhaseFile: Sendable {
  /// The file's path.
  public let path: String

  /// The file of a work tree.
  ///
  /// - Parameter gitDirectory: the work tree's own, `.git/worktrees/NAME` of a linked one.
  public init(gitDirectory: String) {
    path = Path.join(gitDirectory, "rtrack/phase")
  }

  /// The phase that was set; nil when none is.
  ///
  /// - Throws: ``PhaseFault`` when the file says something else.
  public func read() throws -> PhaseStanding? {
    guard try FileSystem.status(path) != nil else { return nil }
    let bytes = try FileSystem.read(path, limit: 4096)
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .first?.split(separator: " ", maxSplits: 1)
    guard let words, let first = words.first else { return nil }
    return try PhaseStanding.reading(
      phase: String(first), experiment: words.count > 1 ? String(words[1]) : nil,
      source: .workTree)
  }

  /// Sets the phase of the work tree.
  public func write(_ standing: PhaseStanding) throws {
    let line = standing.phase.rawValue + (standing.experiment.map { " \($0)" } ?? "") + "\n"
    try FileSystem.makeDirectory(Path.parent(path))
    try FileSystem.write(Array(line.utf8), to: path)
  }

  /// Ends the phase of the work tree; true when there was one.
  public func remove() throws -> Bool {
    guard try FileSystem.status(path) != nil else { return false }
    try FileSystem.remove(path)
    return true
  }
}

/// A phase or its experiment that is said in words which are neither.
public struct PhaseFault: Error, Hashable, Sendable {
  /// What is wrong, and where.
  public let message: String
  /// What to do.
  public let hint: String
}

extension PhaseStanding {
  /// The phase that holds, by what is said of it, the strongest first: `RTRACK_PHASE`, the work
  /// tree's file, the role of whoever speaks. `RTRACK_EXPERIMENT` names the experiment over the
  /// file's. `RTRACK_PHASE` set to nothing says nothing.
  ///
  /// - Throws: ``PhaseFault`` when one of them says something else than a phase.
  public static func standing(
    _ environment: [String: String], file: PhaseFile?, role: () throws -> String?
  ) throws -> PhaseStanding? {
    let experiment = environment["RTRACK_EXPERIMENT"].flatMap { $0.isEmpty ? nil : $0 }
    if let word = environment["RTRACK_PHASE"], !word.isEmpty {
      var standing = try reading(phase: word, experiment: experiment, source: .variable)
      // Who sets only the phase means the experiment that the work tree is at.
      standing.experiment = try standing.experiment ?? file?.read()?.experiment
      return standing
    }
    var standing = try file?.read()
    if standing == nil, let role = try role(), let phase = Phase(role: role) {
      standing = PhaseStanding(phase, source: .role)
    }
    guard let standing, let experiment else { return standing }
    return try reading(
      phase: standing.phase.rawValue, experiment: experiment, source: standing.source)
  }

  fileprivate static func reading(
    phase: String, experiment: String?, source: Source
  ) throws -> PhaseStanding {
    let phases = Phase.allCases.map(\.rawValue).joined(separator: ", ")
    guard let known = Phase(word: phase) else {
      throw PhaseFault(
        message: "\"\(phase)\" \(place(source, "RTRACK_PHASE")) is no phase of the protocol",
        hint: "phases are \(phases); `rtrack phase --end` ends the one of this work tree")
    }
    guard let experiment else { return PhaseStanding(known, source: source) }
    guard let id = ExperimentID(experiment) else {
      throw PhaseFault(
        message: "\"\(experiment)\" \(place(source, "RTRACK_EXPERIMENT")) is no experiment's name",
        hint: "expected a name such as exp-001-warm-up")
    }
    return PhaseStanding(known, of: id, source: source)
  }

  private static func place(_ source: Source, _ variable: String) -> String {
    source == .workTree ? "in this work tree's phase" : "in \(variable)"
  }
}
