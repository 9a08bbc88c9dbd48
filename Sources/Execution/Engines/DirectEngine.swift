import Platform

/// Jobs that are processes of a machine, this one or one that ssh reaches: each in a session of its
/// own, so that it survives its caller, the terminal and the way to it.
struct DirectEngine: Engine {
  let site: any JobSite

  func reach() throws(EngineFault) { try site.output(of: ["true"]) }

  func runsContainers(_ tool: ContainerOrder.Tool?) throws(EngineFault) -> Bool {
    for tool in tool.map({ [$0] }) ?? ContainerOrder.Tool.allCases {
      do throws(EngineFault) {
        if try site.call(tool.question).succeeded { return true }
      } catch .failed {
        // It is not installed.
        continue
      }
    }
    return false
  }

  func submit(_ stage: JobStage, as job: JobHandle) throws(EngineFault) -> String? {
    try place(stage, for: job)
    try site.output(of: ["sh", job.script, "start"])
    return nil
  }

  /// Brings everything there under another name first: the folder of a job is whole or not there.
  func place(_ stage: JobStage, for job: JobHandle) throws(EngineFault) {
    if try site.call(["test", "-d", job.folder]).succeeded { return }
    let part = job.folder + ".part"
    try site.bring(stage.folder, to: part)
    for (source, name) in stage.data {
      try site.bring(source, to: Path.join(part, "code/\(name)"))
    }
    try site.output(of: ["mv", part, job.folder])
  }

  func status(of job: JobHandle) throws(EngineFault) -> JobStanding {
    guard try site.call(["test", "-d", job.folder]).succeeded else { return .lost }
    let said = try site.output(of: ["sh", job.script, "status"])
    guard let standing = JobStanding(said: said) else {
      throw EngineFault.failed("what the job says of itself cannot be read: \(said.prefix(100))")
    }
    return standing
  }

  func cancel(_ job: JobHandle) throws(EngineFault) {
    if try withdraw(job) { return }
    try site.output(of: ["sh", job.script, "stop"])
  }

  func withdraw(_ job: JobHandle) throws(EngineFault) -> Bool {
    guard try site.call(["test", "-d", job.folder]).succeeded else { return true }
    return try site.call(["sh", job.script, "withdraw"]).succeeded
  }

  func log(
    _ log: JobLog, of job: JobHandle, from offset: Int
  ) throws(EngineFault) -> [UInt8] {
    let words = ["sh", job.script, "log", log.rawValue, "\(offset)"]
    let result = try site.call(words)
    if result.succeeded { return result.output }
    throw EngineFault.failed("\(log.rawValue) cannot be read")
  }

  func pull(_ job: JobHandle, into folder: String) throws(EngineFault) {
    try site.fetch(JobHandle.left, of: job.folder, into: folder)
  }

  func remove(_ job: JobHandle) throws(EngineFault) {
    // A container of a job that was lost may be there still.
    if try site.call(["test", "-d", Path.join(job.folder, "container")]).succeeded {
      try site.output(of: ["sh", job.script, "stop"])
    }
    try site.output(of: ["rm", "-rf", job.folder, job.folder + ".part"])
  }
}

extension JobStanding {
  /// Reads what `job status` says.
  init?(said text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    switch words.first {
    case "pending": self = .pending
    case "provisioning": self = .provisioning
    case "running": self = .running
    case "lost": self = .lost
    case "ended":
      guard words.count == 4, let code = Int(words[1]), let end = JobEnd(rawValue: String(words[3]))
      else { return nil }
      self = .ended(code: code, manifest: String(words[2]), by: end)
    default: return nil
    }
  }
}
