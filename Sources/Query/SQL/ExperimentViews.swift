import Database
import Ledger
import Research

/// Experiments, their runs, and what became of them.
extension LedgerView {
  static let experiments = LedgerView(
    name: "experiments", meaning: "an experiment, withdrawn ones too",
    columns: [
      Column("experiment", "its id"),
      Column("number", "what it is called by; NULL where its id has none"),
      Column("title", "of the spec in force"),
      Column("state", "registered, amended or withdrawn"), Column("registered", "when"),
      Column("registered_by", "by whom"),
      Column("seen", "what had been seen when the spec in force was written"),
      Column("amendments", "how many"), Column("withdrawn", "when; NULL where it is not"),
      Column("spec", "the git id of the bytes of the spec in force"),
      Column("opening", "the name of the event that registered it"),
    ],
    source: .ledger { snapshot, goOn in
      try allExperiments(snapshot, goOn).map { experiment -> [Value] in
        let (first, now) = (experiment.registered, experiment.inForce)
        return [
          .text(experiment.id.text), .optional(experiment.number), .text(now.record.title),
          .text(
            experiment.withdrawn != nil
              ? "withdrawn" : experiment.versions.count > 1 ? "amended" : "registered"),
          .text(first.event.time.description), .text(first.event.agent.text),
          .text(now.record.seen.rawValue), .integer(experiment.versions.count - 1),
          .optional(experiment.withdrawn?.time.description), .text(now.record.blob),
          .text(experiment.opening.description),
        ]
      }
    })

  static let runs = LedgerView(
    name: "runs", meaning: "a run, every one that was started or brought",
    columns: [
      Column("experiment", "the experiment"), Column("run", "its name, such as 1-7c2mxa"),
      Column("outcome", "completed, aborted, failed, timed_out, lost; NULL while it has no end"),
      Column("counts", "1 for the run whose results count"),
      Column("started", "when; NULL for results that were brought"),
      Column("ended", "when; NULL while it has no end"),
      Column("agent", "who started it, or brought it"), Column("host", "where it ran, where told"),
      Column("seed", "the seed it was given alone; NULL for none or several"),
      Column("commit_id", "the commit of the code that ran; NULL for results that were brought"),
      Column("deviated", "1 where seeds or configuration are others than the spec's"),
      Column("baseline", "1 where it only reproduced the baseline"),
      Column("superseded_by", "the run that stands in for it; NULL for none"),
    ],
    source: .ledger { snapshot, goOn in
      try snapshot.experimentsWithResults().flatMap { id -> [[Value]] in
        try goOn()
        let history = try snapshot.runs(of: id)
        let counting = try snapshot.countingRuns(of: id)
        let ended = history.runs.map { run in
          row(id, run.id, run.started, run.start, run, counts: counting.contains(run.id))
        }
        return ended
          + history.unfinished.map { row(id, $0.id, $0.event, $0.start, nil, counts: false) }
      }
    })

  private static func row(
    _ experiment: ExperimentID, _ id: RunID, _ started: Event?, _ start: RunStart?, _ run: Run?,
    counts: Bool
  ) -> [Value] {
    [
      .text(experiment.text), .text(id.description), .optional(run?.end.outcome.rawValue),
      .integer(counts ? 1 : 0), .optional(started?.time.description),
      .optional(run?.ended.time.description),
      .optional((started ?? run?.ended)?.agent.text), .optional(start?.host ?? run?.end.host),
      .optional(start?.seed), .optional(start?.commit),
      .integer(run?.end.isDeviated == true ? 1 : 0),
      .integer((run?.isBaseline ?? start?.isBaseline) == true ? 1 : 0),
      .optional(run?.supersededBy?.description),
    ]
  }

  static let metrics = LedgerView(
    name: "metrics", meaning: "what a run measured: its metrics.json, whole",
    columns: [
      Column("experiment", "the experiment"), Column("run", "the run"),
      Column("counts", "1 for the run whose results count"),
      Column(
        "metrics", "the bytes of metrics.json, for json_extract and json_tree; NULL for none"),
    ],
    source: .ledger { snapshot, goOn in
      try snapshot.experimentsWithResults().flatMap { id -> [[Value]] in
        try goOn()
        let history = try snapshot.runs(of: id)
        let counting = try snapshot.countingRuns(of: id)
        return try history.runs.map { run in
          let bytes = try snapshot.file("metrics.json", of: run.id, of: id)
          return [
            .text(id.text), .text(run.id.description), .integer(counting.contains(run.id) ? 1 : 0),
            .optional(bytes.map { String(decoding: $0, as: UTF8.self) }),
          ]
        }
      }
    })

  static let verdicts = LedgerView(
    name: "verdicts", meaning: "a verdict that was recorded, those too whose place another took",
    columns: [
      Column("experiment", "the experiment"), Column("run", "the run that was judged"),
      Column("verdict", "CONFIRMED, REFUTED or INCONCLUSIVE: what somebody stands by"),
      Column("computed", "what the criteria gave then"),
      Column("marks", "what is to be known beside it, commas between"),
      Column("agent", "who stands by it"), Column("at", "when"),
      Column("reason", "why it is another than the criteria's; NULL where it is theirs"),
      Column("in_force", "1 for the last of its experiment"),
      Column("name", "the event's name"),
    ],
    source: .ledger { snapshot, goOn in
      try allExperiments(snapshot, goOn).flatMap { experiment -> [[Value]] in
        let last = experiment.verdicts.last?.event.name
        return experiment.verdicts.map { event, record -> [Value] in
          [
            .text(experiment.id.text), .text(record.run.description),
            .text(record.word.rawValue), .text(record.computed.rawValue),
            .text(record.marks.map(\.rawValue).joined(separator: ",")),
            .text(event.agent.text), .text(event.time.description), .optional(record.reason),
            .integer(event.name == last ? 1 : 0), .text(event.name.description),
          ]
        }
      }
    })

  private static func allExperiments(
    _ snapshot: Snapshot, _ goOn: () throws -> Void
  ) throws -> [Experiment] {
    try snapshot.experimentIDs().flatMap { id in
      try goOn()
      return try snapshot.experiments(id)
    }
  }
}
