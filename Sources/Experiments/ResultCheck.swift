import Documents
public import Research

/// The files of a result that are checked, as bytes.
public struct ResultFiles: Sendable {
  /// `metrics.json`; nil where there is none.
  public var metrics: [UInt8]?
  /// `config.json`; nil where there is none.
  public var config: [UInt8]?
  /// `spec.md`, the copy of its spec that some projects keep with a result; nil where none is.
  public var spec: [UInt8]?
  /// Whether READ has written its `analysis.md` already.
  public var hasAnalysis: Bool
  /// Other files called `metrics.json`, in folders below.
  public var nestedMetrics: [String]
  /// Why one of these is not read although it is there, by its name.
  public var unreadable: [String: String] = [:]
  /// What keeps those below from being read; nobody is refused for it.
  public var nestedFaults: [ResultFinding] = []

  /// The files of a result's folder.
  public init(
    metrics: [UInt8]? = nil, config: [UInt8]? = nil, spec: [UInt8]? = nil,
    hasAnalysis: Bool = false, nestedMetrics: [String] = []
  ) {
    self.metrics = metrics
    self.config = config
    self.spec = spec
    self.hasAnalysis = hasAnalysis
    self.nestedMetrics = nestedMetrics
  }
}

/// What a check found.
public struct ResultReport: Sendable {
  /// What is wrong, what is told: by file and line.
  public var findings: [ResultFinding]
  /// What was measured; nil where it could not be read.
  public var metrics: Metrics?

  /// Whether nothing speaks against recording the result.
  public var isAcceptable: Bool { findings.allSatisfy { $0.level != .error } }
  /// Whether seeds or configuration are others than the spec says.
  public var isDeviated: Bool { findings.contains { $0.rule == "deviated" } }
}

/// Checks a result against the protocol and, where it is known, against its spec.
public enum ResultCheck {
  /// Every rule, in the order that findings of one place are told in.
  static let rules: [any ResultRule.Type] = [
    KeysRule.self, ExperimentRule.self, TimestampRule.self, TemplateRule.self, AbortFieldsRule.self,
    ValuesRule.self, MetricsRule.self, UnpromisedRule.self, CriteriaRule.self,
    BaselineValueRule.self,
    SeedsRule.self, RangeRule.self, ResourcesRule.self, NotesRule.self, ConfigRule.self,
  ]

  /// Checks the files of one result.
  ///
  /// - Parameters:
  ///   - bytes: the spec's, for the copy of it that may lie beside the result.
  ///   - experiment: its id, which is also its folder's name; nil where it is not known.
  ///   - isRunPhase: whether words that interpret are refused rather than warned of.
  ///   - isBaseline: whether the run only reproduced the baseline: what the treatment must report
  ///     is not asked of it.
  public static func check(
    _ files: ResultFiles, against spec: Spec?, bytes: [UInt8]? = nil, of experiment: String?,
    profile: ResultProfile, isRunPhase: Bool = false, isBaseline: Bool = false
  ) -> ResultReport {
    var findings = files.unreadable.sorted { $0.key < $1.key }.map { name, reason in
      ResultFinding(
        "readable", .error, in: name, "it cannot be read: \(reason)",
        remedy: "put a plain file in its place, with at most \(MetricsReader.largest >> 20) MiB")
    }
    findings += SpecCopy.check(files.spec, against: bytes).map { [$0] } ?? []
    findings += files.nestedFaults
    if isRunPhase, files.hasAnalysis { findings.append(analysed) }
    guard let metrics = files.metrics else {
      if files.unreadable["metrics.json"] == nil { findings.append(absent(files)) }
      return finished(findings, nil, profile)
    }
    let config = files.unreadable["config.json"] == nil ? read(files.config, &findings) : nil
    let file: MetricsFile
    do {
      file = try MetricsReader.read(metrics)
    } catch {
      findings.append(error)
      return finished(findings, nil, profile)
    }
    if files.config == nil, file.metrics.isAborted == true {
      // A run that was stopped may not have come to write it.
      for index in findings.indices where findings[index].rule == ConfigRule.name {
        findings[index].level = .note
      }
    }
    let subject = ResultSubject(
      file: file, config: config, spec: spec, experiment: experiment, isRunPhase: isRunPhase)
    let ofTreatment: [any ResultRule.Type] = [MetricsRule.self, CriteriaRule.self, SeedsRule.self]
    for rule in rules where !isBaseline || !ofTreatment.contains(where: { $0 == rule }) {
      findings += rule.check(subject).map { lowered($0, profile) }
    }
    return finished(findings, file.metrics, profile)
  }

