import Documents
import Platform
import Testing

/// What must be true once all have synced.
///
/// What a clone claimed is compared with what plain git finds; what rtrack answers is compared
/// between clones, and with numbers that plain git counts.
struct Agreement {
  let world: World
  let clones: [Int]
  /// The files of the ledger before anybody played.
  let founded: Set<String>
  /// Named in every complaint, so that the decisions can be thrown again.
  let seed: UInt64

  private var folders: [String] { clones.map { Town.clone($0) } }

  /// All have one ledger, and every repository is sound.
  func checkState() throws {
    var tips: Set<String> = []
    for folder in folders + [Town.server] {
      tips.insert(try world.shell("git rev-parse rtrack-ledger rtrack-ledger^{tree}", in: folder))
      try world.shell("git fsck --strict --no-dangling --no-progress 2> /dev/null", in: folder)
    }
    #expect(tips.count == 1, "seed \(seed): \(tips)")
    for folder in folders {
      #expect(try world.shell("git status --porcelain", in: folder) == "", "seed \(seed)")
    }
  }

  /// Whoever asks, in whichever clone, is told the same; also when the index is made anew.
  func checkAnswers() throws {
    let questions = [
      "list --state all --limit 1000000", "log --limit 0", "cycle list",
      "experiment list --limit 1000000",
      "agent list", "silent --cycle 1 --exit-zero", "ready --limit 1000000", "status",
    ]
    for question in questions {
      var answers: [[UInt8]: [String]] = [:]
      for (place, folder) in folders.enumerated() {
        if place == 0 { try world.shell("rm -f .git/rtrack/index*", in: folder) }
        let script = "rtrack \(question) --json | grep -vE '^  \"(freshness|seen_at)\"'"
        let result = try world.run(["sh", "-c", script], in: folder)
        try #require(result.succeeded, "\(question): \(world.text(result.errors))")
        answers[result.output, default: []].append(folder)
      }
      #expect(
        answers.count == 1,
        "seed \(seed): `\(question)` is answered in \(answers.count) ways, by \(answers.values)")
    }
  }

  /// Every event whose call said yes is there, with its words; of those that were killed no more
  /// than one each; and nothing else.
  func checkEvents(_ journals: [Journal]) throws {
    let held = Set(
      try world.shell("git ls-tree -r --name-only rtrack-ledger .research", in: folders[0]).lines)
    let found = try words()
    for (clone, journal) in zip(clones, journals) {
      let lost = journal.yes.flatMap(\.paths).filter { !held.contains($0) }
      #expect(lost == [], "seed \(seed): \(Town.clone(clone)) was told they are written")
      let mine = held.filter { path in
        let parts = Path.last(path).split(separator: "-")
        // <time>-c<cycle>-agent-<number>-<kind>-<suffix>.md
        return parts.count == 6 && parts[2] == "agent" && parts[3] == "\(clone)"
      }
      let claimed = Set(journal.yes.flatMap(\.paths))
      let others = mine.filter { !claimed.contains($0) && !founded.contains($0) }
      #expect(
        others.count <= journal.unknown,
        "seed \(seed): \(Town.clone(clone)) wrote what no call of it answers for: \(others)")
      for yes in journal.yes {
        let places = found[yes.word] ?? []
        #expect(
          places.isSubset(of: yes.paths) && places.isEmpty != yes.act.writesItsWord,
          "seed \(seed): the words of \(yes.paths) lie in \(places)")
      }
    }
  }

  /// Where each word of a call lies in the ledger.
  private func words() throws -> [String: Set<String>] {
    let lines = try world.shell(
      "git grep -a -o -E 'word[0-9]+x[0-9]+' rtrack-ledger -- .research", in: folders[0]
    ).lines
    return lines.reduce(into: [:]) { found, line in
      let parts = line.split(separator: ":", maxSplits: 2).map(String.init)
      if parts.count == 3 { found[parts[2], default: []].insert(parts[1]) }
    }
  }

  /// Nothing was rewritten, and every clone says so.
  func checkVerified() throws {
    for folder in folders {
      let result = try world.run(["rtrack", "verify"], in: folder)
      #expect(
        result.succeeded,
        "seed \(seed): \(folder): \(world.text(result.output))\(world.text(result.errors))")
    }
  }

  /// Every clone names every lie, and blames nobody else.
  ///
  /// By its commit, since in the end every clone has that, whatever it saw of it before.
  func checkNamed(_ lies: [Liar.Told], in sharing: Town.Sharing) throws {
    for folder in folders {
      if sharing == .copy { try world.shell("git fetch -q origin main", in: folder) }
      let result = try world.run(["rtrack", "verify", "-q"], in: folder)
      #expect(result.end == .exited(1), "seed \(seed): \(folder): \(world.text(result.errors))")
      var names = world.text(result.output).lines
      for told in lies {
        guard let finding = told.finding else { continue }
        // Beside the ledger clocks are as they are, and only jumps back are named: of two forgeries
        // in a row the second is named by its event, which the ledger does not hold.
        let isForged = sharing == .copy && told.lie == .backdate
        #expect(
          names.contains { isFinding($0, finding) || isForged && told.isWitnessed(by: $0) },
          "seed \(seed): \(folder) does not name \(finding), but \(names)")
      }
      names.removeAll { name in
        lies.contains { told in
          told.finding.map { isFinding(name, $0) } == true
            || sharing == .copy && told.isWitnessed(by: name)
        }
      }
      #expect(names == [], "seed \(seed): \(folder) blames others")
    }
  }

  /// Whether a finding, `rule@commit:path` with the first digits of the commit, is this one.
  private func isFinding(_ name: String, _ finding: String) -> Bool {
    finding.hasPrefix(name.prefix { $0 != ":" })
  }

  /// What was rewritten or dropped stands again as it was first written.
  func checkHealed(_ lies: [Liar.Told], in sharing: Town.Sharing) throws {
    // What a second lie finds at a path may be the first one's; and what was forged in the copy
    // never was the ledger's.
    let forged = sharing == .copy ? lies.filter { $0.lie == .backdate }.map(\.path) : []
    var paths = Set(forged)
    for told in lies where told.lie == .rewrite || told.lie == .drop {
      guard paths.insert(told.path).inserted else { continue }
      let first = try world.shell(
        "git rev-parse \(told.commit)^:\(told.path)", in: folders[0])
      for folder in folders {
        #expect(
          try world.shell("git rev-parse rtrack-ledger:\(told.path)", in: folder) == first,
          "seed \(seed)")
      }
    }
  }

  /// A clone that has nothing of its own, or that others have nothing beside, makes no union.
  func checkUnions(fewerThan syncs: Int) throws -> Int {
    let count = try world.shell("git rev-list --merges --count rtrack-ledger", in: folders[0])
    let unions = Int(count) ?? .max
    #expect(unions < syncs, "seed \(seed)")
    return unions
  }

  /// No number of an issue, a cycle or an experiment means two things, in any clone.
  func checkNumbers() throws {
    for folder in folders {
      for (question, list, key) in [
        ("list --state all --limit 1000000", "issues", "number"),
        ("cycle list --limit 1000000", "cycles", "cycle"),
        ("experiment list --limit 1000000", "experiments", "number"),
      ] {
        let result = try world.run(["sh", "-c", "rtrack \(question) --json"], in: folder)
        try #require(result.succeeded, "\(folder): \(world.text(result.errors))")
        let rows = try #require(JSON.parse(result.output)[list]?.array)
        let numbers = rows.map { row in
          row[key]?.string ?? row[key]?.integer.map(String.init) ?? "none"
        }
        let twice = Dictionary(numbers.map { ($0, 1) }, uniquingKeysWith: +)
          .filter { $0.value > 1 || $0.key == "none" }
        #expect(twice.isEmpty, "seed \(seed): \(folder): \(question)")
        #expect(
          rows.allSatisfy { $0["ambiguous"]?.boolean == false },
          "seed \(seed): \(folder): \(question)")
      }
    }
  }
}
