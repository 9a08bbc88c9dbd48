import Experiments
import Ledger
import Research

/// An experiment with what is known of its results.
struct ReportedExperiment {
  /// What was promised.
  let experiment: Experiment
  /// The spec in force; nil where its bytes are not whole.
  let spec: Spec?
  /// All of its runs.
  let history: RunHistory
  /// What the run measured that counts; nil where none does, or it cannot be read.
  let metrics: Metrics?

  init(_ experiment: Experiment, spec: Spec?, history: RunHistory, metrics: Metrics?) {
    self.experiment = experiment
    self.spec = spec
    self.history = history
    self.metrics = metrics
  }

  init(_ experiment: Experiment, in snapshot: Snapshot) throws {
    self.experiment = experiment
    do {
      let bytes = try snapshot.spec(experiment.inForce, of: experiment.id)
      spec = SpecReader.read(String(decoding: bytes, as: UTF8.self)).spec
    } catch let error as LedgerError where error.kind == .tampered {
      spec = nil
    }
    history = try snapshot.runs(of: experiment)
    var metrics: Metrics?
    if let run = history.counting,
      let bytes = try snapshot.file("metrics.json", of: run.id, of: experiment.id)
    {
      metrics = try? MetricsReader.read(bytes).metrics
    }
    self.metrics = metrics
  }

  /// The experiments that an issue speaks of, by their ids, in its texts and its evidence.
  static func all(of issue: Issue, in snapshot: Snapshot) throws -> [ReportedExperiment] {
    let ids = try snapshot.experimentIDs()
    if ids.isEmpty { return [] }
    var words: Set<Substring> = []
    for text in texts(of: issue) {
      words.formUnion(text.split { !isPart($0) }.map(withoutStops))
    }
    return try ids.filter { words.contains($0.text[...]) }.compactMap { id in
      try snapshot.experiments(id).first.map { try ReportedExperiment($0, in: snapshot) }
    }
  }

  private static func texts(of issue: Issue) -> [String] {
    var texts = [issue.title, issue.text]
    for event in issue.conversation {
      guard case .comment(let comment) = event.payload else { continue }
      texts += [event.body] + comment.results
      texts += [comment.tried, comment.why, comment.next].compactMap { $0 }
    }
    return texts
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
  }

  /// A sentence may end behind an id, and a spec's file has its name.
  private static func withoutStops(_ word: Substring) -> Substring {
    var word = word
    while word.last == "." { word.removeLast() }
    return word.hasSuffix(".md") ? word.dropLast(3) : word
  }
}
