public import ArgumentParsing
import Documents
import Enforcement
public import Experiments
import Ledger
import Platform
import Research

extension ResultProfile: ExpressibleByArgument {}

/// The spec that a result is checked against, and where it was found.
struct ResultSpec {
  /// As a report names it.
  let name: String
  let bytes: [UInt8]
  let spec: Spec
  /// The git id of its bytes, where the ledger holds them.
  let blob: String?

  init(_ name: String, _ bytes: [UInt8], blob: String? = nil) throws {
    self.name = name
    self.bytes = bytes
    self.blob = blob
    do throws(SpecFault) {
      spec = try SpecReader.read(bytes).spec
    } catch {
      throw LedgerError(
        .invalid, "\(name):\(error.place.line): \(error.message)", hint: error.remedy)
    }
  }

  /// The spec of a file.
  init(file: String, in context: Context) throws {
    try self.init(file, SpecFile(file, in: context).bytes)
  }

  /// The spec that an experiment's results are held to.
  init(_ experiment: Experiment, in snapshot: Snapshot) throws {
    try self.init(experiment.inForce, of: experiment.id, in: snapshot)
  }

  /// One of the specs that an experiment had.
  init(_ version: Experiment.Version, of id: ExperimentID, in snapshot: Snapshot) throws {
    try self.init(
      Layout.path(ofSpec: version.record.file, of: id),
      snapshot.spec(version, of: id), blob: version.record.blob)
  }

  /// The spec that lies where the protocol puts it: in the result's folder, or, as
  /// `experiments/<id>.md`, beside the folder of results.
  init?(beside folder: String, in context: Context) throws {
    let root = Path.parent(Path.parent(folder))
    let places = [
      Path.join(root, "experiments/\(Path.last(folder)).md"), Path.join(folder, "spec.md"),
    ]
    guard let place = places.first(where: { (try? FileSystem.status($0))??.kind == .file }) else {
      return nil
    }
    let name = Path.relative(place, to: context.directory) ?? place
    try self.init(file: name, in: context)
  }
}

/// What a check found in one folder, as reports show it.
struct CheckedResult {
  /// As the caller named it.
  let folder: String
  let report: ResultReport
  let profile: ResultProfile

  /// `results/exp-001 passes (strict): 1 warning`.
  var summary: String {
    "\(folder) \(report.isAcceptable ? "passes" : "does not pass") (\(profile.rawValue)): "
      + Self.counts(report.findings)
  }

  /// `2 errors, 1 warning`.
  static func counts(_ findings: [ResultFinding]) -> String {
    let parts = ResultFinding.Level.allCases.reversed().compactMap { level in
      let count = findings.count { $0.level == level }
      return count == 0 ? nil : counted(count, level.rawValue)
    }
    return parts.isEmpty ? "nothing to say" : parts.joined(separator: ", ")
  }

  /// Each finding as `file:line:column: level: what (rule)`, and below it what to do.
  var lines: String { Self.lines(report.findings, in: folder) }

  static func lines(_ findings: [ResultFinding], in folder: String?) -> String {
    findings.map { finding in
      "\(place(finding, in: folder)): \(finding.level.rawValue): "
        + "\(finding.message) (\(finding.rule))\n    \(finding.remedy)\n"
    }
    .joined()
  }

  static func place(_ finding: ResultFinding, in folder: String?) -> String {
    let line = finding.line.map { ":\($0)" } ?? ""
    let column = finding.line == nil ? "" : finding.column.map { ":\($0)" } ?? ""
    return (folder.map { Path.join($0, finding.file) } ?? finding.file) + line + column
  }

  var json: [JSON.Member] {
    [
      JSON.Member("folder", .string(folder)), JSON.Member("profile", .string(profile.rawValue)),
      JSON.Member("passed", .boolean(report.isAcceptable)),
      JSON.Member("deviated", .boolean(report.isDeviated)),
      JSON.Member("findings", Self.json(report.findings)),
    ]
  }

  static func json(_ findings: [ResultFinding]) -> JSON {
    .array(
      findings.map { finding in
        .object([
          JSON.Member("rule", .string(finding.rule)),
          JSON.Member("severity", .string(finding.level.rawValue)),
          JSON.Member("file", .string(finding.file)),
          JSON.Member("line", .optional(finding.line)),
          JSON.Member("column", .optional(finding.column)),
          JSON.Member("message", .string(finding.message)),
          JSON.Member("remedy", .string(finding.remedy)),
        ])
      })
  }
}

extension Context {
  /// What this machine is called: RTRACK_HOST, where its own name says nothing to others.
  var hostName: String {
    let given = environment["RTRACK_HOST"] ?? ""
    return given.isEmpty ? Machine.hostName : given
  }

  /// The RUN phase, where it holds: words that interpret are refused then. Outside of a repository
  /// only the environment says so.
  func runPhase() throws -> PhaseStanding? {
    var standing: PhaseStanding?
    do {
      standing = try phase()
    } catch let fault as PhaseFault {
      throw fault
    } catch {
      standing = try PhaseStanding.standing(environment, file: nil) { nil }
    }
    return standing?.phase == .run ? standing : nil
  }
}
