import Documents
import Execution
import Ledger
import Research

/// A run that rtrack watched, as far as its record is about how it went.
struct RunAttempt {
  let start: RunStart
  /// The event that told its start.
  let started: Event
  /// How the command ended; nil where nobody saw it.
  let facts: RunFacts?
  /// Why it did not complete.
  let reason: String?
  /// What was otherwise of Python's packages at its end; nil where that is not known.
  let packages: [String]?
  /// Protected files that it changed.
  let protected: [String]
  /// How many bytes the command printed, nil where nobody counted them, and how many are kept.
  let printed: (all: Int?, kept: Int)
  /// What another machine that it ran on told of itself.
  let machine: [RunStart.Fact]
  /// How its commands ended, where there are several.
  let steps: [StepRecord]
  /// How the baseline was not reproduced.
  let invalid: [String]
  /// What it gave beside the run that it repeats.
  let reproduction: Reproduction?

  /// What `run.json` says of it. Keys that do not apply are null.
  var members: [JSON.Member] {
    [
      JSON.Member("started_at", .string(started.time.description)),
      JSON.Member("started", .string(started.name.description)),
      JSON.Member("reason", .optional(reason)),
      JSON.Member("spec", .object([JSON.Member("blob", .string(start.spec))])),
      JSON.Member("commit", .string(start.commit)), JSON.Member("dirty", .boolean(start.isDirty)),
      JSON.Member("command", .strings(start.command)),
      JSON.Member("directory", .string(start.directory)),
      JSON.Member("seed", .optional(start.seed)),
      JSON.Member("arm", .string(start.isBaseline ? "baseline" : "treatment")),
      JSON.Member("seeds", .array(start.seeds.map { .integer($0) })),
      JSON.Member("baseline", .optional(start.baseline?.description)),
      JSON.Member("invalid", .strings(invalid)),
      JSON.Member("continues", .optional(start.continues?.description)),
      JSON.Member("rerun", reproduction?.json ?? .null),
      JSON.Member("steps", .array(steps.map(\.json))),
      JSON.Member("over_budget", .optional(start.overBudget)),
    ] + (facts?.members ?? []) + [
      JSON.Member("output_bytes", .optional(printed.all)),
      JSON.Member("output_bytes_kept", .integer(printed.kept)),
      JSON.Member("protected_changed", .strings(protected)),
      JSON.Member("packages_changed", packages.map { .strings($0) } ?? .null),
      JSON.Member("environment", Self.object(start.environment)),
      JSON.Member("variables", Self.object(start.variables)),
    ] + (machine.isEmpty ? [] : [JSON.Member("machine", Self.object(machine))])
  }

  private static func object(_ facts: [RunStart.Fact]) -> JSON {
    .object(facts.map { JSON.Member($0.name, .string($0.value)) })
  }

  /// The start that is on record is what the end belongs to; it cannot have gone by itself.
  func refuseUnknown(_ history: RunHistory, of experiment: ExperimentID) throws {
    let isKnown =
      history.unfinished.contains { $0.id == start.run }
      || history.runs.contains { $0.id == start.run && $0.started != nil }
    if isKnown { return }
    throw LedgerError(
      .tampered, "the start of run \(start.run) of \(experiment) is gone from the ledger",
      hint: "somebody moved the branch back while it ran: see `git reflog rtrack-ledger`")
  }
}
