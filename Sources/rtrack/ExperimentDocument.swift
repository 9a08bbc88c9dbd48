import Documents
import Ledger
import Research

/// What is said of what was done to an experiment.
enum ExperimentWords {
  static func ids(_ events: [Event]) -> [String] { events.compactMap(id) }

  static func registered(_ event: Event, from stem: String) -> String {
    guard let id = id(event), case .registered(let record) = event.payload else { return "" }
    return "\(id) is registered by \(event.agent): \(record.seen.phrase)"
      + (ExperimentID(stem)?.number != nil && stem != id ? "; \(stem) was taken" : "")
      + " · \(event.name)"
  }

  static func amended(_ event: Event) -> String {
    guard let id = id(event), case .amended(let change) = event.payload else { return "" }
    let lines = change.changes.map { "\n  \($0)" }.joined()
    return "\(id) is amended by \(event.agent): \(change.record.seen.phrase) · \(event.name)"
      + (lines.isEmpty ? "" : lines)
  }

  static func withdrawn(_ event: Event) -> String {
    "\(id(event) ?? "") is withdrawn by \(event.agent) · \(event.name)"
  }

  private static func id(_ event: Event) -> String? {
    if case .experiment(let id, _) = event.thread { id.text } else { nil }
  }
}

/// What is said of an experiment to programs.
enum ExperimentDocument {
  static func state(_ experiment: Experiment) -> String {
    if experiment.withdrawn != nil { return "withdrawn" }
    return experiment.versions.count > 1 ? "amended" : "registered"
  }

  static func members(of experiment: Experiment) -> [JSON.Member] {
    let first = experiment.registered
    return [
      JSON.Member("experiment", .string(experiment.id.text)),
      JSON.Member("number", .optional(experiment.number)),
      JSON.Member("ambiguous", .boolean(experiment.isAmbiguous)),
      JSON.Member("title", .string(experiment.inForce.record.title)),
      JSON.Member("state", .string(state(experiment))),
      JSON.Member("registered", .string(first.event.time.description)),
      JSON.Member("registered_by", .string(first.event.agent.text)),
      JSON.Member("opening", .string(experiment.opening.description)),
      JSON.Member("withdrawn", .optional(experiment.withdrawn?.time.description)),
      JSON.Member("withdrawn_by", .optional(experiment.withdrawn?.agent.text)),
      JSON.Member("withdrawal", .optional(experiment.withdrawal)),
      JSON.Member("specs", .array(experiment.versions.map { version($0, of: experiment.id) })),
    ]
  }

  private static func version(_ version: Experiment.Version, of id: ExperimentID) -> JSON {
    .object(
      [
        JSON.Member("event", .string(version.event.name.description)),
        JSON.Member("agent", .string(version.event.agent.text)),
        JSON.Member("at", .string(version.event.time.description)),
        JSON.Member("parent", .optional(version.amendment?.parent.description)),
        JSON.Member("reason", .optional(version.amendment?.reason)),
        JSON.Member("changes", .strings(version.amendment?.changes ?? [])),
      ] + members(of: version.record, id))
  }

  private static func members(of record: SpecRecord, _ id: ExperimentID) -> [JSON.Member] {
    [
      JSON.Member("spec", .string(Layout.path(ofSpec: record.file, of: id))),
      JSON.Member("blob", .string(record.blob)),
      JSON.Member("seen", .string(record.seen.rawValue)),
      JSON.Member("seen_floor", .string(record.floor.rawValue)),
      JSON.Member("seen_said", .optional(record.said?.rawValue)),
      JSON.Member("profile", .string(record.profile.description)),
    ]
  }

  /// What a write says of the experiment beside the usual.
  static func written(_ written: Written) -> [JSON.Member] {
    guard let event = written.events.first, case .experiment(let id, _) = event.thread else {
      return []
    }
    let experiment = [JSON.Member("experiment", .string(id.text))]
    switch event.payload {
    case .registered(let record): return experiment + members(of: record, id)
    case .amended(let change):
      return experiment + members(of: change.record, id)
        + [JSON.Member("changes", .strings(change.changes))]
    default: return experiment
    }
  }
}
