import Documents
import Research

/// A verdict as an analysis begins.
struct VerdictPage: Report {
  let experiment: ExperimentID
  let run: Run
  let spec: ResultSpec
  let verdict: Verdict

  var status: Int32 { verdict.word == .confirmed ? 0 : 1 }
  var ids: [String] { [verdict.word.rawValue] }

  var json: [JSON.Member] {
    [
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("run", .string(run.id.description)), JSON.Member("spec", .optional(spec.blob)),
      JSON.Member("verdict", .string(verdict.word.rawValue)),
      JSON.Member(
        "remarks",
        .array(
          verdict.remarks.map {
            .object([
              JSON.Member("mark", .string($0.mark.rawValue)),
              JSON.Member("reason", .string($0.reason)),
            ])
          })),
      JSON.Member("criteria", .array(verdict.answers.map(Self.json))),
    ]
  }

  private static func json(_ answer: Verdict.Answer) -> JSON {
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
    ])
  }

  func text(for terminal: Terminal) -> String {
    var text = "\(experiment) · run \(run.id)\n\n## Verdict: \(verdict.word.rawValue)\n"
    if !verdict.remarks.isEmpty { text += "\n" }
    for remark in verdict.remarks { text += "- \(remark.mark.rawValue): \(remark.reason)\n" }
    text += "\n## Results vs. Success Criteria\n"
    for answer in verdict.answers { text += line(answer) + "\n" }
    return terminalSafe(text)
  }

  /// `- [x] SC-1: … **PASS** — observed 0.74 vs. threshold 0.725`.
  private func line(_ answer: Verdict.Answer) -> String {
    let holds = answer.judgement?.outcome == .holds
    let name = answer.criterion.id.map { "\($0): " } ?? ""
    let words = answer.criterion.predicate.map { "`\($0.text)`" } ?? answer.criterion.prose
    let head = "- [\(holds ? "x" : " ")] \(name)\(words)"
    guard let judgement = answer.judgement else { return head + " **FOR A PERSON TO JUDGE**" }
    let seen = judgement.observations.map { observation in
      "observed \(Self.shown(observation.left)) vs. threshold \(Self.shown(observation.right))"
    }
    switch judgement.outcome {
    case .holds: return head + " **PASS** — " + seen.joined(separator: "; ")
    case .fails: return head + " **FAIL** — " + seen.joined(separator: "; ")
    case .undecided: return head + " **UNDECIDED** — " + judgement.gaps.joined(separator: "; ")
    }
  }

  /// Twelve places behind the point are enough for people; `--json` has them all.
  private static func shown(_ number: Double?) -> String {
    guard let number else { return "nothing" }
    let isPlain = abs(number) > 1e-6 && abs(number) < 1e3
    return Verdict.plain(isPlain ? (number * 1e12).rounded() / 1e12 : number)
  }
}
