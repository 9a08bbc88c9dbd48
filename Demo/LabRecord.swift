import Documents
import Platform
import Research

/// What is known of a lab: its commits, who was on its roster when, and facts that neither shows.
struct LabRecord {
  /// A commit on the branch of code.
  struct Commit {
    var id: String
    var time: Timestamp
    /// As its subject spells it; empty for people.
    var agent: String
    /// Whether it touched only notes.
    var isNote: Bool
    var files: Int
    var subject: String
  }

  /// The roster from some moment on.
  struct Roster {
    var time: Timestamp
    var workers: [String]
    var managers: [String]
  }

  /// An agent's page as it was from some moment on.
  struct Page {
    var agent: String
    var time: Timestamp
    var model: String?
    var text: String
  }

  /// What no commit shows.
  struct Facts {
    var name = ""
    /// The person who keeps the roster.
    var keeper = ""
    var systems: [String] = []
    var managers: [String] = []
    /// After this moment nobody knows whose turn it was.
    var turnsKnownUntil = Timestamp(seconds: .max)
    var aliases: [(agent: String, spellings: [String])] = []
    var hired: [(agent: String, time: Timestamp)] = []
    var exempt: [String] = []
    var issues: [(number: Int, title: String, by: String, time: Timestamp)] = []
    var kills: [(agent: String, cycle: Int, cause: [String], issue: Int, time: Timestamp)] = []
    var results: [(agent: String, issue: Int, path: String, commit: String, text: String)] = []
    var failed: [Int] = []
    /// Who was on the roster in these cycles, and never on turn.
    var neverScheduled: [(agent: String, cycles: [Int])] = []
    /// Cycles worth a look, and why.
    var telling: [(cycle: Int, last: Int, why: String)] = []
    /// The answer of each agent in each cycle.
    var expected: [(cycle: Int, answers: [(agent: String, answer: String)])] = []
    /// Who spoke in a cycle and is on no roster.
    var strangers: [(cycle: Int, names: [String])] = []
  }

  var commits: [Commit]
  var rosters: [Roster]
  var pages: [Page]
  var facts: Facts

  /// Something in the files that cannot be read.
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  /// Reads `activity.csv`, `roster_timeline.json` and `agents/` of a folder, and the facts.
  init(data: String, facts path: String) throws {
    commits = try CommaSeparated.rows(Self.text(Path.join(data, "activity.csv"))).map { row in
      Commit(
        id: row["commit"] ?? "", time: try Self.time(row["author_date"]), agent: row["agent"] ?? "",
        isNote: row["kind"] == "note", files: max(1, Int(row["files"] ?? "") ?? 1),
        subject: row["subject"] ?? "")
    }
    commits = commits.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
    let timeline = try Self.json(Path.join(data, "roster_timeline.json"))
    var times: [String: Timestamp] = [:]
    for commit in commits { times[String(commit.id.prefix(7))] = commit.time }
    rosters = try (timeline.array ?? []).map { entry in
      let time = try Self.time(entry["date"]?.string)
      times[String((entry["commit"]?.string ?? "").prefix(7))] = time
      return Roster(
        time: time, workers: Self.strings(entry["workers"]),
        managers: Self.strings(entry["managers"]))
    }.sorted { $0.time < $1.time }
    pages = []
    for file in (try? FileSystem.entries(Path.join(data, "agents"))) ?? [] {
      // leo.20260206T1707.c3ce03c.md: whose, when, and the commit that says so to the second.
      let parts = file.split(separator: ".")
      guard parts.count == 4, parts[3] == "md", let time = times[String(parts[2])] else { continue }
      let text = try Self.text(Path.join(Path.join(data, "agents"), file))
      // The first pages had no front matter.
      let document = try? Document.parse(Array(text.utf8))
      pages.append(
        Page(
          agent: String(parts[0]), time: time, model: document?["model"]?.text,
          text: document?.body ?? text))
    }
    pages.sort { ($0.time, $0.agent) < ($1.time, $1.agent) }
    facts = try Facts(try Self.json(path))
  }

  static func text(_ path: String) throws -> String {
    do {
      return try UTF8Text.decode(try FileSystem.read(path))
    } catch {
      throw Unreadable(description: "cannot read \(path): \(error)")
    }
  }

  private static func json(_ path: String) throws -> JSON {
    do {
      return try JSON.parse(Array(text(path).utf8))
    } catch let fault as Fault {
      throw Unreadable(description: "\(path): \(fault)")
    }
  }

  static func time(_ text: String?) throws -> Timestamp {
    guard let time = text.flatMap({ Timestamp($0) }) else {
      throw Unreadable(description: "\"\(text ?? "nothing")\" is no time")
    }
    return time
  }

  static func strings(_ json: JSON?) -> [String] { (json?.array ?? []).compactMap(\.string) }
}

extension LabRecord.Facts {
  init(_ json: JSON) throws {
    func list(_ key: String) -> [JSON] { json[key]?.array ?? [] }
    func text(_ entry: JSON, _ key: String) -> String { entry[key]?.string ?? "" }
    func number(_ entry: JSON, _ key: String) -> Int { entry[key]?.integer ?? 0 }
    name = text(json, "name")
    keeper = text(json, "keeper")
    systems = LabRecord.strings(json["systems"])
    managers = LabRecord.strings(json["managers"])
    if let until = json["turns_known_until"]?.string {
      turnsKnownUntil = try LabRecord.time(until)
    }
    aliases = (json["aliases"]?.object ?? []).map { ($0.key, LabRecord.strings($0.value)) }
    hired = try list("hired").map { (text($0, "agent"), try LabRecord.time($0["at"]?.string)) }
    exempt = list("exempt").map { text($0, "agent") }
    issues = try list("issues").map {
      (
        number($0, "number"), text($0, "title"), text($0, "by"),
        try LabRecord.time($0["at"]?.string)
      )
    }
    kills = try list("kills").map {
      let cause =
        $0["limit"]?.string.map { ["--timed-out", $0] } ?? ["--killed", text($0, "signal")]
      return (
        text($0, "agent"), number($0, "cycle"), cause, number($0, "issue"),
        try LabRecord.time($0["at"]?.string)
      )
    }
    results = list("results").map {
      (
        text($0, "agent"), number($0, "issue"), text($0, "path"), text($0, "commit"),
        text($0, "text")
      )
    }
    neverScheduled = list("never_scheduled").map {
      (text($0, "agent"), ($0["cycles"]?.array ?? []).compactMap(\.integer))
    }
    failed = list("failed").compactMap { $0["cycle"]?.integer }
    telling = list("telling").map {
      (number($0, "cycle"), max(1, number($0, "last")), text($0, "why"))
    }
    expected = (json["answers"]?.object ?? []).map { cycle in
      (
        Int(cycle.key) ?? 0,
        (cycle.value.object ?? []).map { (agent: $0.key, answer: $0.value.string ?? "") }
      )
    }
    strangers = (json["not_on_roster"]?.object ?? []).map {
      (Int($0.key) ?? 0, LabRecord.strings($0.value))
    }
  }
}
