import Experiments
import Git
import Ledger
import Research

/// A spec comes with the event that registers it, and that event with its spec, also by plain git:
/// a promise that nobody made, and one whose words nobody has, bind nobody. And it passes the check
/// that it was registered by.
struct RegistrationRule {
  private let objects: any ObjectSource
  private let redacted: RedactedEntries
  /// More events than anybody writes about one experiment.
  private static let mostEvents = 5000

  /// - Parameter redacted: what was taken out with authority; its other half stands alone.
  init(_ objects: any ObjectSource, redacted: RedactedEntries) {
    self.objects = objects
    self.redacted = redacted
  }

  /// Where a commit brings half of a registration, and its tree does not hold the other.
  ///
  /// - Parameter changes: the paths that the commit brings.
  func violations(of changes: [PathChange], in tree: ObjectID) throws -> [Violation] {
    var found: [Violation] = []
    var known: [ExperimentID: [SpecRecord]] = [:]
    for change in changes {
      guard let after = change.after, let place = Layout.place(of: change.path) else { continue }
      switch place {
      case .spec(let id, let file) where after.mode == .file:
        let records = try known[id] ?? self.records(of: id, in: tree)
        known[id] = records
        if let record = records.first(where: { $0.file == file && $0.blob == after.id.hex }) {
          found += [try judged(change, after, by: record.profile, id)].compactMap { $0 }
          continue
        }
        if isRedacted(in: id) { continue }
        found.append(
          violation(
            at: change, "no event registers it with these bytes: nobody promised it, at no time",
            id))
      case .event(.experiment(let id), let name) where after.mode == .file:
        guard let record = try record(after, name, of: id) else { continue }
        let path = Layout.path(ofSpec: record.file, of: id)
        let spec = try objects.entry(at: path, in: tree)
        if spec?.mode == .file, spec?.id.hex == record.blob { continue }
        if isRedacted(in: id) { continue }
        let state = spec == nil ? "is not there" : "holds other bytes"
        found.append(violation(at: change, "the spec that it brings, \(record.file), \(state)", id))
      default: continue
      }
    }
    return found
  }

  /// What is wrong with a spec by the profile that it was registered with.
  private func judged(
    _ change: PathChange, _ spec: Tree.Entry, by profile: CheckProfile, _ id: ExperimentID
  ) throws -> Violation? {
    if !profile.isKnown { return .unknown(profile, at: change) }
    // ContentRule tells one that is too large.
    guard try objects.size(ofBlob: spec.id) <= SpecReader.limit else { return nil }
    let check = SpecCheck(try objects.blob(spec.id), .strict)
    guard let fault = check.findings.first(where: { $0.severity == .error })?.fault else {
      return nil
    }
    return violation(at: change, "line \(fault.place.line): \(fault.message)", id)
  }

  private func violation(
    at change: PathChange, _ message: String, _ id: ExperimentID
  ) -> Violation {
    Violation(
      .content, .added, change.path, after: change.after, message: message,
      remedy: "`rtrack experiment register FILE`, or `rtrack experiment amend "
        + "\(Remedy.quoted(id.text)) FILE --reason TEXT`, brings both in one commit")
  }

  private func isRedacted(in id: ExperimentID) -> Bool {
    redacted.isAnything(below: Layout.folder(ofExperiment: id))
  }

  /// What the events of an experiment say of the specs that they bring.
  private func records(of id: ExperimentID, in root: ObjectID) throws -> [SpecRecord] {
    let entries = try objects.folder(at: Layout.folder(ofExperiment: id), in: root)?.entries ?? []
    return try entries.prefix(Self.mostEvents).compactMap { entry in
      guard entry.mode == .file, entry.name.hasSuffix(".md"),
        let name = EventName(entry.name.dropLast(3))
      else { return nil }
      return try record(entry, name, of: id)
    }
  }

  /// What one event says of its spec; nil for an event that brings none, or cannot be read, which
  /// ``ContentRule`` tells.
  private func record(
    _ entry: Tree.Entry, _ name: EventName, of id: ExperimentID
  ) throws -> SpecRecord? {
    guard [.registered, .amended].contains(name.kind),
      try objects.size(ofBlob: entry.id) <= ContentRule.largest,
      let event = try? EventFile.parse(
        try objects.blob(entry.id), name: name, in: .experiment(id), path: ""
      ).event
    else { return nil }
    switch event.payload {
    case .registered(let record): return record
    case .amended(let change): return change.record
    default: return nil
    }
  }
}
