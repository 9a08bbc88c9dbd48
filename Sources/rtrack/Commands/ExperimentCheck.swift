import ArgumentParsing
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
    return SpecCheckReport(specs: specs, profile: profile)
  }
}
