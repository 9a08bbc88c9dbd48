import ArgumentParsing
import Documents
import Experiments

/// Checks specs without writing anything.
struct ExperimentCheck: Command {
  static let name = "check"
  static let summary = "Check specs: what is missing, what decides nothing, and what to write"
  static let discussion = """
    The profile strict is what registering asks for. The profile legacy is for specs that a \
    project already had: what they lack is a warning, and only what is no spec at all fails. \
    Exit status 1 says that some file has an error. With -q only the files that fail are printed.
    """
  static let examples = [
    Example("rtrack experiment check experiments/lr-warmup.md"),
    Example("rtrack experiment check --profile legacy experiments/exp-*.md"),
  ]

  @Argument(help: "The specs", required: true, completion: .files)
  var files: [String]

  @Option(value: "PROFILE", help: "strict or legacy")
  var profile: SpecProfile = .strict

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let specs = try files.map { name in
      let file = try SpecFile(name, in: context)
      return CheckedSpec(file: name, check: SpecCheck(file.bytes, profile))
    }
    return CheckReport(specs: specs, profile: profile)
  }
}

private struct CheckReport: Report {
  let specs: [CheckedSpec]
  let profile: SpecProfile

  var status: Int32 { specs.allSatisfy(\.check.isPassed) ? 0 : 1 }
  var ids: [String] { specs.filter { !$0.check.isPassed }.map(\.file) }

  var json: [JSON.Member] {
    [
      JSON.Member("profile", .string(profile.rawValue)),
      JSON.Member("passed", .boolean(status == 0)),
      JSON.Member("specs", .array(specs.map(\.json))),
    ]
  }

  func text(for terminal: Terminal) -> String {
    terminalSafe(
      specs.map { spec in
        let answer = spec.check.isPassed ? "passes" : "does not pass"
        return spec.lines + "\(spec.file): \(answer) (\(profile.rawValue)): \(spec.summary)\n"
      }
      .joined())
  }
}
