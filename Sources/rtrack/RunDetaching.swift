import Documents
import Execution
import Ledger
import Platform
import Research

/// A run whose start is on record, handed over to a process that outlives this one.
struct RunDetaching {
  let watcher: RunWatcher

  /// Hands the run over; where no process can be started for it, it is recorded as one that was
  /// not started.
  func run() throws -> any Report {
    let context = watcher.context
    do throws(SystemError) {
      let program: String
      do {
        program = try context.ownPath()
      } catch {
        throw SystemError("run", nil, code: 2)
      }
      try watcher.claim.handOver(
        to: [program, RunWatch.name, watcher.experiment.text, "\(watcher.place.run)"],
        in: context.directory, environment: context.environment, log: watcher.place.watchLog)
    } catch {
      var ending = watcher.ending()
      ending.fault = error
      return try ending.write(by: watcher.terms.agent, keeping: watcher.claim)
    }
    return DetachedRun(
      experiment: watcher.experiment, run: watcher.place.run, start: watcher.start,
      started: watcher.started)
  }
}

/// A run that goes on when the call that started it has ended.
private struct DetachedRun: Report {
  let experiment: ExperimentID
  let run: RunID
  let start: RunStart
  let started: Event

  var ids: [String] { [run.description] }

  var json: [JSON.Member] {
    [
      JSON.Member("experiment", .string(experiment.text)),
      JSON.Member("run", .string(run.description)), JSON.Member("state", .string("running")),
      JSON.Member("started", .string(started.time.description)),
      JSON.Member("event", .string(started.name.description)),
      JSON.Member("commit", .string(start.commit)),
    ]
  }

  func text(for terminal: Terminal) -> String {
    terminalSafe(
      "\(experiment): run \(run) is at work, detached\n"
        + "  rtrack run status \(run) | wait \(run) | logs \(run) --follow | abort \(run)\n")
  }
}
