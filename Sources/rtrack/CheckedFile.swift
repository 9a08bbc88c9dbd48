import ArgumentParsing
import Experiments
import Ledger
import Research

/// A spec's file that is to go into the ledger, read once and checked as registering asks.
struct CheckedFile {
  let file: SpecFile
  let reading: SpecReading
  private let checked: CheckedSpec

  init(_ name: String, in context: Context) throws {
    file = try SpecFile(name, in: context)
    checked = CheckedSpec(file: name, check: SpecCheck(file.bytes, .strict))
    reading = (try? SpecReader.read(file.bytes)) ?? SpecReader.read("")
  }

  var title: String { reading.spec.name }

  /// What is said when it does not pass; nil when it does.
  func refusal(
    of conclusion: String, quiet: Bool, _ context: Context
  ) -> SpecCheckReport? {
    if checked.check.isPassed { return nil }
    let report = SpecCheckReport(
      specs: [checked], profile: .strict, conclusion: conclusion + "\n")
    // A script asked for an id, and there is none.
    if quiet { context.note(String(report.text(for: context.terminal).dropLast())) }
    return report
  }

  /// What a spec that passes had better say too.
  func tellRemarks(_ context: Context) {
    for finding in checked.check.findings {
      let fault = finding.fault
      context.note(
        "rtrack: \(finding.severity.rawValue): \(file.name):\(fault.place.line): \(fault.message)")
    }
  }
}

/// What the author knows of results, for commands that bring a spec.
struct SeenOptions: ParsableArguments {
  @Option(
    name: "seen", value: "WHAT",
    help: "What had been seen by then: nothing-run, no-results, not-opened or seen")
  var said: Seen?

  /// Says what was recorded where results, or runs, were there already and nobody said how much of
  /// them the author knew: the ledger cannot know more.
  func remind(of written: Written, _ context: Context) {
    guard said == nil, !written.wasRepeat,
      case .registered(let record)? = written.events.first?.payload,
      record.floor > .nothingRun, record.floor < .seen
    else { return }
    context.note(
      "rtrack: \(record.floor.phrase) when this was registered, and that is what is recorded; "
        + "--seen says more, where its author knew more")
  }

  /// What the ledger keeps of a spec that comes into it now.
  ///
  /// - Throws: ``Refusal`` where less is said than the ledger shows.
  func record(
    of spec: CheckedFile, _ blob: String, broughtBy name: EventName, for id: ExperimentID,
    in snapshot: Snapshot
  ) throws -> SpecRecord {
    let floor = try snapshot.seenFloor(of: id)
    if let said, said < floor {
      throw Refusal(
        rule: "seen",
        reason: "--seen \(said.rawValue) cannot be: \(floor.phrase) when this was written",
        hint: "say \(floor.rawValue) or more, or leave it out")
    }
    return SpecRecord(
      title: spec.title, file: Layout.spec(broughtBy: name), blob: blob, floor: floor, said: said)
  }
}
