import ArgumentParsing
import Documents
import Experiments
import Ledger
import Platform
import Research

/// Checks results without writing anything.
struct ResultCheckCommand: Command {
  static let name = "check"
  static let summary = "Check a result against the protocol and its spec"
  static let discussion = """
    DIR is the folder that a run wrote to. Its spec is the one of --spec or --experiment, else \
    experiments/NAME.md beside the results, else spec.md in the folder. A folder with results/ and \
    experiments/ in it, or in one folder of it, is checked as a whole project. The profile legacy \
    is for results that a project already had: only what cannot be read fails. Exit status 1 says \
    that something is wrong. In the RUN phase words that interpret are errors.
    """
  static let examples = [
    Example("rtrack result check out/lr-warmup --experiment exp-001-lr-warmup"),
    Example("rtrack result check . --profile legacy", "a whole project"),
  ]

  @Argument(name: "dir", help: "The folder of results", completion: .directories)
  var folder: String

  @Option(value: "FILE", help: "The spec that it belongs to", completion: .files)
  var spec: String?

  @Option(
    value: "EXP", help: "The registered experiment that it belongs to",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: ExperimentReference?

  @Option(value: "PROFILE", help: "strict or legacy")
  var profile: ResultProfile = .strict

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if spec != nil && experiment != nil {
      throw ArgumentFault("--spec and --experiment exclude each other")
    }
  }

  func run(in context: Context) throws -> any Report {
    if spec == nil, experiment == nil,
      let project = try ProjectSource(at: folder, named: folder, in: context)
    {
      return ProjectReport(
        folder: folder, profile: profile,
        check: ProjectCheck(
          specs: project.specs, results: project.results, profile: profile,
          faults: project.faults))
    }
    let place = context.path(folder)
    // What cannot be recorded is told here already; what a project has is read as it is.
    let limits = ResultFolder.Limits(artefact: 0)
    var pointers: [(path: String, pointer: PointerFile)] = []
    if profile == .strict {
      pointers = try ResultFolder(folder, at: place, limits: limits).pointers()
    }
    let files = try ResultFiles(of: folder, at: place)
    let promised = try promised(beside: place, in: context)
    var report = ResultCheck.check(
      files, against: promised?.spec.spec, bytes: promised?.spec.bytes, of: promised?.id,
      profile: profile, isRunPhase: try context.runPhase() != nil)
    report.findings += PointerLook(in: try? context.repository()).findings(of: pointers)
    return OneReport(
      checked: CheckedResult(folder: folder, report: report, profile: profile),
      spec: promised?.spec.name, experiment: promised?.id)
  }

  /// The spec, and the id of its experiment.
  private func promised(
    beside results: String, in context: Context
  ) throws -> (spec: ResultSpec, id: String)? {
    if let experiment {
      let snapshot = try context.ledger().snapshot()
      let registered = try context.experiment(experiment, in: snapshot)
      return (try ResultSpec(registered, in: snapshot), registered.id.text)
    }
    let found =
      try spec.map { try ResultSpec(file: $0, in: context) }
      ?? ResultSpec(beside: results, in: context)
    return found.map { ($0, Self.id(of: $0.name, in: results)) }
  }

  /// A spec's id is the base name of its file; that of a copy in the result's folder is the
  /// folder's name.
  private static func id(of spec: String, in results: String) -> String {
    let file = Path.last(spec)
    if file == "spec.md" { return Path.last(results) }
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }
}

private struct OneReport: Report {
  let checked: CheckedResult
  let spec: String?
  let experiment: String?

  var status: Int32 { checked.report.isAcceptable ? 0 : 1 }
  var ids: [String] { status == 0 ? [] : [checked.folder] }

  var json: [JSON.Member] {
    checked.json + [
      JSON.Member("spec", .optional(spec)), JSON.Member("experiment", .optional(experiment)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    let against =
      spec.map { "checked against \($0)" }
      ?? "no spec was found, so what it promises was not checked: --spec FILE or --experiment EXP"
    return terminalSafe(checked.lines + "\(checked.summary); \(against)\n")
  }
}

private struct ProjectReport: Report {
  let folder: String
  let profile: ResultProfile
  let check: ProjectCheck

  var status: Int32 { check.isAcceptable ? 0 : 1 }

  private var checked: [CheckedResult] {
    check.results.map { CheckedResult(folder: $0.result.path, report: $0.report, profile: profile) }
  }

  var ids: [String] { checked.filter { !$0.report.isAcceptable }.map(\.folder) }

  var json: [JSON.Member] {
    [
      JSON.Member("folder", .string(folder)), JSON.Member("profile", .string(profile.rawValue)),
      JSON.Member("passed", .boolean(check.isAcceptable)),
      JSON.Member("findings", CheckedResult.json(check.findings)),
      JSON.Member("results", .array(checked.map { .object($0.json) })),
    ]
  }

  func text(for terminal: Terminal) -> String {
    var text = checked.map { $0.lines + $0.summary + "\n" }.joined(separator: "\n")
    text += "\n" + CheckedResult.lines(check.findings, in: nil)
    let all = check.findings + check.results.flatMap(\.report.findings)
    text += "\(counted(checked.count, "result")), "
    text += "\(check.isAcceptable ? "nothing refused" : "not all right"): "
    return terminalSafe(text + CheckedResult.counts(all) + "\n")
  }
}
