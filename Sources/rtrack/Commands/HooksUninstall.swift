import ArgumentParsing
import Documents
import Enforcement
import Ledger

/// Takes the hooks out of this clone.
struct HooksUninstall: Command {
  static let name = "uninstall"
  static let summary = "Take rtrack's hooks out, and put back what was there"
  static let examples = [Example("rtrack hooks uninstall")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try Ledger(of: try context.repository(), environment: context.environment)
    let installation = try HookInstallation(of: ledger, program: try context.ownPath())
    return Uninstalled(wasThere: try installation.uninstall())
  }
}

private struct Uninstalled: Report {
  let wasThere: Bool

  var json: [JSON.Member] { [JSON.Member("removed", .boolean(wasThere))] }

  func text(for terminal: Terminal) -> String {
    wasThere
      ? "rtrack's hooks are out; what was there before is back."
      : "No hooks of rtrack are installed here; nothing was changed."
  }
}
