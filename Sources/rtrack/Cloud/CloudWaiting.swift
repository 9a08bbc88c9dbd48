import Documents
import Execution
import Ledger
import Platform
import Research

/// Waits for a job's end, passing on what it prints meanwhile. Whoever stops waiting stops nothing
/// else: the job goes on.
struct CloudWaiting {
  let context: Context
  let job: JobHandle
  let isQuiet: Bool

  init(_ context: Context, _ job: JobHandle, isQuiet: Bool) {
    self.context = context
    self.job = job
    self.isQuiet = isQuiet
  }

  /// Waits, then pulls.
  func run(speaker: String?, cycle: CycleReference?) throws -> any Report {
    context.note(
      terminalSafe(
        "rtrack: run \(job.run) of \(job.experiment) was sent out (\(job.place)); it goes on when "
          + "this call ends: `rtrack cloud pull \(job.run)`"))
    let pulling = try CloudPulling(context, speaker: speaker, cycle: cycle)
    let watch = CloudWatch(context, pulling.shelf)
    var at: [String: Int] = [:]
    var pause = Duration.milliseconds(100)
    var isAway = false
    while true {
      let seen = try watch.refreshed(job)
      if seen.fault == nil {
        for task in job.tasks {
          let waiting = CloudWaiting(context, task, isQuiet: isQuiet)
          for log in [JobLog.output, .errors] {
            let name = task.folder + log.rawValue
            while case let count = try waiting.relay(log, from: at[name] ?? 0), count > 0 {
              at[name, default: 0] += count
            }
          }
        }
      } else if !isAway, let fault = seen.fault {
        context.note(terminalSafe("rtrack: \(fault); the job goes on without this machine"))
      }
      isAway = seen.fault != nil
      if seen.job.state.isOver { return try pulling.report(on: job) }
      MonotonicClock.sleep(pause)
      pause = min(pause * 2, .seconds(15))
    }
  }

  /// Passes on what a log holds from a byte on, at most a MiB; gives back how many bytes that was.
  func relay(_ log: JobLog, from offset: Int) throws -> Int {
    let site = try CloudSite(context, of: job)
    let bytes: [UInt8]
    do throws(EngineFault) {
      bytes = try site.engine.log(log, of: job, from: offset)
    } catch .unreachable {
      return 0
    } catch {
      throw LedgerError(.remote, error.message, hint: "see `rtrack cloud status \(job.run)`")
    }
    context.relay(bytes, log == .errors || isQuiet)
    return bytes.count
  }
}

/// How far a log was printed.
struct CloudLogged: Report {
  let job: JobHandle
  let log: JobLog
  /// The byte that the next call begins with.
  let end: Int

  var ids: [String] { [] }
  var json: [JSON.Member] {
    [
      JSON.Member("run", .string(job.run.description)), JSON.Member("log", .string(log.rawValue)),
      JSON.Member("end", .integer(end)),
    ]
  }

  func text(for terminal: Terminal) -> String { "" }
}
