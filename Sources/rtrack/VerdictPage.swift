import Documents
import Research

/// A verdict as an analysis begins: the one that stands, and what the criteria give.
struct VerdictPage: Report {
  let judged: JudgedRun
  let noise: BaselineNoise

  private var verdict: Verdict { judged.verdict }
  /// The verdict that stands.
  private var word: Verdict.Word { judged.recorded?.record.word ?? verdict.word }

  var status: Int32 { word == .confirmed ? 0 : 1 }
  var ids: [String] { [word.rawValue] }

  var json: [JSON.Member] {
    [
      JSON.Member("experiment", .string(judged.experiment.id.text)),
      JSON.Member("run", .string(judged.run.id.description)),
      JSON.Member("spec", .optional(judged.spec.blob)),
      JSON.Member("verdict", .string(word.rawValue)),
      JSON.Member("computed", .string(verdict.word.rawValue)),
      JSON.Member("recorded", .array(judged.experiment.verdicts.map(Self.json))),
      JSON.Member(
        "remarks",
        .array(
          verdict.remarks.map {
            .object([
              JSON.Member("mark", .string($0.mark.rawValue)),
              JSON.Member("reason", .string($0.reason)),
            ])
          })),
      JSON.Member("criteria", .array(verdict.answers.map(json))),
      JSON.Member("noise_floor", noise.json),
    ]
  }

  private static func json(_ recorded: (event: Event, record: VerdictRecord)) -> JSON {
    let (event, record) = recorded
    return .object([
      JSON.Member("event", .string(event.name.description)),
      JSON.Member("agent", .string(event.agent.text)),
      JSON.Member("at", .string(event.time.description)),
      JSON.Member("run", .string(record.run.description)),
      JSON.Member("verdict", .string(record.word.rawValue)),
      JSON.Member("computed", .string(record.computed.rawValue)),
      JSON.Member("against_criteria", .boolean(record.isAgainstCriteria)),
      JSON.Member("marks", .strings(record.marks.map(\.rawValue))),
      JSON.Member("reason", .optional(record.reason)),
      JSON.Member("replaces", .optional(record.replaces?.description)),
    ])
  }

  private func json(_ answer: Verdict.Answer) -> JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    let observations = (answer.judgement?.observations ?? []).map { observation in
      JSON.object([
        JSON.Member("text", .string(observation.text)),
        JSON.Member("observed", number(observation.left)),
        JSON.Member("threshold", number(observation.right)),
        JSON.Member("holds", observation.holds.map { .boolean($0) } ?? .null),
      ])
    }
    return .object([
      JSON.Member("id", .optional(answer.criterion.id)),
      JSON.Member("predicate", .optional(answer.criterion.predicate?.text)),
      JSON.Member("prose", .string(answer.criterion.prose)),
      JSON.Member("outcome", .optional(answer.judgement?.outcome.rawValue)),
      JSON.Member("observations", .array(observations)),
      JSON.Member("gaps", .strings(answer.judgement?.gaps ?? [])),
      JSON.Member("within_noise", .boolean(noise.covers(answer) != nil)),
    ])
  }

  func text(for terminal: Terminal) -> String {
    let parts = AnalysisText(
      judged: judged, record: judged.recorded?.record, author: judged.recorded?.event.agent)
    let recorded = judged.recorded.map {
      " · recorded by \($0.event.agent): \($0.event.name.suffix)"
    }
    return terminalSafe(
      "\(judged.experiment.id) · run \(judged.run.id)\(recorded ?? "")\n\n"
        + parts.verdictSection + "\n" + parts.criteriaSection
        + noise.section(of: verdict, by: judged.spec.spec))
  }
}
