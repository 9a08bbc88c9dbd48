public import ArgumentParsing
import Documents
public import Experiments
import Ledger
import Platform
import Research

extension SpecProfile: ExpressibleByArgument {}

/// A spec's file, as a call names it.
struct SpecFile {
  /// As the call spelled it.
  let name: String
  let bytes: [UInt8]

  /// Reads it; a link is followed, as an editor would.
  init(_ name: String, in context: Context) throws {
    let path = context.path(name)
    let hint = "`rtrack experiment new NAME` makes a draft"
    guard let status = try FileSystem.status(path, following: true) else {
      throw LedgerError(.invalid, "there is no file \(name)", hint: hint)
    }
    guard status.kind == .file else {
      throw LedgerError(.invalid, "\(name) is no plain file", hint: hint)
    }
    // One byte more than a spec may have, so that the check itself says that it has too many.
    guard status.size <= 64 << 20 else {
      throw LedgerError(.tooLarge, "\(name) has \(status.size) bytes, so it is no spec")
    }
    self.name = name
    bytes = try FileSystem.read(path, limit: 64 << 20)
  }

  /// What the experiment can be called after: the file's own name, or where that says nothing (a
  /// `spec.md` in a folder), the title.
  func name(or title: String) -> String {
    let isGeneral = ["spec", "draft", "experiment", "readme", "plan", "index"]
      .contains(stem.lowercased())
    return isGeneral || ExperimentID(number: 1, title: stem) == nil ? title : stem
  }

  /// The base name without its `.md`.
  var stem: String {
    let last = Path.last(name)
    return last.hasSuffix(".md") ? String(last.dropLast(3)) : last
  }
}

/// What the check of one file found.
struct CheckedSpec {
  let file: String
  let check: SpecCheck

  func count(_ severity: SpecSeverity) -> Int {
    check.findings.count { $0.severity == severity }
  }

  /// `2 errors, 1 warning`.
  var summary: String {
    let parts = [SpecSeverity.error, .warning, .note].compactMap { severity in
      let count = count(severity)
      return count == 0 ? nil : counted(count, severity.rawValue)
    }
    return parts.isEmpty ? "nothing to add" : parts.joined(separator: ", ")
  }

  /// Each finding as `file:line:column: severity: what (rule)`, and below it what to write.
  var lines: String {
    check.findings.map { finding in
      let fault = finding.fault
      return "\(file):\(fault.place.line):\(fault.place.column): \(finding.severity.rawValue): "
        + "\(fault.message) (\(fault.rule.rawValue))\n    \(fault.remedy)\n"
    }
    .joined()
  }

  var json: JSON {
    .object([
      JSON.Member("file", .string(file)), JSON.Member("passed", .boolean(check.isPassed)),
      JSON.Member("name", .string(check.spec.name)),
      JSON.Member("errors", .integer(count(.error))),
      JSON.Member("warnings", .integer(count(.warning))),
      JSON.Member("notes", .integer(count(.note))),
      JSON.Member("findings", .array(check.findings.map(Self.json))),
    ])
  }

  private static func json(_ finding: SpecCheck.Finding) -> JSON {
    .object([
      JSON.Member("rule", .string(finding.fault.rule.rawValue)),
      JSON.Member("severity", .string(finding.severity.rawValue)),
      JSON.Member("line", .integer(finding.fault.place.line)),
      JSON.Member("column", .integer(finding.fault.place.column)),
      JSON.Member("message", .string(finding.fault.message)),
      JSON.Member("remedy", .string(finding.fault.remedy)),
    ])
  }
}
