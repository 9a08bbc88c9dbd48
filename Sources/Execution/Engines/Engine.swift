/// What brings jobs to a machine, asks after them there, and brings back what they left.
///
/// Nothing of a job reaches a shell's line on the way: a command travels in a file, and what is
/// called there is rtrack's own script with words of its own.
public protocol Engine {
  /// Whether the machine answers now.
  func reach() throws(EngineFault)

  /// Whether this runs containers there, or anybody where nobody is named; true where that cannot
  /// be seen before a job is there.
  func runsContainers(_ tool: ContainerOrder.Tool?) throws(EngineFault) -> Bool

  /// Brings a staged job there and starts it. Where nobody knows whether an earlier call came
  /// through it may be called again: a job is never started twice.
  ///
  /// - Returns: the number that a batch system gave it; nil where there is none.
  func submit(_ stage: JobStage, as job: JobHandle) throws(EngineFault) -> String?

  /// How it stands there.
  func status(of job: JobHandle) throws(EngineFault) -> JobStanding

  /// How each of its tasks stands there, in their order; of one without tasks itself.
  func standings(of job: JobHandle) throws(EngineFault) -> [JobStanding]

  /// Sees to it that a job which has not begun never will; false where it has.
  func withdraw(_ job: JobHandle) throws(EngineFault) -> Bool

  /// Asks it to stop; it is killed when its grace is over. Nothing happens where it has ended.
  func cancel(_ job: JobHandle) throws(EngineFault)

  /// What one of its logs holds from a byte on, at most a MiB; nothing where there is no more.
  func log(_ log: JobLog, of job: JobHandle, from offset: Int) throws(EngineFault) -> [UInt8]

  /// Copies what it left into an empty folder; may be called again over what came half.
  func pull(_ job: JobHandle, into folder: String) throws(EngineFault)

  /// Removes its folder there.
  func remove(_ job: JobHandle) throws(EngineFault)
}

extension Engine {
  /// How it stands, as its only task.
  public func standings(of job: JobHandle) throws(EngineFault) -> [JobStanding] {
    [try status(of: job)]
  }
}

extension Engine {
  /// Those that work are others than the machine that takes jobs.
  public func runsContainers(_ tool: ContainerOrder.Tool?) throws(EngineFault) -> Bool { true }
}

/// The engines that there are.
public enum Engines {
  /// The one for jobs of this machine.
  public static func local(_ environment: [String: String]) -> any Engine {
    DirectEngine(site: LocalSite(environment: environment))
  }

  /// The one for jobs of a host, as ssh takes its name.
  public static func ssh(_ host: String, _ environment: [String: String]) -> any Engine {
    DirectEngine(site: SSHSite(host: host, environment: environment))
  }

  /// The one for jobs of a Slurm cluster, submitted here or on a host that ssh reaches.
  public static func slurm(_ host: String?, _ environment: [String: String]) -> any Engine {
    let local = DirectEngine(site: LocalSite(environment: environment))
    let far = host.map { DirectEngine(site: SSHSite(host: $0, environment: environment)) }
    return SlurmEngine(direct: far ?? local)
  }

  /// An engine whose jobs send to a bucket what they leave.
  ///
  /// - Parameter tell: told where the bucket does not have what it should.
  public static func bucket(
    behind machine: any Engine, _ environment: [String: String], tell: @escaping (String) -> Void
  ) -> any Engine {
    BucketEngine(machine: machine, environment: environment, tell: tell)
  }

  /// The one for a job whose machine nobody here reaches.
  ///
  /// - Parameter left: the folder that holds what it left; nil where there is none yet.
  public static func folder(_ left: String?, _ environment: [String: String]) -> any Engine {
    FolderEngine(left: left, site: LocalSite(environment: environment))
  }
}

/// Why an engine could not do what was asked.
public enum EngineFault: Error, Hashable, Sendable {
  /// The machine does not answer: that says nothing of the job.
  case unreachable(String)
  /// It answers, and this failed there.
  case failed(String)

  /// What was said, in a line.
  public var message: String {
    switch self {
    case .unreachable(let said), .failed(let said): said
    }
  }
}

/// The logs of a job.
public enum JobLog: String, CaseIterable, Sendable {
  /// What the command wrote to standard output.
  case output = "stdout.log"
  /// What it wrote to standard error.
  case errors = "stderr.log"
  /// What preparing its environment said.
  case setup = "setup.log"
}

/// How a job stands on its machine.
public enum JobStanding: Hashable, Sendable {
  /// It waits for its turn.
  case pending
  /// What it needs is being prepared.
  case provisioning
  /// Its command is at work.
  case running
  /// It has ended with this exit code; the manifest of what it left has this SHA-256.
  case ended(code: Int, manifest: String, by: JobEnd)
  /// It is gone without an end.
  case lost
}

extension JobStanding {
  /// Whether nothing will change any more.
  public var isOver: Bool { JobState(self).isOver }

  /// How a job of several tasks stands: at work while one is; where all are over, gone where one
  /// is gone, else as the first of them that did not complete.
  public init(together tasks: [JobStanding]) {
    let open = tasks.filter { !$0.isOver }
    if let first = open.first {
      let isBegun = open.count < tasks.count
      let working = [.running, .provisioning].first { open.contains($0) }
      self = working ?? (isBegun ? .running : first)
    } else {
      self =
        tasks.first { $0 == .lost } ?? tasks.first { JobState($0) != .completed }
        ?? tasks.first ?? .lost
    }
  }
}

/// What brought a job to its end.
public enum JobEnd: String, Hashable, Sendable {
  /// Its command ended by itself.
  case itself
  /// Somebody asked it to stop.
  case terminated
  /// Its time was over.
  case timedOut = "timed_out"
  /// What its command needs could not be prepared, so that it never ran.
  case unprepared
}

/// How a job stands, in the protocol's words.
public enum JobState: String, CaseIterable, Hashable, Sendable {
  case pending, provisioning, running, completed, failed, error, terminated, lost

  /// What a standing on the machine comes to.
  public init(_ standing: JobStanding) {
    self =
      switch standing {
      case .pending: .pending
      case .provisioning: .provisioning
      case .running: .running
      case .lost: .lost
      case .ended(_, _, .unprepared): .error
      case .ended(_, _, .terminated), .ended(_, _, .timedOut): .terminated
      case .ended(0, _, .itself): .completed
      case .ended(_, _, .itself): .failed
      }
  }

  /// Whether nothing will change any more.
  public var isOver: Bool {
    switch self {
    case .pending, .provisioning, .running: false
    case .completed, .failed, .error, .terminated, .lost: true
    }
  }
}
