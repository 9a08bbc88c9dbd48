import Documents
import Execution
import Ledger
import Platform
import Research

/// The machine that jobs go to, with the engine that brings them there.
struct CloudSite {
  let engineName: CloudSettings.Engine
  let host: String?
  private(set) var engine: any Engine
  /// Where its jobs send what they leave; nil for nowhere.
  private(set) var bucket: CloudBucket?
  /// Where jobs lie there; nil for this machine.
  private let base: String?
  /// What the started event says of where it runs.
  let hostName: String
  /// Whether what its job left is a folder that somebody brought.
  private(set) var isBrought = false

  /// The machine that is set up; this one where none is.
  init(_ context: Context, _ settings: CloudSettings) throws {
    try self.init(
      context, settings.engine ?? .local, host: settings.host,
      base: settings.folder ?? ".rtrack/jobs")
    bucket = settings.bucket
  }

  /// The machine of a job that was sent out.
  ///
  /// - Parameter left: the folder that holds what the job left, where that was brought here.
  init(_ context: Context, of job: JobHandle, left: String? = nil) throws {
    try self.init(context, job.engine, host: job.host, base: nil, left: left)
    if left == nil, job.bucket != nil {
      engine = Engines.bucket(behind: engine, context.environment) {
        context.note(terminalSafe("rtrack: \($0)"))
      }
    }
  }

  private init(
    _ context: Context, _ name: CloudSettings.Engine, host: String?, base: String?,
    left: String? = nil
  ) throws {
    // A handle is checked as what is configured is: its host reaches ssh too.
    _ = try CloudSettings(engine: name, host: host)
    engineName = name
    self.host = name == .local || name == .ci ? nil : host
    // Without a host its folder is this clone's: every node must see it.
    self.base = self.host == nil ? nil : base
    hostName = self.host ?? (name == .ci ? name.rawValue : context.hostName)
    if let left {
      engine = Engines.folder(left, context.environment)
      isBrought = true
      return
    }
    switch (name, host) {
    case (.local, _), (.ssh, nil): engine = Engines.local(context.environment)
    case (.ssh, let host?): engine = Engines.ssh(host, context.environment)
    case (.ci, _): engine = Engines.folder(nil, context.environment)
    case (.slurm, let host): engine = Engines.slurm(host, context.environment)
    }
  }

  /// This machine.
  static func local(_ context: Context) -> CloudSite {
    // Nothing of it can be wrong.
    CloudSite(local: context)
  }

  private init(local context: Context) {
    engineName = .local
    host = nil
    base = nil
    hostName = context.hostName
    engine = Engines.local(context.environment)
  }

  /// What the started event records of it.
  var facts: [RunStart.Fact] {
    [
      RunStart.Fact("engine", engineName.rawValue), RunStart.Fact("host", hostName),
      RunStart.Fact("rtrack", Program.version),
    ]
  }

  /// Where the folder of a run is on it.
  func folder(of run: RunID, _ experiment: ExperimentID, in place: RunPlace) -> String {
    base.map { Path.join($0, "\(experiment)-\(run)") } ?? Path.join(place.folder, "job")
  }

  /// What waits for it where it does not answer.
  func persisting(_ context: Context) -> Persistence {
    Persistence(context.patience.cloud) { context.note(terminalSafe("rtrack: \($0)")) }
  }
}
