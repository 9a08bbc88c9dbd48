import Testing

@testable import Research

@Suite struct ExperimentTests {
  private let id = Self.known(ExperimentID("exp-001-lr-warmup"))

  private static func known<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a name here is none") }
    return value
  }

  private func name(_ kind: EventKind, _ suffix: String, at seconds: Int64) -> EventName {
    EventName(
      time: Timestamp(seconds: 1_795_237_200 + seconds), cycle: 0,
      agent: Self.known(AgentName("flux")), kind: kind, suffix: suffix)
  }

  private func record(
    _ suffix: String, _ floor: Seen = .nothingRun, said: Seen? = nil
  ) -> SpecRecord {
    SpecRecord(
      title: "warm-up", file: "spec-\(suffix).md", blob: String(repeating: "0", count: 40),
      floor: floor, said: said)
  }

  private func registered(_ suffix: String, at seconds: Int64 = 0) -> Event {
    let own = name(.registered, suffix, at: seconds)
    return Event(
      name: own, thread: .experiment(id, opening: own), payload: .registered(record(suffix)))
  }

  private func amended(
    _ suffix: String, of parent: Event, at seconds: Int64, of opening: Event? = nil
  ) -> Event {
    let thread = Thread.experiment(id, opening: (opening ?? parent).name)
    return Event(
      name: name(.amended, suffix, at: seconds), thread: thread, after: [parent.name],
      payload: .amended(
        Amendment(record: record(suffix), parent: parent.name, changes: [], reason: "because")))
  }

  @Test func `the last amendment is in force, whatever its clock says; all stay`() throws {
    let first = registered("aaaaaa")
    let second = amended("bbbbbb", of: first, at: 50)
    let third = amended("cccccc", of: second, at: -900, of: first)
    let folded = Experiment.folding(id, [third, first, second])
    let experiment = try #require(folded.first)
    #expect(folded.count == 1)
    let files = ["spec-aaaaaa.md", "spec-bbbbbb.md", "spec-cccccc.md"]
    #expect(experiment.versions.map(\.record.file) == files)
    #expect(experiment.inForce.event == third && experiment.registered.event == first)
    #expect(experiment.crossed == [] && experiment.withdrawn == nil)
  }

  @Test func `two clones that amended one spec are told, and the later is in force`() throws {
    let first = registered("aaaaaa")
    let mine = amended("bbbbbb", of: first, at: 50)
    let other = amended("cccccc", of: first, at: 60)
    let experiment = try #require(Experiment.folding(id, [other, mine, first]).first)
    #expect(experiment.inForce.event == other)
    #expect(experiment.crossed.map(\.event) == [other])
  }

  @Test func `the first withdrawal holds, and amendments beside it do not undo it`() throws {
    let first = registered("aaaaaa")
    let gone = Event(
      name: name(.withdrawn, "bbbbbb", at: 5), thread: first.thread, after: [first.name],
      payload: .withdrawn(reason: "no machine"))
    let again = Event(
      name: name(.withdrawn, "cccccc", at: 9), thread: first.thread, after: [gone.name],
      payload: .withdrawn(reason: "no time"))
    let change = amended("dddddd", of: first, at: 7)
    let experiment = try #require(Experiment.folding(id, [again, change, gone, first]).first)
    #expect(experiment.withdrawal == "no machine" && experiment.versions.count == 2)
  }

  @Test func `two registrations of one id are two experiments, the keeper first`() {
    let (a, b) = (registered("bbbbbb", at: 1), registered("aaaaaa", at: 2))
    let change = amended("cccccc", of: b, at: 9)
    let folded = Experiment.folding(id, [change, b, a])
    #expect(folded.map(\.opening) == [a.name, b.name])
    #expect(folded.map(\.versions.count) == [1, 2])
  }

  @Test func `nobody has seen less than was there`() {
    #expect(record("aaaaaa", .notOpened, said: .nothingRun).seen == .notOpened)
    #expect(record("aaaaaa", .noResults, said: .seen).seen == .seen)
    #expect(record("aaaaaa").seen == .nothingRun)
    #expect(Seen.allCases == Seen.allCases.sorted())
  }
}
