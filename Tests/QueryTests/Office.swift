import Git
import Ledger
import Platform
import Query
import Research

/// A ledger of its own, to which a test writes events; every second a new one.
final class Office {
  private let root: String
  private let ledger: Ledger
  private var now: Int64 = 1_795_237_200  // 2026-11-21T05:00:00Z
  private var roll: UInt32 = 0
  private var openings: [IssueNumber: EventName] = [:]

  init() throws {
    root = try FileSystem.resolve(try FileSystem.temporaryDirectory(prefix: "rtrack-query-"))
    try FileSystem.makeDirectory(Path.join(root, "home"))
    let environment = [
      "HOME": Path.join(root, "home"), "PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": root,
    ]
    _ = try Child.run(
      ["git", "init", "-q", "-b", "main", "repo"], in: root, environment: environment)
    let repository = try Repository.open(
      from: Path.join(root, "repo"), environment: environment)
    ledger = try Ledger(of: repository, environment: environment)
    _ = try Founding(of: ledger, writer: writer).establish()
  }

  deinit { try? FileSystem.removeTree(root) }

  func rows(_ filter: IssueFilter = IssueFilter()) throws -> [IssueRow] {
    try IssueList(try ledger.snapshot()).rows(filter)
  }

  func ready() throws -> [IssueRow] { try IssueList(try ledger.snapshot()).ready() }

  /// Opens an issue under this number.
  func open(_ number: Int, _ start: IssueOpening, by agent: String = "ada", body: String = "")
    throws
  {
    let number = try issueNumber(number)
    try write(agent, .opened) { composer, name in
      openings[number] = name
      return Event(
        name: name, thread: .issue(number, opening: name), payload: .opened(start),
        body: Composer.terminated(body))
    }
  }

  /// Says something in an issue.
  func say(
    _ number: Int, _ kind: EventKind, _ payload: Payload, by agent: String = "ada", cycle: Int = 0
  ) throws {
    let number = try issueNumber(number)
    try write(agent, kind, cycle: cycle) { composer, name in
      Event(
        name: name, thread: .issue(number, opening: openings[number] ?? name),
        after: try composer.after(in: .issue(number)), payload: payload)
    }
  }

  private var writer: Writer {
    Writer(
      of: ledger,
      clock: {
        self.now += 1
        return Timestamp(seconds: self.now)
      },
      dice: {
        self.roll += 1
        return self.roll
      })
  }

  private func write(
    _ agent: String, _ kind: EventKind, cycle: Int = 0,
    _ event: (Composer, EventName) throws -> Event
  ) throws {
    guard let agent = AgentName(agent) else { throw Unusable(text: agent) }
    _ = try writer.write { composer in
      roll += 1
      let name = EventName(
        time: composer.now, cycle: cycle, agent: agent, kind: kind,
        suffix: EventName.suffix(from: roll))
      return Composition([try event(composer, name)], speaker: agent, act: kind.rawValue)
    }
  }
}

struct Unusable: Error { let text: String }

func issueNumber(_ value: Int) throws -> IssueNumber {
  guard let number = IssueNumber(value) else { throw Unusable(text: "\(value)") }
  return number
}

func agentName(_ text: String) throws -> AgentName {
  guard let name = AgentName(text) else { throw Unusable(text: text) }
  return name
}
