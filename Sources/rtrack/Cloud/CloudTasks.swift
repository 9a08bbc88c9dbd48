import Execution
import Experiments
import Ledger
import Platform
import Research

/// The tasks of a job, a seed each, as the one run that they are: what each measured, and how they
/// ended together.
struct CloudTasks {
  let job: JobHandle
  let standings: [JobStanding]
  let remains: JobRemains
  let place: RunPlace

  /// Takes over what there is of them.
  func fill(_ ending: inout RunEnding) {
    var fold = MetricsFold()
    var ended: [(step: RunStep, facts: RunFacts)] = []
    for (task, standing) in zip(remains.tasks, standings) {
      let facts = facts(task, standing)
      let own = StepFiles.read(
        in: place.folder(of: task.step), isCut: facts?.failure != nil || facts == nil,
        told: task.fold)
      let stop = StepMetrics.add(own.told, file: own.metrics, of: task.step, to: &fold)
      guard var facts else { continue }
      if let stop { facts.stopped = facts.stopped ?? stop }
      ended.append((task.step, facts))
      ending.steps.append(StepRecord(task.step, facts))
      if let failure = facts.failure {
        fold.add(.note("Step \(task.step.name) failed (\(failure))."))
      }
    }
    ending.fold = fold
    ending.facts = together(ended.map(\.facts))
    let lost = zip(remains.tasks, standings).filter { $1 == .lost }.map(\.0.step.name)
    if !lost.isEmpty {
      ending.lost =
        "lost: \(lost.joined(separator: ", ")) of \(job.seeds.count) tasks "
        + "\(lost.count == 1 ? "is" : "are") gone from \(job.place) without an end"
    }
    ending.notStarted = "it was ended before it began"
  }

  /// How one task ended; nil where it never began.
  private func facts(_ task: JobRemains.Task, _ standing: JobStanding) -> RunFacts? {
    guard case .ended(let code, _, let end) = standing else { return nil }
    if end == .unprepared {
      return RunFacts(exitCode: code, wallClockSeconds: 0, userSeconds: 0, systemSeconds: 0)
    }
    return task.facts.end(by: end, limit: job.limit)
  }

  /// How they ended together: as the first that did not complete, from the first start to the last
  /// end, since they are at work beside each other; what they used is summed.
  private func together(_ all: [RunFacts]) -> RunFacts? {
    guard var whole = all.dropFirst().reduce(all.first, { $0?.followed(by: $1) }) else {
      return nil
    }
    if let span = JobFacts.span(of: remains.tasks.map(\.facts)) { whole.wallClockSeconds = span }
    if let first = all.first(where: { $0.stopped != nil })
      ?? all.first(where: { $0.failure != nil })
    {
      whole.exitCode = first.exitCode
      whole.stopped = first.stopped
      whole.isTimedOut = first.isTimedOut
    }
    // One that was ended before it began has no end of its own, and is missing all the same.
    if all.count < standings.count, whole.stopped == nil { whole.stopped = "terminated" }
    return whole
  }
}
