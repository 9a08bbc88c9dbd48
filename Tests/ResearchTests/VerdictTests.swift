import Research
import Testing

/// What a spec's criteria make of a result.
@Suite struct VerdictTests {
  private func spec(_ predicates: [String], prose: Int = 0, tolerance: Double? = 0.02) throws
    -> Spec
  {
    var spec = Spec()
    spec.criteria = try predicates.enumerated().map { index, text in
      Spec.Criterion(id: "SC-\(index + 1)", predicate: try Predicate(parsing: text))
    }
    for _ in 0..<prose { spec.criteria.append(Spec.Criterion(id: "P", prose: "it reads well")) }
    spec.baselines = [
      Spec.Baseline("constant", metric: "acc", value: 0.71, tolerance: tolerance)
    ]
    spec.seeds = [0, 1]
    return spec
  }

  private func metrics(
    baseline: Double? = 0.71, treatment: Double? = 0.74, seeds: [Int] = [0, 1],
    isAborted: Bool = false
  ) -> Metrics {
    func group(_ value: Double?) -> MetricGroup {
      MetricGroup(value.map { [MetricGroup.Entry("acc", .number($0))] } ?? [])
    }
    var metrics = Metrics()
    metrics.baseline = group(baseline)
    metrics.treatment = group(treatment)
    metrics.perSeed = seeds.map { Metrics.Seed($0, group(0.7)) }
    metrics.isAborted = isAborted
    metrics.abortReason = isAborted ? "wall_clock_timeout_9s" : nil
    return metrics
  }

  private let gain = "treatment.acc >= baseline.acc + 0.02"

  @Test func `every criterion must hold, and one that fails refutes`() throws {
    let holds = Verdict(of: metrics(), against: try spec([gain, "treatment.acc < 1"]))
    #expect(holds.word == .confirmed && holds.remarks == [])
    let fails = Verdict(
      of: metrics(treatment: 0.72), against: try spec([gain, "treatment.acc < 1"]))
    #expect(fails.word == .refuted)
    #expect(fails.answers.map { $0.judgement?.outcome } == [.fails, .holds])
    // At the threshold itself it holds, whatever binary fractions say.
    #expect(Verdict(of: metrics(treatment: 0.73), against: try spec([gain])).word == .confirmed)
  }

  @Test func `what nothing decides confirms nothing, and does not save what fails`() throws {
    let open = Verdict(of: metrics(), against: try spec([gain, "treatment.loss < 1"]))
    #expect(open.word == .inconclusive && open.remarks.map(\.mark) == [.unmeasurable])
    let both = Verdict(
      of: metrics(treatment: 0.5), against: try spec([gain, "treatment.loss < 1"]))
    #expect(both.word == .refuted)
    #expect(Verdict(of: metrics(), against: try spec([gain], prose: 1)).word == .inconclusive)
    #expect(Verdict(of: metrics(), against: try spec([])).word == .inconclusive)
  }

  @Test func `a baseline that was not reproduced admits no verdict`() throws {
    for (value, isAdmitted) in [
      (0.71, true), (0.73, true), (0.69, true), (0.7301, false), (0.6899, false), (nil, false),
    ] as [(Double?, Bool)] {
      let verdict = Verdict(
        of: metrics(baseline: value, treatment: 0.9), against: try spec(["treatment.acc > 0.8"]))
      #expect(verdict.word == (isAdmitted ? .confirmed : .inconclusive), "\(value ?? -1)")
      #expect(verdict.remarks.contains { $0.mark == .inadmissible } == !isAdmitted)
    }
    let free = try spec(["treatment.acc > 0.8"], tolerance: nil)
    #expect(
      Verdict(of: metrics(baseline: 0.1, treatment: 0.9), against: free).word == .confirmed)
  }

  @Test func `a run that was stopped is judged only where it had all it needs`() throws {
    let spec = try spec([gain])
    #expect(Verdict(of: metrics(isAborted: true), against: spec).word == .confirmed)
    for metrics in [
      metrics(seeds: [0], isAborted: true), metrics(treatment: nil, isAborted: true),
      metrics(treatment: 0.5, seeds: [], isAborted: true),
    ] {
      let verdict = Verdict(of: metrics, against: spec)
      #expect(verdict.word == .inconclusive && verdict.remarks.contains { $0.mark == .aborted })
    }
  }

  @Test func `what was tampered with is no evidence, and a deviation is told`() throws {
    let spec = try spec([gain])
    let tampered = Verdict(
      of: metrics(), against: spec, knowing: [Verdict.Remark(.tampered, "other bytes")])
    #expect(tampered.word == .inconclusive)
    let deviated = Verdict(
      of: metrics(), against: spec, knowing: [Verdict.Remark(.deviated, "another seed")])
    #expect(deviated.word == .confirmed && deviated.remarks.map(\.mark) == [.deviated])
  }
}
