import Documents
import Platform
import Research

@testable import demo

/// A lab whose history has been played into a repository, and what `silent` answers there.
struct PlayedLab: Sendable, CustomStringConvertible {
  /// Which lab: our own or the real one, and whether as it is or as a copy.
  struct Source: Hashable, Sendable, CustomStringConvertible {
    let isReal: Bool
    let isCopy: Bool
    var description: String {
      (isReal ? "the real lab" : "our own lab")
        + (isCopy ? " with other names and shifted times" : "")
    }
  }

  let source: Source
  let world: World
  let check: Check
  let lab: LabRecord
  let script: Script
  var description: String { source.description }

  /// All there are: our own always, the real one where its data lies beside the project.
  static let all: [Source] = {
    let (shared, _) = Demonstration.sources(Machine.environment)
    let isThere = (try? FileSystem.read(Path.join(shared, "activity.csv"))) != nil
    let own = [Source(isReal: false, isCopy: false), Source(isReal: false, isCopy: true)]
    guard isThere else { return own }
    return own + [Source(isReal: true, isCopy: false), Source(isReal: true, isCopy: true)]
  }()

  // Each is played once, when it is first asked for.
  private static let own = Result { try PlayedLab(Source(isReal: false, isCopy: false)) }
  private static let ownCopy = Result { try PlayedLab(Source(isReal: false, isCopy: true)) }
  private static let real = Result { try PlayedLab(Source(isReal: true, isCopy: false)) }
  private static let realCopy = Result { try PlayedLab(Source(isReal: true, isCopy: true)) }

  static func of(_ source: Source) throws -> PlayedLab {
    switch (source.isReal, source.isCopy) {
    case (false, false): try own.get()
    case (false, true): try ownCopy.get()
    case (true, false): try real.get()
    case (true, true): try realCopy.get()
    }
  }

  /// Plays the lab, changed before by `change`.
  init(_ source: Source, changed change: (inout LabRecord) -> Void = { _ in }) throws {
    self.source = source
    let (shared, fixture) = Demonstration.sources(Machine.environment)
    var lab = try LabRecord(
      data: source.isReal ? shared : fixture,
      facts: source.isReal
        ? Path.join(Demonstration.home, "Demo/lab.json") : Path.join(fixture, "lab.json"))
    if source.isCopy { lab = lab.copy() }
    change(&lab)
    self.lab = lab
    script = Script(lab)
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-lab-")
    world = try World(folder, program: Self.program, Machine.environment)
    try Replay(
      lab: lab, directory: world.repository, environment: world.environment, rtrack: world.rtrack
    ).play(script)
    check = try Self.answers(world, script.cycles.count)
  }

  static func answers(_ world: World, _ count: Int) throws -> Check {
    try Check(
      world.rtrack([
        "silent", "--cycle", "\(count)", "--last", "\(count)", "--json", "--exit-zero",
      ]))
  }

  /// The program under test: `RTRACK_BINARY`, else what was built beside these tests.
  static var program: String {
    if let named = Machine.environment["RTRACK_BINARY"], !named.isEmpty { return named }
    return built("rtrack")
  }

  /// A program that was built beside these tests.
  static func built(_ name: String) -> String {
    let beside = Path.join(Path.parent(CommandLine.arguments.first ?? ""), name)
    if (try? FileSystem.status(beside, following: true)) != nil { return beside }
    return Path.join(Demonstration.home, ".build/debug/\(name)")
  }

  func answer(_ agent: String, _ cycle: Int) -> String? { check.answers[cycle]?[agent]?.answer }

  /// The name that an agent has in this lab.
  func name(_ agent: String) -> String { source.isCopy ? LabRecord.renamed(agent) : agent }

  /// Commits of a cycle by one of the roster, whatever the spelling.
  func commits(_ agent: String, _ cycle: Script.Cycle) -> [LabRecord.Commit] {
    let aliases = lab.facts.aliases.first { $0.agent == agent }?.spellings ?? []
    let known = Set(([agent] + aliases).map { AgentName.squashed($0) })
    return lab.commits.filter {
      $0.time >= cycle.start && $0.time < cycle.end && known.contains(AgentName.squashed($0.agent))
    }
  }

  /// Removes what was played; the cached ones go with the machine's temporary folder.
  func remove() { try? FileSystem.removeTree(Path.parent(world.repository)) }
}

extension LabRecord {
  /// The same history elsewhere: other names in the same order, 400 days and some hours later.
  func copy() -> LabRecord {
    let seconds: Int64 = 400 * 86400 + 5 * 3600 + 17
    func shifted(_ time: Timestamp) -> Timestamp { time.adding(seconds: seconds) }
    func renamed(_ name: String) -> String { Self.renamed(name) }
    var copy = self
    copy.commits = commits.map { commit in
      var commit = commit
      let tag = "[\(commit.agent)]"
      if commit.subject.hasPrefix(tag) {
        commit.subject = "[\(renamed(commit.agent))]" + commit.subject.dropFirst(tag.count)
      }
      commit.agent = renamed(commit.agent)
      commit.time = shifted(commit.time)
      return commit
    }
    copy.rosters = rosters.map {
      Roster(
        time: shifted($0.time), workers: $0.workers.map(renamed), managers: $0.managers.map(renamed)
      )
    }
    copy.pages = pages.map {
      Page(agent: renamed($0.agent), time: shifted($0.time), model: $0.model, text: $0.text)
    }
    copy.facts.keeper = renamed(facts.keeper)
    copy.facts.systems = facts.systems.map(renamed)
    copy.facts.managers = facts.managers.map(renamed)
    if facts.turnsKnownUntil.seconds < 10_000_000_000 {
      copy.facts.turnsKnownUntil = shifted(facts.turnsKnownUntil)
    }
    copy.facts.aliases = facts.aliases.map { (renamed($0.agent), $0.spellings.map(renamed)) }
    copy.facts.hired = facts.hired.map { (renamed($0.agent), shifted($0.time)) }
    copy.facts.exempt = facts.exempt.map(renamed)
    copy.facts.issues = facts.issues.map {
      let headline = Headline($0.title)
      return ($0.number, headline.title, renamed($0.by), shifted($0.time))
    }
    copy.facts.kills = facts.kills.map {
      (renamed($0.agent), $0.cycle, $0.cause, $0.issue, shifted($0.time))
    }
    copy.facts.results = facts.results.map {
      (renamed($0.agent), $0.issue, $0.path, $0.commit, $0.text)
    }
    copy.facts.neverScheduled = facts.neverScheduled.map { (renamed($0.agent), $0.cycles) }
    copy.facts.expected = facts.expected.map { cycle in
      (cycle.cycle, cycle.answers.map { (agent: renamed($0.agent), answer: $0.answer) })
    }
    copy.facts.strangers = facts.strangers.map { ($0.cycle, $0.names.map(renamed)) }
    return copy
  }

  /// Another name that keeps its place in the order, its case and its separators.
  static func renamed(_ name: String) -> String {
    var renamed = ""
    var startsWord = true
    var previous: Character = "-"
    for character in name {
      let isUpper = character.isUppercase
      // `CI` is one word, `ExperimentRunner` two.
      if startsWord || (isUpper && previous.isLowercase) {
        renamed += (isUpper ? "No" : "no") + character.lowercased()
      } else {
        renamed.append(character)
      }
      startsWord = !character.isLetter
      previous = character
    }
    return renamed
  }
}
