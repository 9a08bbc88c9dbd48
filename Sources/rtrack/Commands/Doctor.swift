import ArgumentParsing
import Documents
import Enforcement
import Execution
import Ledger
import Query
import Research

/// Looks at everything around the ledger.
struct Doctor: Command {
  static let name = "doctor"
  static let summary = "Say what is wrong around the ledger, and how to mend it"
  static let discussion = """
    Looks at git, the repository, the ledger branch, every event, the roster, the index (against \
    one made from nothing), the view and the remote as it was last seen; nothing is sent or \
    fetched. Hooks that are installed are shown to be live in this work tree by making git run \
    them. With --fix it holds the branch, keeps git from showing the view, puts the view right, \
    and empties an index that is wrong; all else is left to you. Exit status 1 when something is \
    wrong.
    """
  static let examples = [
    Example("rtrack doctor"),
    Example("rtrack doctor --fix"),
  ]

  @Flag(help: "Mend what can be mended without losing anything")
  var fix: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try Ledger(of: try context.repository(), environment: context.environment)
    ledger.judgeSettings()
    var mended: [String] = []
    let healed = try context.healPhases(in: ledger.repository)
    if healed > 0 {
      mended.append("files have their modes back after \(counted(healed, "phase"))")
    }
    if fix, try ledger.exists() {
      mended = try context.founding(of: ledger).establish().mended
      if let view = View(of: ledger) { mended += try mend(view, of: ledger) }
    }
    let diagnosis = Diagnosis(
      of: ledger, now: context.now(), environment: context.environment)
    if fix { mended += diagnosis.mendIndex() }
    let findings = diagnosis.findings() + runs(of: ledger) + hooks(of: ledger, in: context)
    return DoctorReport(findings: findings, mended: mended)
  }

  /// Runs of this clone whose rtrack is gone.
  private func runs(of ledger: Ledger) -> [Finding] {
    RunPlace.all(in: ledger.privateFolder).filter { !$0.isWatched }.map { place in
      // Of one that is recorded, files may stay that the ledger points to.
      guard place.readState() != nil else {
        return Finding("runs", .ok, "files of run \(place.run) lie in \(place.folder)")
      }
      return Finding(
        "runs", .wrong, "the rtrack of run \(place.run) is gone, and its end is not recorded",
        mend: "`rtrack run --reap`")
    }
  }

  private func hooks(of ledger: Ledger, in context: Context) -> [Finding] {
    do {
      let installation = try HookInstallation(of: ledger, program: try context.ownPath())
      let status = try installation.status()
      guard status.folder != nil else {
        return [Finding("hooks", .ok, "none of rtrack's are installed in this clone")]
      }
      let mend = "`rtrack hooks install`, and see `rtrack hooks status`"
      if status.program == nil {
        return [Finding("hooks", .wrong, "they find no rtrack to ask", mend: mend)]
      }
      let silent = try HookCanary(of: ledger).silent(status.hooks.map(\.name))
      if !silent.isEmpty {
        let names = silent.map(\.rawValue).joined(separator: ", ")
        return [Finding("hooks", .wrong, "git does not run them here: \(names)", mend: mend)]
      }
      if !status.isWhole {
        return [Finding("hooks", .warning, "live, but not in step with this rtrack", mend: mend)]
      }
      return [Finding("hooks", .ok, "live in this work tree: \(status.hooks.count) answered")]
    } catch {
      return [Finding("hooks", .wrong, Failure(error).message)]
    }
  }

  private func mend(_ view: View, of ledger: Ledger) throws -> [String] {
    let before = try view.standing()
    let damaged = before == .blocked ? [] : try view.damage()
    if damaged.isEmpty, before == .current || before == .blocked { return [] }
    guard case .current = view.refresh(rebuilding: !damaged.isEmpty) else { return [] }
    return [".research/ shows the ledger again"]
  }
}

private struct DoctorReport: Report {
  let findings: [Finding]
  let mended: [String]

  var status: Int32 { findings.contains { $0.level == .wrong } ? 1 : 0 }

  /// The checks that found something.
  var ids: [String] {
    var seen: Set<String> = []
    return findings.filter { $0.level != .ok }.map(\.check).filter { seen.insert($0).inserted }
  }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "findings",
        .array(
          findings.map { finding in
            .object([
              JSON.Member("check", .string(finding.check)),
              JSON.Member("level", .string(finding.level.rawValue)),
              JSON.Member("says", .string(finding.says)),
              JSON.Member("mend", .optional(finding.mend)),
            ])
          })),
      JSON.Member("mended", .strings(mended)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    guard terminal.isOutput else {
      var table = Table(["LEVEL", "CHECK", "SAYS", "MEND"])
      for finding in findings {
        table.add([finding.level.rawValue, finding.check, finding.says, finding.mend ?? ""])
      }
      return table.text(for: terminal)
    }
    var text = mended.map { "mended   \(terminalSafe($0))\n" }.joined()
    for finding in findings {
      let level = finding.level.rawValue.padding(to: 8)
      text += "\(level) \(finding.check.padding(to: 10)) \(terminalSafe(finding.says))\n"
      if let mend = finding.mend {
        text += String(repeating: " ", count: 20) + terminalSafe(mend) + "\n"
      }
    }
    let wrong = findings.filter { $0.level == .wrong }.count
    let warnings = findings.filter { $0.level == .warning }.count
    text += "\n"
    text +=
      wrong + warnings == 0
      ? "Nothing is wrong.\n" : "\(wrong) wrong, \(warnings) to look at.\n"
    return text
  }
}

extension String {
  /// With spaces at its end up to so many characters.
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
