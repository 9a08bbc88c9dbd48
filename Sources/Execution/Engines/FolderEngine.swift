import Platform

/// A job that runs where nobody here reaches it, such as in a code host's CI: it takes its order
/// from the ledger, and what it left comes as a folder that somebody brings.
struct FolderEngine: Engine {
  /// What it left; nil where there is nothing yet.
  let left: String?
  let site: LocalSite

  func reach() throws(EngineFault) {}

  func submit(_ stage: JobStage, as job: JobHandle) throws(EngineFault) -> String? { nil }

  func status(of job: JobHandle) throws(EngineFault) -> JobStanding {
    guard let left else {
      throw EngineFault.unreachable("how run \(job.run) stands is seen where it runs alone")
    }
    guard let bytes = try? FileSystem.readPlain(Path.join(left, "exit_code"), limit: 1_000) else {
      throw EngineFault.failed("\(left) holds no job that came to its end: exit_code is not there")
    }
    let said = String(decoding: bytes, as: UTF8.self)
    guard let standing = JobStanding(said: "ended " + said) else {
      throw EngineFault.failed("\(left)/exit_code cannot be read: \(said.prefix(100))")
    }
    return standing
  }

  func withdraw(_ job: JobHandle) throws(EngineFault) -> Bool { false }

  func cancel(_ job: JobHandle) throws(EngineFault) {
    throw EngineFault.failed("nobody here reaches it: stop it where it runs")
  }

  func log(
    _ log: JobLog, of job: JobHandle, from offset: Int
  ) throws(EngineFault) -> [UInt8] {
    throw EngineFault.failed("what run \(job.run) prints is seen where it runs")
  }

  func pull(_ job: JobHandle, into folder: String) throws(EngineFault) {
    guard let left else { throw EngineFault.failed("nobody has brought what it left") }
    try site.fetch(JobHandle.left, of: left, into: folder)
  }

  func remove(_ job: JobHandle) throws(EngineFault) {}
}
