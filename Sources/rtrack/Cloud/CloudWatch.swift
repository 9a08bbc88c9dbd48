import Documents
import Execution
import Ledger
import Platform
import Research

/// Asks machines how the jobs stand that were sent out.
struct CloudWatch {
  let context: Context
  let shelf: JobShelf

  init(_ context: Context, _ shelf: JobShelf) {
    self.context = context
    self.shelf = shelf
  }

  /// A job and what is known of it now.
  struct Seen {
    var job: JobHandle
    /// Why its machine could not be asked: what is known is older then.
    var fault: String?
    /// What it said, or each of its tasks; empty where it was not asked.
    var standings: [JobStanding] = []
  }

  /// The jobs that a condition takes, each asked where it may have changed. What is new is noted.
  func refreshed(_ isWanted: (JobHandle) -> Bool) throws -> [Seen] {
    let (jobs, unreadable) = shelf.all()
    for path in unreadable {
      context.note(terminalSafe("rtrack: \(path) cannot be read, so that job is not known here"))
    }
    return try jobs.filter(isWanted).map { try refreshed($0) }
  }

  /// One job, asked now.
  func refreshed(_ job: JobHandle) throws -> Seen {
    if job.isRecorded || job.state.isOver { return Seen(job: job) }
    var job = job
    let site = try CloudSite(context, of: job)
    let standings: [JobStanding]
    do throws(EngineFault) {
      standings = try site.engine.standings(of: job)
    } catch {
      return Seen(job: job, fault: error.message)
    }
    let state = JobState(JobStanding(together: standings))
    if job.state != state {
      job.state = state
      try shelf.write(job)
    }
    return Seen(job: job, standings: standings)
  }

  /// Asks a job to stop, and waits as long as its grace lasts for its end.
  func terminated(_ job: JobHandle) throws -> Seen {
    let site = try CloudSite(context, of: job)
    do throws(EngineFault) {
      try site.persisting(context).call { () throws(EngineFault) in try site.engine.cancel(job) }
    } catch {
      throw LedgerError(
        .remote, "run \(job.run) was not asked to stop: \(error.message)",
        hint: "try again; it ends by itself after \(RunClock.words(Double(job.limit)))")
    }
    var seen = try refreshed(job)
    for _ in 0..<60 where !seen.job.state.isOver {
      MonotonicClock.sleep(.milliseconds(200))
      seen = try refreshed(job)
    }
    return seen
  }

  /// Removes what recorded jobs left on their machines.
  func collect() throws -> CloudJobs {
    var collected: [Seen] = []
    var status: Int32 = 0
    for var job in shelf.all().jobs where job.isRecorded {
      if !job.isCollected {
        do throws(EngineFault) {
          try removed(job)
        } catch {
          context.note(terminalSafe("rtrack: run \(job.run): \(error.message)"))
          status = 2
          continue
        }
        job.isCollected = true
      }
      try shelf.forget(job.run)
      collected.append(Seen(job: job))
    }
    return CloudJobs(jobs: collected, status: status, nothing: "There is nothing to remove.")
  }

  private func removed(_ job: JobHandle) throws(EngineFault) {
    do {
      try CloudSite(context, of: job).engine.remove(job)
    } catch let fault as EngineFault {
      throw fault
    } catch {
      throw EngineFault.failed(Failure(error).message)
    }
  }
}