  /// In adopted results only what cannot be read at all is refused.
  private static func lowered(_ finding: ResultFinding, _ profile: ResultProfile) -> ResultFinding {
    guard profile == .legacy, finding.level == .error, finding.rule != TemplateRule.name else {
      return finding
    }
    var finding = finding
    finding.level = .warning
    return finding
  }

  private static func read(
    _ bytes: [UInt8]?, _ findings: inout [ResultFinding]
  ) -> ConfigFile? {
    let name = "config.json"
    guard let bytes else {
      findings.append(
        ResultFinding(
          ConfigRule.name, .error, in: name, "there is none",
          remedy: "write the configuration that the run used, with every independent variable"))
      return nil
    }
    do throws(Fault) {
      guard bytes.count <= MetricsReader.largest else {
        throw Fault(line: 1, column: 1, message: "it has \(bytes.count) bytes")
      }
      let json = try JSON.parse(bytes)
      guard json.object?.isEmpty == false else {
        throw Fault(line: 1, column: 1, message: "expected an object with what was configured")
      }
      return ConfigFile(json: json, places: JSONPlaces(bytes))
    } catch {
      findings.append(
        ResultFinding(
          "readable", .error, in: name, line: error.line, column: error.column,
          "it cannot be read: \(error.message)", remedy: "mend it there, or write it anew"))
      return nil
    }
  }

  private static let analysed = ResultFinding(
    "owned", .error, in: "analysis.md", "the RUN phase writes no analysis",
    remedy: "leave it out: READ writes it, from the numbers")

  private static func absent(_ files: ResultFiles) -> ResultFinding {
    if files.hasAnalysis {
      return ResultFinding(
        "verdict-first", .error, in: "analysis.md",
        "there is an analysis, and no metrics to analyse",
        remedy: "write metrics.json first; an analysis without numbers proves nothing")
    }
    if files.nestedMetrics.isEmpty {
      return ResultFinding(
        "absent", .error, "there is none", remedy: "write what the run measured, in the ten keys")
    }
    return ResultFinding(
      "nested", .error, in: files.nestedMetrics[0],
      "metrics.json lies in a folder below, not in the result's own"
        + (files.nestedMetrics.count > 1 ? " (\(files.nestedMetrics.count) of them)" : ""),
      remedy: "one run is one folder: check or add each of them alone, "
        + "or write one metrics.json over all")
  }

  private static func finished(
    _ findings: [ResultFinding], _ metrics: Metrics?, _ profile: ResultProfile
  ) -> ResultReport {
    // A missing configuration is what an adopted result lacks, not what makes it unreadable.
    let lacks = [ConfigRule.name, "absent", "nested", "verdict-first", SpecCopy.name]
    let all = findings.map { lacks.contains($0.rule) ? lowered($0, profile) : $0 }
    let order: (ResultFinding) -> (Int, Int) = { finding in
      (finding.file == "metrics.json" ? 0 : 1, finding.line ?? 0)
    }
    let sorted = all.enumerated().sorted { a, b in
      let (x, y) = (order(a.element), order(b.element))
      return x != y ? x < y : a.offset < b.offset
    }
    return ResultReport(findings: sorted.map(\.element), metrics: metrics)
  }
}
