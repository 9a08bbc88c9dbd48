import Documents
import Ledger
import Platform
public import Research

/// What a clone knows of a job that it sent out: where it is, and how it stood when it was last
/// asked. Kept as JSON in the git directory, so that it is found again after a restart.
public struct JobHandle: Sendable {
  /// The run that it is.
  public let run: RunID
  /// The experiment that it runs.
  public let experiment: ExperimentID
  /// What brought it there.
  public let engine: CloudSettings.Engine
  /// The host, where there is another one.
  public let host: String?
  /// Its folder on the machine that it runs on.
  public let folder: String
  /// The number that a batch system gave it.
  public var batch: String?
  /// The seeds of its tasks, each a folder of its own; empty for a job that is one.
  public var seeds: [Int] = []
  /// Where it sends what it leaves, a folder of a bucket; nil for nowhere.
  public var bucket: CloudBucket?
  /// When it ends by itself, in seconds from its start.
  public let limit: Int
  /// Where its results are to be put too, from the top of the work tree; nil for nowhere.
  public let outputFolder: String?
  /// Variables that its command was given; their values are covered in its log where they are
  /// secrets. The file is for its owner alone.
  public let variables: [String: String]
  /// When it was sent out.
  public let sent: Timestamp
  /// How it stood when it was last asked.
  public var state: JobState = .pending
  /// Whether its end is on record.
  public var isRecorded = false
  /// Whether its folder there has been removed.
  public var isCollected = false

  /// A job that is about to be sent out.
  public init(
    run: RunID, experiment: ExperimentID, engine: CloudSettings.Engine, host: String?,
    folder: String, limit: Int, outputFolder: String?, variables: [String: String],
    sent: Timestamp
  ) {
    self.run = run
    self.experiment = experiment
    self.engine = engine
    self.host = host
    self.folder = folder
    self.limit = limit
    self.outputFolder = outputFolder
    self.variables = variables
    self.sent = sent
  }

  /// Its tasks, each as a job of its own: itself, where it is one.
  public var tasks: [JobHandle] {
    if seeds.isEmpty { return [self] }
    return seeds.enumerated().map { number, seed in
      var task = JobHandle(
        run: run, experiment: experiment, engine: engine, host: host,
        folder: Path.join(folder, Self.name(ofTask: seed)), limit: limit, outputFolder: nil,
        variables: variables, sent: sent)
      task.bucket = bucket?.folder(Self.name(ofTask: seed))
      task.batch = batch.map { "\($0)_\(number)" }
      return task
    }
  }

  /// What the folder of a seed's task is called, as the step of its run is.
  static func name(ofTask seed: Int) -> String { "seed-\(seed)" }

  /// The script in its folder that is the job.
  var script: String { Path.join(folder, "job") }
  /// What it leaves, by name.
  public static let left =
    ["files", "facts", "manifest.sha256", "exit_code"] + JobLog.allCases.map(\.rawValue)

  /// Where it is, for people: `local`, `ssh lab`.
  public var place: String { [engine.rawValue, host].compactMap { $0 }.joined(separator: " ") }
}

extension JobHandle {
  /// Reads a handle; nil where it is none.
  init?(_ json: JSON) {
    guard let run = json["run"]?.string.flatMap({ RunID($0) }),
      let experiment = json["experiment"]?.string.flatMap({ ExperimentID($0) }),
      let engine = json["engine"]?.string.flatMap({ CloudSettings.Engine(rawValue: $0) }),
      let folder = json["folder"]?.string, let limit = json["limit_seconds"]?.integer,
      let sent = json["sent"]?.string.flatMap({ Timestamp($0) }),
      let state = json["state"]?.string.flatMap({ JobState(rawValue: $0) })
    else { return nil }
    var variables: [String: String] = [:]
    for member in json["variables"]?.object ?? [] { variables[member.key] = member.value.string }
    self.init(
      run: run, experiment: experiment, engine: engine, host: json["host"]?.string,
      folder: folder, limit: limit, outputFolder: json["output_folder"]?.string,
      variables: variables, sent: sent)
    batch = json["batch"]?.string
    self.state = state
    seeds = (json["seeds"]?.array ?? []).compactMap(\.integer)
    bucket = json["bucket"]?.string.flatMap {
      try? CloudBucket($0, endpoint: json["endpoint"]?.string)
    }
    isRecorded = json["recorded"]?.boolean ?? false
    isCollected = json["collected"]?.boolean ?? false
  }

  var json: JSON {
    func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    return .object([
      JSON.Member("version", .integer(1)), JSON.Member("run", .string(run.description)),
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("engine", .string(engine.rawValue)), JSON.Member("host", text(host)),
      JSON.Member("folder", .string(folder)), JSON.Member("batch", text(batch)),
      JSON.Member("seeds", .array(seeds.map { .integer($0) })),
      JSON.Member("bucket", text(bucket?.address)), JSON.Member("endpoint", text(bucket?.endpoint)),
      JSON.Member("limit_seconds", .integer(limit)),
      JSON.Member("output_folder", text(outputFolder)),
      JSON.Member(
        "variables",
        .object(variables.sorted { $0.key < $1.key }.map { JSON.Member($0, .string($1)) })),
      JSON.Member("sent", .string(sent.description)), JSON.Member("state", .string(state.rawValue)),
      JSON.Member("recorded", .boolean(isRecorded)),
      JSON.Member("collected", .boolean(isCollected)),
    ])
  }
}
