import ArgumentParsing
import Documents
import Enforcement
import Ledger

/// Says how the hooks stand.
struct HooksStatus: Command {
  static let name = "status"
  static let summary = "Say which hooks are installed here, and whether git would run them"
  static let discussion = """
    Exit status 1 when a hook that belongs here is not live. `rtrack doctor` makes git run them.
    """
  static let examples = [Example("rtrack hooks status")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try Ledger(of: try context.repository(), environment: context.environment)
    let installation = try HookInstallation(of: ledger, program: try context.ownPath())
    return HooksReport(hooks: try installation.status())
  }
}

private struct HooksReport: Report {
  let hooks: HookStatus

  var status: Int32 { hooks.isWhole ? 0 : 1 }
  var ids: [String] { hooks.hooks.filter { $0.state == .live }.map(\.name.rawValue) }

  var json: [JSON.Member] {
    [
      JSON.Member("folder", .optional(hooks.folder)),
      JSON.Member(
        "hooks",
        .array(
          hooks.hooks.map {
            .object([
              JSON.Member("name", .string($0.name.rawValue)),
              JSON.Member("state", .string($0.state.rawValue)),
            ])
          })),
      JSON.Member("earlier", .optional(hooks.earlier)),
      JSON.Member("hooks_path", .optional(hooks.hooksPath)),
      JSON.Member("program", .optional(hooks.program)),
      JSON.Member("unforwarded", .strings(hooks.unforwarded)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    guard let folder = hooks.folder else {
      return "No hooks of rtrack are installed here: `rtrack hooks install`"
    }
    var table = Table(["HOOK", "STATE"])
    for (name, state) in hooks.hooks { table.add([name.rawValue, state.rawValue]) }
    var lines = ["In \(folder), running \(hooks.program ?? "nothing: rtrack is not to be found")"]
    if let earlier = hooks.earlier { lines.append("Asked first: \(earlier)") }
    if let path = hooks.hooksPath {
      lines.append("git looks in \(path) instead (core.hooksPath)")
    }
    if !hooks.unforwarded.isEmpty {
      lines.append("Not passed on yet: \(hooks.unforwarded.joined(separator: ", "))")
    }
    if !hooks.isWhole { lines.append("`rtrack hooks install` brings them in step.") }
    return table.text(for: terminal) + "\n" + lines.map { terminalSafe($0) + "\n" }.joined()
  }
}
