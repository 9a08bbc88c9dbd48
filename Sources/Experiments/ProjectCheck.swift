public import Research

/// A spec of a project, with the name that its results go by.
public struct ProjectSpec: Sendable {
  /// The base name of its file: the experiment's id.
  public var id: String
  /// Where it lies, as findings name it.
  public var path: String
  /// What it says.
  public var spec: Spec
  /// Its bytes; nil where copies of it are not to be compared.
  public var bytes: [UInt8]?

  /// A spec of a project.
  public init(id: String, path: String, spec: Spec, bytes: [UInt8]? = nil) {
    self.id = id
    self.path = path
    self.spec = spec
    self.bytes = bytes
  }
}

/// A folder of a project's results.
public struct ProjectResult: Sendable {
  /// The folder's name: the experiment's id.
  public var id: String
  /// Where it lies, as findings name it.
  public var path: String
  /// What lies in it.
  public var files: ResultFiles

  /// A folder of results.
  public init(id: String, path: String, files: ResultFiles) {
    self.id = id
    self.path = path
    self.files = files
  }
}

/// Checks all results of a project against all its specs: each alone, and whether they fit
/// together.
public struct ProjectCheck: Sendable {
  /// What was found in each folder of results, in the order given.
  public let results: [(result: ProjectResult, report: ResultReport)]
  /// What is wrong between them.
  public let findings: [ResultFinding]

  /// Whether nothing that was found is an error.
  public var isAcceptable: Bool {
    findings.allSatisfy { $0.level != .error } && results.allSatisfy(\.report.isAcceptable)
  }

  /// Checks a project.
  ///
  /// - Parameter faults: what kept parts of it from being read.
  public init(
    specs: [ProjectSpec], results: [ProjectResult], profile: ResultProfile,
    faults: [ResultFinding] = []
  ) {
    let byID = Dictionary(specs.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var checked: [(result: ProjectResult, report: ResultReport)] = []
    var findings = faults
    let folded = Dictionary(grouping: specs) { $0.id.lowercased() }
    for result in results {
      let near = folded[result.id.lowercased()] ?? []
      let spec = byID[result.id] ?? near.first
      if byID[result.id] == nil { findings.append(Self.unspecified(result, near, profile)) }
      let report = ResultCheck.check(
        result.files, against: spec?.spec, bytes: spec?.bytes, of: result.id, profile: profile)
      checked.append((result, report))
    }
    findings += Self.twins(results) + Self.others(checked, results)
    findings += Self.numbers(specs) + specs.compactMap(Self.ticked)
    let present = Set(results.map { $0.id.lowercased() })
    for spec in specs where !present.contains(spec.id.lowercased()) {
      findings.append(
        ResultFinding(
          "no-result", .note, in: spec.path, "there are no results of this experiment",
          remedy: "it was not run, or its results were not kept"))
    }
    self.results = checked
    self.findings = findings
  }

  /// A folder whose name is no spec's.
  private static func unspecified(
    _ result: ProjectResult, _ near: [ProjectSpec], _ profile: ResultProfile
  ) -> ResultFinding {
    let level: ResultFinding.Level = profile == .strict ? .error : .warning
    if let spec = near.first {
      return ResultFinding(
        "case", level, in: result.path, "its name differs from its spec \(spec.path) by case",
        remedy: "on some file systems these are one name: give both the spelling \(spec.id)")
    }
    return ResultFinding(
      "no-spec", level, in: result.path, "there is no spec of this name",
      remedy: "a result shows nothing without the spec that promised it")
  }

  /// Folders that are one on a file system without case, and results that hold the same bytes.
  private static func twins(_ results: [ProjectResult]) -> [ResultFinding] {
    var found: [ResultFinding] = []
    var names: [String: ProjectResult] = [:]
    var contents: [[UInt8]: ProjectResult] = [:]
    for result in results {
      if let other = names.updateValue(result, forKey: result.id.lowercased()) {
        found.append(
          ResultFinding(
            "case", .error, in: result.path, "its name differs from \(other.path) by case",
            remedy: "on some file systems these are one folder: rename one of them"))
      }
      guard let bytes = result.files.metrics, !bytes.isEmpty else { continue }
      if let other = contents.updateValue(result, forKey: bytes) {
        found.append(
          ResultFinding(
            "overwritten", .error, in: "\(result.path)/metrics.json",
            "it is the same, byte for byte, as \(other.path)/metrics.json",
            remedy: "find in history which of them was overwritten, and restore it"))
      }
    }
    return found
  }

  /// Results that say they are another experiment's, which has a folder of its own.
  private static func others(
    _ checked: [(result: ProjectResult, report: ResultReport)], _ results: [ProjectResult]
  ) -> [ResultFinding] {
    let known = Set(results.map(\.id))
    return checked.compactMap { result, report in
      guard let said = report.metrics?.experiment, said != result.id, known.contains(said) else {
        return nil
      }
      return ResultFinding(
        "overwritten", .error, in: "\(result.path)/metrics.json",
        "it is the result of \(short(said)), which has a folder of its own",
        remedy: "find in history what stood here before, and restore it")
    }
  }

  /// Experiments without a number, with one number for two, and numbers that are left out.
  private static func numbers(_ specs: [ProjectSpec]) -> [ResultFinding] {
    var found: [ResultFinding] = []
    var byNumber: [Int: ProjectSpec] = [:]
    for spec in specs.sorted(by: { $0.id < $1.id }) {
      guard let number = ExperimentID(spec.id)?.number else {
        found.append(
          ResultFinding(
            "number", .note, in: spec.path, "its name has no number, such as exp-007",
            remedy: "results are found by name alone; nothing needs to be done"))
        continue
      }
      if let other = byNumber.updateValue(spec, forKey: number) {
        found.append(
          ResultFinding(
            "number", .warning, in: spec.path, "\(other.path) has the same number",
            remedy: "call them by their whole names"))
      }
    }
    let numbers = byNumber.keys.sorted()
    // A few gaps are worth a word; names that are numbered by date leave thousands.
    let gaps = zip(numbers, numbers.dropFirst()).filter { $1 - $0 > 1 }
    if let first = gaps.first, gaps.allSatisfy({ $1 - $0 < 10 }) {
      let missing = gaps.flatMap { Array(($0 + 1)..<$1) }
      found.append(
        ResultFinding(
          "number", .note, in: byNumber[first.1]?.path ?? "",
          "there is no experiment \(listed(missing.map(String.init)))",
          remedy: "an experiment that was given up stays as a spec that says so"))
    }
    return found
  }

  private static func ticked(_ spec: ProjectSpec) -> ResultFinding? {
    let ticked = spec.spec.criteria.filter(\.isTicked)
    guard let first = ticked.first else { return nil }
    return ResultFinding(
      "ticked", .warning, in: spec.path, line: first.place.line,
      ticked.count == 1
        ? "a criterion is ticked in the spec" : "\(ticked.count) criteria are ticked in the spec",
      remedy: "a spec does not change after the run: verdicts belong in analysis.md")
  }
}
