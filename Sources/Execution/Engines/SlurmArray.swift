import Platform

/// A job of several tasks as Slurm has it: one array, a task a seed. Each task says itself how it
/// ended; Slurm is asked once for all of them.
extension SlurmEngine {
  func standings(of job: JobHandle) throws(EngineFault) -> [JobStanding] {
    if job.seeds.isEmpty { return [try status(of: job)] }
    let gone = job.seeds.map { _ in JobStanding.lost }
    guard try site.call(["test", "-d", job.folder]).succeeded else { return gone }
    let told = try self.told(job)
    guard told.contains(where: { !$0.isOver }), let batch = job.batch else { return told }
    let queue = try queue(of: batch)
    // Between the two looks some may have ended, or died while they sent away what they left.
    let isGone = told.indices.contains { !told[$0].isOver && queue[$0] == nil }
    return try self.told(job, isGone ? "settle" : "told").enumerated().map { number, standing in
      if standing.isOver { return standing }
      guard let word = queue[number] else { return .lost }
      return Self.waiting.contains(word) ? .pending : standing
    }
  }

  /// What the script of each task answers, behind its status.
  func each(_ verb: String, of job: JobHandle) throws(EngineFault) -> [String] {
    let said = try site.output(of: ["sh", job.script, "each", verb])
    let lines = said.split(separator: "\n").map(String.init)
    if lines.count == job.seeds.count { return lines }
    throw EngineFault.failed("of \(job.seeds.count) tasks \(lines.count) answer")
  }

  /// What each task last wrote down of itself.
  private func told(
    _ job: JobHandle, _ verb: String = "told"
  ) throws(EngineFault) -> [JobStanding] {
    var standings: [JobStanding] = []
    for line in try each(verb, of: job) {
      guard line.hasPrefix("0 "), let standing = JobStanding(said: String(line.dropFirst(2))) else {
        throw EngineFault.failed("what a task says of itself cannot be read: \(line.prefix(100))")
      }
      standings.append(standing)
    }
    return standings
  }

  /// Slurm's words for the tasks of an array that wait or work, by their numbers.
  private func queue(of batch: String) throws(EngineFault) -> [Int: String] {
    var words: [Int: String] = [:]
    for line in try queue(batch, "%K %T") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let number = Int(parts[0]) else { continue }
      words[number] = String(parts[1])
    }
    return words
  }
}
