import Documents
import Execution
import Ledger
import Research

/// Jobs as lists and answers show them.
struct CloudJobs: Report {
  let jobs: [CloudWatch.Seen]
  var status: Int32 = 0
  /// What is said in place of an empty list.
  var nothing = "No job was sent out from this clone."

  var ids: [String] { jobs.map(\.job.run.description) }
  var json: [JSON.Member] { [JSON.Member("jobs", .array(jobs.map(\.json)))] }

  func text(for terminal: Terminal) -> String {
    if jobs.isEmpty { return terminal.isOutput ? nothing : "" }
    var table = Table(["RUN", "STATE", "RECORDED", "PLACE", "SENT", "EXPERIMENT"])
    for seen in jobs { table.add(seen.cells) }
    return table.text(for: terminal)
  }
}

extension CloudWatch.Seen {
  var json: JSON {
    .object([
      JSON.Member("run", .string(job.run.description)),
      JSON.Member("experiment", .string(job.experiment.text)),
      JSON.Member("state", .string(job.state.rawValue)),
      JSON.Member("reachable", .boolean(fault == nil)),
      JSON.Member("fault", .optional(fault)),
      JSON.Member("recorded", .boolean(job.isRecorded)),
      JSON.Member("engine", .string(job.engine.rawValue)),
      JSON.Member("host", .optional(job.host)), JSON.Member("folder", .string(job.folder)),
      JSON.Member("batch", .optional(job.batch)),
      JSON.Member("seeds", .array(tasks)),
      JSON.Member("max_seconds", .integer(job.limit)),
      JSON.Member("sent", .string(job.sent.description)),
      JSON.Member("output_dir", .optional(job.outputFolder)),
    ])
  }

  /// Each seed, with how it stands where that was asked.
  private var tasks: [JSON] {
    job.seeds.enumerated().map { number, seed in
      let state = standings.indices.contains(number) ? JobState(standings[number]).rawValue : nil
      return .object([
        JSON.Member("seed", .integer(seed)), JSON.Member("state", .optional(state)),
      ])
    }
  }

  /// How it stands; of several tasks also how many have ended.
  private var words: String {
    let state = job.state.rawValue + (fault == nil ? "" : "?")
    if job.seeds.isEmpty || standings.isEmpty { return state }
    return "\(state) (\(standings.count { $0.isOver }) of \(standings.count) ended)"
  }

  var cells: [String] {
    [
      job.run.description, words,
      job.isRecorded ? "yes" : "no", job.place, job.sent.description, job.experiment.text,
    ]
  }
}

/// A job that was sent out and goes on by itself.
struct CloudSent: Report {
  let job: JobHandle

  var ids: [String] { [job.run.description] }
  var json: [JSON.Member] {
    [JSON.Member("job", CloudWatch.Seen(job: job).json)]
  }

  func text(for terminal: Terminal) -> String {
    if job.engine == .ci {
      return terminalSafe(
        "\(job.experiment): run \(job.run) is on record for CI\n"
          + "  rtrack sync publishes it; start the workflow with run \(job.run), fetch the folder "
          + "that it leaves, then\n  rtrack cloud pull \(job.run) --from DIR")
    }
    return terminalSafe(
      "\(job.experiment): run \(job.run) was sent out (\(job.place)); it ends by itself after "
        + "\(RunClock.words(Double(job.limit)))\n"
        + "  rtrack cloud status \(job.run)\n  rtrack cloud pull \(job.run)")
  }
}

/// What a pull came to.
struct CloudPulled: Report {
  let outcome: CloudPulling.Outcome
  /// What was put into the folder that was asked for, and what lay there already.
  var filled: CloudOutput?

  var status: Int32 {
    switch outcome {
    case .alive: 1
    case .recorded(let report): report.status
    case .known: 0
    }
  }

  var ids: [String] {
    switch outcome {
    case .alive(let seen): [seen.job.run.description]
    case .recorded(let report): report.ids
    case .known(let job): [job.run.description]
    }
  }

  var json: [JSON.Member] {
    var members: [JSON.Member]
    switch outcome {
    case .alive(let seen): members = [JSON.Member("job", seen.json)]
    case .recorded(let report): members = report.json
    case .known(let job):
      members = [JSON.Member("job", CloudWatch.Seen(job: job).json)]
    }
    if let filled {
      members += [
        JSON.Member("output_dir", .string(filled.folder)),
        JSON.Member("written", .strings(filled.written)),
        JSON.Member("kept", .strings(filled.kept)),
      ]
    }
    return members
  }

  func text(for terminal: Terminal) -> String {
    var text: String
    switch outcome {
    case .alive(let seen):
      text = "run \(seen.job.run) is \(seen.job.state.rawValue); there is nothing to pull yet\n"
    case .recorded(let report): text = report.text(for: terminal)
    case .known(let job): text = "run \(job.run) of \(job.experiment) is on record already\n"
    }
    if let filled {
      text += "\(filled.folder): \(filled.written.count) written"
      if !filled.kept.isEmpty {
        text += ", left as they were: \(filled.kept.joined(separator: ", "))"
      }
      text += "\n"
    }
    return terminalSafe(text)
  }
}
