import Git
import Ledger
import Platform
import Query
import Research
import SeededDice
import Testing

/// A ledger of its own, to which a test writes events; every second a new one.
final class Office {
  private let root: String
  let ledger: Ledger
  private var now: Int64 = 1_795_237_200  // 2026-11-21T05:00:00Z
  private var roll: UInt32 = 0
  private(set) var openings: [IssueNumber: EventName] = [:]

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

  func reading() throws -> Reading { try Reading(of: ledger) }

  /// The ledger as a call after this one finds it, its configuration read again.
  func again() throws -> Ledger {
    try Ledger(
      of: try Repository.open(from: Path.join(root, "repo"), environment: ledger.environment),
      environment: ledger.environment)
  }

  func rows(_ filter: IssueFilter = IssueFilter()) throws -> [IssueRow] {
    try IssueList(try reading()).page(filter, size: 1_000).elements
  }

  func ready() throws -> [IssueRow] { try rows(.ready) }

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
    _ number: Int, _ kind: EventKind, _ payload: Payload, by agent: String = "ada", cycle: Int = 0,
    body: String = ""
  ) throws {
    let number = try issueNumber(number)
    try write(agent, kind, cycle: cycle) { composer, name in
      Event(
        name: name, thread: .issue(number, opening: openings[number] ?? name),
        after: try composer.after(in: .issue(number)), payload: payload,
        body: Composer.terminated(body))
    }
  }

  /// Gives what was opened under one number another.
  func settle(_ opening: EventName, from number: Int, to other: Int) throws {
    let place = NumberedPlace.issue(try issueNumber(number))
    let given = CallNumber(try issueNumber(other))
    try write("system", .settled) { _, name in
      Event(
        name: name, thread: .numbers,
        payload: .settled([Settlement(opening: opening, place: place, number: given)]))
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

/// Things said at random.
extension Office {
  static let agents = ["ada", "flux", "sage"]
  static let labels = ["simulation", "late", "x'; --"]
  static let words = ["Run VIDUR", "Plot of ü", "Order disks", "Write"]

  /// Opens an issue, perhaps under a number that is taken, or says something in one.
  func sayAnything(_ dice: inout SeededDice) throws {
    let agent = Self.agents[dice.below(3)]
    let number = 1 + dice.below(12) * 11
    let isOpened = openings[try issueNumber(number)] != nil
    if !isOpened || dice.once(in: 12) {
      let start = IssueOpening(
        title: Self.words[dice.below(4)],
        assignees: try Self.agents.filter { _ in dice.once(in: 3) }.map(agentName),
        labels: Self.labels.filter { _ in dice.once(in: 3) },
        priority: dice.once(in: 2) ? dice.below(5) : nil)
      return try open(number, start, by: agent, body: Self.words[dice.below(4)])
    }
    let other = try issueNumber(1 + dice.below(12) * 11)
    let name = try agentName(Self.agents[dice.below(3)])
    let label = Self.labels[dice.below(3)]
    let acts: [(EventKind, Payload)] = [
      (.comment, .comment(Comment(status: "working"))),
      (.comment, .comment(Comment(status: "blocked"))),
      (.result, .comment(Comment(results: ["p99.json"]))),
      (.close, .close(reason: nil)), (.reopen, .reopen),
      (.label, .label(add: [label], remove: [])), (.label, .label(add: [], remove: [label])),
      (.assign, .assign(add: [name], remove: [])), (.assign, .assign(add: [], remove: [name])),
      (.deferral, .deferral(until: nil)), (.deferral, .resumed),
      (.priority, .priority(dice.below(5))), (.edit, .edit(title: Self.words[dice.below(4)])),
      (.link, .link(IssueLink(blocks: [other]))),
      (.link, .link(IssueLink(blocks: [other], removes: true))),
    ]
    let (kind, payload) = acts[dice.below(acts.count)]
    let hasText = kind == .comment || kind == .result
    try say(
      number, kind, payload, by: agent, cycle: dice.below(3),
      body: hasText ? Self.words[dice.below(4)] : "")
  }

  static func anyFilter(_ dice: inout SeededDice) throws -> IssueFilter {
    var filter = IssueFilter()
    if dice.once(in: 2) { filter.state = dice.once(in: 2) ? .open : .closed }
    filter.labels = labels.filter { _ in dice.once(in: 4) }
    if dice.once(in: 4) { filter.assignee = try agentName(agents[dice.below(3)]) }
    if dice.once(in: 4) { filter.agent = try agentName(agents[dice.below(3)]) }
    if dice.once(in: 4) { filter.cycle = dice.below(3) }
    if dice.once(in: 4) { filter.isDeferred = dice.once(in: 2) }
    filter.isUnblocked = dice.once(in: 4)
    if dice.once(in: 4) { filter.text = ["vidur", "Ü", "RI", "%", "'"][dice.below(5)] }
    filter.order = IssueFilter.Order.allCases[dice.below(4)]
    filter.isReversed = dice.once(in: 2)
    return filter
  }

  /// Moves the ledger branch as nobody may.
  func move(to commit: ObjectID) throws {
    try git("update-ref", ledger.branch, commit.hex)
  }

  /// Has the remote be seen with what is said in `work`, and the local branch without it.
  func elsewhere(_ work: () throws -> Void) throws {
    let before = try #require(try ledger.tip())
    try work()
    let there = try #require(try ledger.tip())
    try git("config", "remote.origin.url", "nowhere")
    try git("update-ref", "refs/rtrack/seen/origin", there.hex)
    try move(to: before)
  }

  /// Unites the local branch with what was seen of the remote.
  func unite() throws {
    let (here, there) = (try #require(try ledger.tip()).hex, "refs/rtrack/seen/origin")
    let base = try git("merge-base", here, there)
    try git("read-tree", "-i", "-m", "--aggressive", base, here, there)
    let tree = try git("write-tree")
    let commit = try git("commit-tree", "-p", here, "-p", there, "-m", "Unite", tree)
    try git("update-ref", ledger.branch, commit)
  }

  /// Commits a file to the ledger by plain git.
  func plant(_ path: String) throws {
    let tip = try #require(try ledger.tip()).hex
    let blob = try git("hash-object", "-w", "--stdin")
    try git("read-tree", tip)
    try git("update-index", "--add", "--cacheinfo", "100644,\(blob),\(path)")
    let tree = try git("write-tree")
    let commit = try git("commit-tree", "-p", tip, "-m", "Plant", tree)
    try git("update-ref", ledger.branch, commit)
  }

  @discardableResult
  private func git(_ words: String...) throws -> String {
    let names = ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"].map { ($0, "Ada") }
    let mails = ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"].map { ($0, "ada@example.org") }
    let result = try Child.run(
      ["git"] + words, in: Path.join(root, "repo"),
      environment: ledger.environment.merging(names + mails) { first, _ in first })
    try #require(result.succeeded, "\(words): \(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output, as: UTF8.self).split(separator: "\n").joined()
  }
}
