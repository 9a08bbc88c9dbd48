import Platform

/// Jobs that send to a bucket what they leave: it is taken from there, also when their machine is
/// gone or answers nobody. Where the bucket does not have all of it, the machine is asked.
struct BucketEngine: Engine {
  let machine: any Engine
  let environment: [String: String]
  /// Told where the bucket does not have what it should.
  let tell: (String) -> Void

  func reach() throws(EngineFault) { try machine.reach() }

  func submit(_ stage: JobStage, as job: JobHandle) throws(EngineFault) -> String? {
    try machine.submit(stage, as: job)
  }

  func status(of job: JobHandle) throws(EngineFault) -> JobStanding {
    JobStanding(together: try standings(of: job))
  }

  func standings(of job: JobHandle) throws(EngineFault) -> [JobStanding] {
    var standings: [JobStanding]
    do throws(EngineFault) {
      standings = try machine.standings(of: job)
    } catch .unreachable(let said) {
      standings = []
      for task in job.tasks {
        guard let end = try end(of: task) else { throw EngineFault.unreachable(said) }
        standings.append(end)
      }
      return standings
    }
    for (number, task) in job.tasks.enumerated() where standings[number] == .lost {
      standings[number] = try end(of: task) ?? .lost
    }
    return standings
  }

  func withdraw(_ job: JobHandle) throws(EngineFault) -> Bool { try machine.withdraw(job) }

  func cancel(_ job: JobHandle) throws(EngineFault) { try machine.cancel(job) }

  func log(
    _ log: JobLog, of job: JobHandle, from offset: Int
  ) throws(EngineFault) -> [UInt8] {
    try machine.log(log, of: job, from: offset)
  }

  func pull(_ job: JobHandle, into folder: String) throws(EngineFault) {
    guard let bucket = job.bucket else { return try machine.pull(job, into: folder) }
    do throws(EngineFault) {
      if try end(of: job) != nil {
        let words =
          bucket.isOfAWS
          ? aws(bucket, ["cp", "--recursive", "--only-show-errors", bucket.address + "/", folder])
          : ["rclone", "--quiet", "copy", bucket.address, folder]
        let result = try run(words)
        if result.succeeded { return }
        throw EngineFault.unreachable("\(bucket.address): \(LocalSite.words(of: result))")
      }
      tell("\(bucket.address) does not have all of it; it comes from \(job.place)")
    } catch {
      tell("\(error.message); it comes from \(job.place)")
    }
    try machine.pull(job, into: folder)
  }

  func remove(_ job: JobHandle) throws(EngineFault) { try machine.remove(job) }

  /// What the bucket holds of a job's end; nil where it holds none.
  private func end(of job: JobHandle) throws(EngineFault) -> JobStanding? {
    guard let bucket = job.bucket else { return nil }
    let file = bucket.address + "/exit_code"
    let result = try run(
      bucket.isOfAWS
        ? aws(bucket, ["cp", "--only-show-errors", file, "-"]) : ["rclone", "--quiet", "cat", file])
    if result.succeeded {
      return JobStanding(said: "ended " + String(decoding: result.output, as: UTF8.self))
    }
    let said = LocalSite.words(of: result)
    // Both tools' words for a file that is not there; rclone has exit codes of its own for it.
    let isMissing =
      bucket.isOfAWS
      ? said.contains("(404)") || said.contains("NoSuchKey")
      : [.exited(3), .exited(4)].contains(result.end)
    if isMissing { return nil }
    throw EngineFault.unreachable("\(bucket.address): \(said)")
  }

  private func aws(_ bucket: CloudBucket, _ words: [String]) -> [String] {
    ["aws"] + (bucket.endpoint.map { ["--endpoint-url", $0] } ?? []) + ["s3"] + words
  }

  private func run(_ words: [String]) throws(EngineFault) -> ChildResult {
    do throws(SystemError) {
      return try Child.run(words, environment: environment)
    } catch {
      throw EngineFault.unreachable(
        error.isMissing ? "\(words[0]) is not installed here" : "\(error)")
    }
  }
}
