import ArgumentParsing
import Documents
import Enforcement
import Ledger

/// Puts the hooks into this clone.
struct HooksInstall: Command {
  static let name = "install"
  static let summary = "Put rtrack's hooks into this clone, before those that are there"
  static let discussion = """
    Hooks that stand here, in git's folder or where core.hooksPath points, are asked first and \
    keep their input, arguments and answer. Linked work trees share a clone's hooks; submodules \
    and other clones have their own. Run again after rtrack moved, after git was renewed, or when \
    `rtrack hooks status` asks for it. With --server it guards a repository that others push to.
    """
  static let examples = [
    Example("rtrack hooks install"),
    Example("rtrack hooks install --server -C /srv/git/lab.git"),
  ]

  @Flag(help: "Guard what others push here: pre-receive")
  var server: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try Ledger(of: try context.repository(), environment: context.environment)
    let installation = try HookInstallation(of: ledger, program: try context.ownPath())
    return Installed(outcome: try installation.install(server: server))
  }
}

private struct Installed: Report {
  let outcome: HookInstallation.Outcome

  var ids: [String] { outcome.hooks.map(\.rawValue) }

  var json: [JSON.Member] {
    [
      JSON.Member("folder", .string(outcome.folder)),
      JSON.Member("hooks", .strings(outcome.hooks.map(\.rawValue))),
      JSON.Member("earlier", .optional(outcome.earlier)),
      JSON.Member("forwarded", .strings(outcome.forwarded)),
      JSON.Member("configured", .boolean(outcome.isConfigured)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    var lines = [
      "Installed in \(outcome.folder): " + outcome.hooks.map(\.rawValue).joined(separator: ", ")
        + "."
    ]
    if let earlier = outcome.earlier {
      lines.append("The hooks of \(earlier) are asked first.")
    }
    if !outcome.forwarded.isEmpty {
      lines.append("Passed on to them alone: \(outcome.forwarded.joined(separator: ", ")).")
    }
    lines.append(
      "`rtrack doctor` shows that they are live; `rtrack hooks uninstall` takes them out.")
    return lines.map(terminalSafe).joined(separator: "\n")
  }
}
