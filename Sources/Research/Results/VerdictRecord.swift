/// A verdict as it was recorded: what somebody stands by, and what the criteria gave then.
public struct VerdictRecord: Hashable, Sendable {
  /// The run that was judged.
  public var run: RunID
  /// The verdict.
  public var word: Verdict.Word
  /// What the criteria gave when it was recorded.
  public var computed: Verdict.Word
  /// What was to be known beside it, each mark once.
  public var marks: [Verdict.Mark]
  /// Why it is another than the criteria's; nil where it is theirs.
  public var reason: String?
  /// The verdict whose place it takes.
  public var replaces: EventName?
  /// The git id of the spec's bytes that it was judged by.
  public var spec: String?

  /// A verdict that is recorded.
  public init(
    run: RunID, word: Verdict.Word, computed: Verdict.Word, marks: [Verdict.Mark] = [],
    reason: String? = nil, replaces: EventName? = nil, spec: String? = nil
  ) {
    self.run = run
    self.word = word
    self.computed = computed
    self.marks = marks
    self.reason = reason
    self.replaces = replaces
    self.spec = spec
  }

  /// Whether somebody set it against what the criteria gave.
  public var isAgainstCriteria: Bool { word != computed }

  /// `CONFIRMED`, or `REFUTED (set by maya against the criteria: CONFIRMED)`; with its marks.
  public func words(by agent: AgentName) -> String {
    var notes = marks.map(\.rawValue)
    if isAgainstCriteria {
      notes.insert("set by \(agent) against the criteria: \(computed.rawValue)", at: 0)
    }
    return word.rawValue + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
  }
}

/// The text that goes with a verdict; it is its event's body.
public struct AnalysisRecord: Hashable, Sendable {
  /// The run that it is about.
  public var run: RunID
  /// The verdict that it explains.
  public var verdict: EventName

  /// A text about a verdict.
  public init(run: RunID, verdict: EventName) {
    self.run = run
    self.verdict = verdict
  }
}

extension Experiment {
  /// The verdicts that were recorded, in causal order.
  public var verdicts: [(event: Event, record: VerdictRecord)] {
    events.compactMap { event in
      if case .verdict(let record) = event.payload { (event, record) } else { nil }
    }
  }

  /// The text of the verdict in force.
  public var analysis: Event? {
    guard let last = verdicts.last else { return nil }
    return events.last {
      if case .analysis(let record) = $0.payload {
        record.verdict == last.event.name
      } else {
        false
      }
    }
  }
}
