/// What the criteria of a spec say of one result, computed from the two alone.
///
/// CONFIRMED: every criterion holds. REFUTED: one or more fail. INCONCLUSIVE: the baseline was not
/// reproduced, the run was stopped before it had enough data, a criterion cannot be decided, or
/// what was recorded is not what is there.
public struct Verdict: Hashable, Sendable {
  /// The three answers, as an analysis spells them.
  public enum Word: String, CaseIterable, Hashable, Sendable {
    case confirmed = "CONFIRMED"
    case refuted = "REFUTED"
    case inconclusive = "INCONCLUSIVE"
  }

  /// What is to be known beside the word.
  public enum Mark: String, CaseIterable, Hashable, Sendable {
    /// What lies in the ledger is not what was recorded.
    case tampered
    /// The baseline was not reproduced within its tolerance.
    case inadmissible
    /// The run was stopped before it had what its spec asks for.
    case aborted
    /// A criterion that nothing measured decides.
    case unmeasurable
    /// Seeds or configuration are not the spec's, or it was amended when there were results.
    case deviated
  }

  /// A mark and why it is there.
  public struct Remark: Hashable, Sendable {
    /// The mark.
    public let mark: Mark
    /// Why, naming what it is about.
    public let reason: String

    /// A mark and why it is there.
    public init(_ mark: Mark, _ reason: String) {
      self.mark = mark
      self.reason = reason
    }
  }

  /// What became of one criterion.
  public struct Answer: Hashable, Sendable {
    /// The criterion.
    public let criterion: Spec.Criterion
    /// What its predicate says; nil where it has none, so that only a person can judge.
    public let judgement: Judgement?
  }

  /// The answer.
  public let word: Word
  /// Everything to be known beside it.
  public let remarks: [Remark]
  /// Each criterion, in the spec's order.
  public let answers: [Answer]

  /// Judges a result.
  ///
  /// - Parameters:
  ///   - known: what is known of the run beside its metrics: that it deviated, or was tampered
  ///     with.
  public init(of metrics: Metrics, against spec: Spec, knowing known: [Remark] = []) {
    let measurements = metrics.measurements
    answers = spec.criteria.map { criterion in
      Answer(
        criterion: criterion, judgement: criterion.predicate.map { $0.judged(by: measurements) })
    }
    var remarks = known
    remarks += spec.baselineFaults(in: metrics.baseline).map { Remark(.inadmissible, $0) }
    let outcomes = answers.map { $0.judgement?.outcome ?? .undecided }
    remarks += Self.gaps(answers)
    let missing = spec.seeds.filter { seed in !metrics.perSeed.contains { $0.seed == seed } }
    if metrics.isAborted == true, !missing.isEmpty || outcomes.contains(.undecided) {
      remarks.append(
        Remark(.aborted, "the run was stopped: \(metrics.abortReason ?? "it does not say why")"))
    }
    self.remarks = remarks
    let barring: Set<Mark> = [.tampered, .inadmissible, .aborted]
    if remarks.contains(where: { barring.contains($0.mark) }) {
      word = .inconclusive
    } else if outcomes.contains(.fails) {
      word = .refuted
    } else {
      word = outcomes.isEmpty || outcomes.contains(.undecided) ? .inconclusive : .confirmed
    }
  }

  private static func gaps(_ answers: [Answer]) -> [Remark] {
    if answers.isEmpty { return [Remark(.unmeasurable, "the spec has no criterion")] }
    return answers.compactMap { answer in
      let name = answer.criterion.id ?? "a criterion"
      guard let judgement = answer.judgement else {
        return Remark(.unmeasurable, "\(name) has no predicate, so only a person can judge it")
      }
      guard judgement.outcome == .undecided else { return nil }
      return Remark(.unmeasurable, "\(name): \(judgement.gaps.joined(separator: "; "))")
    }
  }

  /// A number with the fewest digits that give it back; `1`, not `1.0`.
  public static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }
}
