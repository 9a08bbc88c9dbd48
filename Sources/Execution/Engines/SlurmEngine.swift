import Platform

/// Jobs of a Slurm cluster, submitted here or on a host that ssh reaches. The job's folder lies
/// where every node sees it, and the job itself says how it ended: Slurm is asked only whether it
/// waits, works or is gone.
struct SlurmEngine: Engine {
  let direct: DirectEngine
  var site: any JobSite { direct.site }

  /// Slurm's words for a job that does not work yet.
  static let waiting: Set = [
    "PENDING", "CONFIGURING", "REQUEUED", "RESV_DEL_HOLD", "REQUEUE_HOLD",
  ]

  func reach() throws(EngineFault) {
    let result = try site.call(["sinfo", "-h", "-o", "%T"])
    if !result.succeeded {
      throw EngineFault.unreachable("Slurm does not answer: \(LocalSite.words(of: result))")
    }
  }

  func submit(_ stage: JobStage, as job: JobHandle) throws(EngineFault) -> String? {
    try direct.place(stage, for: job)
    // Slurm's own limit comes after the job's: the job writes down its end itself.
    let minutes = (job.limit + stage.grace) / 60 + 2
    let words = ["--time=\(minutes)", "--job-name=\(job.run)"] + stage.batch
    let said = try site.output(of: ["sh", job.script, "enqueue"] + words)
    let number = said.prefix { $0.isASCII && $0.isNumber }
    if number.isEmpty { throw EngineFault.failed("sbatch gave no number: \(said.prefix(100))") }
    return String(number)
  }

  func status(of job: JobHandle) throws(EngineFault) -> JobStanding {
    if !job.seeds.isEmpty { return JobStanding(together: try standings(of: job)) }
    if let told = try told(job), case .ended = told { return told }
    guard let batch = job.batch else { return try told(job) ?? .lost }
    switch try queued(batch) {
    case nil:
      // Between the two looks it may have ended, or died while it sent away what it left.
      if let told = try told(job, "settle"), case .ended = told { return told }
      return .lost
    case let word? where Self.waiting.contains(word): return .pending
    default: return try told(job) ?? .lost
    }
  }

  func cancel(_ job: JobHandle) throws(EngineFault) {
    guard let batch = job.batch else { return try direct.cancel(job) }
    if try withdraw(job) {
      _ = try site.call(["scancel", batch])
      return
    }
    // Tasks that wait have been withdrawn; what is left of them in the queue says nothing.
    if !job.seeds.isEmpty { _ = try site.call(["scancel", "--state=PENDING", batch]) }
    if try queued(batch) != nil {
      // The job itself stops what it started, and writes down its end.
      try site.output(of: ["scancel", "--signal=TERM", "--batch", batch])
    }
  }

  func withdraw(_ job: JobHandle) throws(EngineFault) -> Bool {
    if job.seeds.isEmpty { return try direct.withdraw(job) }
    guard try site.call(["test", "-d", job.folder]).succeeded else { return true }
    return try each("withdraw", of: job).allSatisfy { $0.hasPrefix("0") }
  }

  func log(
    _ log: JobLog, of job: JobHandle, from offset: Int
  ) throws(EngineFault) -> [UInt8] {
    try direct.log(log, of: job, from: offset)
  }

  func pull(_ job: JobHandle, into folder: String) throws(EngineFault) {
    try direct.pull(job, into: folder)
  }

  func remove(_ job: JobHandle) throws(EngineFault) { try direct.remove(job) }

  /// What the job last wrote down of itself, on whatever node; nil where its folder is gone.
  private func told(
    _ job: JobHandle, _ verb: String = "told"
  ) throws(EngineFault) -> JobStanding? {
    guard try site.call(["test", "-d", job.folder]).succeeded else { return nil }
    let said = try site.output(of: ["sh", job.script, verb])
    guard let standing = JobStanding(said: said) else {
      throw EngineFault.failed("what the job says of itself cannot be read: \(said.prefix(100))")
    }
    return standing
  }

  /// Slurm's word for a job that waits or works; nil for one that it does not have any more.
  private func queued(_ batch: String) throws(EngineFault) -> String? {
    try queue(batch, "%T").first
  }

  /// What Slurm says of a job, or of each task of an array, that waits or works: a line each, its
  /// last word the state.
  func queue(_ batch: String, _ format: String) throws(EngineFault) -> [String] {
    let result = try site.call(["squeue", "-h", "-r", "-j", batch, "-o", format])
    let said = LocalSite.words(of: result)
    if !result.succeeded, !said.contains("Invalid job id") {
      throw EngineFault.unreachable("Slurm does not answer: \(said)")
    }
    let over: Set<Substring> = [
      "COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL",
      "DEADLINE", "PREEMPTED",
    ]
    return String(decoding: result.output, as: UTF8.self).split(separator: "\n").compactMap {
      let words = $0.split(whereSeparator: \.isWhitespace)
      return words.last.flatMap { over.contains($0) ? nil : words.joined(separator: " ") }
    }
  }
}
