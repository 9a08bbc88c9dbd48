import Platform
import SeededDice
import Testing

@testable import Git

/// Everything that a comparison tells, gathered.
private struct Told: HistoryVisitor {
  struct Loss: Hashable {
    let commit: Int
    let parent: Int
    let path: String
    let old: RawChange.Entry?
    let new: RawChange.Entry?
  }
  struct Addition: Hashable {
    let commit: Int
    let path: String
    let new: RawChange.Entry?
  }

  var losses: [Loss] = []
  var additions: [Addition] = []
  var disordered: [String] = []

  func counts(_ path: [UInt8]) -> Bool { true }

  mutating func lost(_ change: RawChange, in commit: Int, parent: Int) {
    losses.append(
      Loss(commit: commit, parent: parent, path: change.text, old: change.old, new: change.new))
  }

  mutating func added(_ change: RawChange, in commit: Int) {
    additions.append(Addition(commit: commit, path: change.text, new: change.new))
    if change.isDisordered { disordered.append(change.text) }
  }
}

@Suite struct WholeHistoryTests {
  /// A random history: commits that add, unions, and now and then one that loses or changes.
  private struct Lottery {
    let repository: Repository
    var dice: SeededDice
    var commits: [(id: ObjectID, files: [String: ObjectID], parents: [Int])] = []

    mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &dice) }

    mutating func grow(_ count: Int, badOneIn: Int) throws {
      for number in 0..<count {
        var parents: [Int] = []
        if !commits.isEmpty {
          // Of late commits, so that lines run beside each other.
          parents.append(max(0, commits.count - 1 - below(6)))
          if below(3) == 0 { parents.append(max(0, commits.count - 1 - below(12))) }
          if below(12) == 0 { parents.append(below(commits.count)) }
        }
        var files: [String: ObjectID] = [:]
        for parent in parents.reversed() { files.merge(commits[parent].files) { _, new in new } }
        let writer = try repository.writer()
        let blob = try writer.blob(Array("text \(number)".utf8))
        if below(4) != 0 || parents.isEmpty {
          files["a\(below(4))/b\(below(4))/f\(number)"] = blob
        }
        if badOneIn > 0, below(badOneIn) == 0,
          let victim = files.keys.sorted().randomElement(using: &dice)
        {
          files[victim] = below(2) == 0 ? nil : blob
        }
        let id = try writer.commit(
          Commit(
            tree: try tree(files, writer), parents: parents.map { commits[$0].id }, author: ada,
            committer: ada, message: "\(number)\n"))
        try writer.publish()
        commits.append((id, files, parents))
      }
    }

    private func tree(_ files: [String: ObjectID], _ writer: ObjectWriter) throws -> ObjectID {
      var folders: [String: [String: ObjectID]] = [:]
      var entries: [Tree.Entry] = []
      for (path, id) in files {
        guard let slash = path.firstIndex(of: "/") else {
          entries.append(Tree.Entry(name: path, mode: .file, id: id))
          continue
        }
        folders[String(path[..<slash]), default: [:]][
          String(path[path.index(after: slash)...])] = id
      }
      for (name, inside) in folders {
        entries.append(Tree.Entry(name: name, mode: .directory, id: try tree(inside, writer)))
      }
      return try writer.tree(Tree(entries: entries))
    }
  }

  @Test(arguments: [0, 40, 8, 2])
  func `a comparison tells what comparing every file of every commit would`(_ bad: Int) throws {
    let sandbox = try Sandbox()
    let repository = try sandbox.repository()
    let seed = UInt64.random(in: 0..<1_000_000)
    var lottery = Lottery(repository: repository, dice: SeededDice(seed: seed))
    try lottery.grow(160, badOneIn: bad)
    let children = Set(lottery.commits.flatMap(\.parents))
    let tips = lottery.commits.indices.filter { !children.contains($0) }
    let comparison = try HistoryComparison(
      of: repository, tips: tips.map { lottery.commits[$0].id })
    #expect(comparison.graph.count == lottery.commits.count, "seed \(seed)")
    for workers in [1, 3] {
      let outcome = try comparison.run(workers: workers) { _ in Told() }
      var losses: Set<Told.Loss> = []
      var additions: Set<Told.Addition> = []
      for commit in lottery.commits {
        let place = try #require(comparison.graph.place(of: commit.id))
        for (number, parent) in commit.parents.enumerated() {
          for (path, id) in lottery.commits[parent].files where commit.files[path] != id {
            losses.insert(
              Told.Loss(
                commit: place, parent: number, path: path, old: Self.file(id),
                new: commit.files[path].map(Self.file)))
          }
        }
        for (path, id) in commit.files
        where commit.parents.allSatisfy({ lottery.commits[$0].files[path] == nil }) {
          additions.insert(Told.Addition(commit: place, path: path, new: Self.file(id)))
        }
      }
      let told = outcome.visitors
      #expect(Set(told.flatMap(\.losses)) == losses, "seed \(seed), \(workers) threads")
      #expect(Set(told.flatMap(\.additions)) == additions, "seed \(seed), \(workers) threads")
      #expect(told.reduce(0) { $0 + $1.additions.count } == additions.count, "seed \(seed)")
    }
  }

  private static func file(_ id: ObjectID) -> RawChange.Entry {
    RawChange.Entry(mode: 0o100644, id: id)
  }
}

@Suite struct WholeHistoryCostTests {
  /// So many events over so many issues, each beneath a folder of a hundred; in clones that unite
  /// each of theirs with the others'.
  private func history(
    _ repository: Repository, events: Int, issues: Int, clones: Int
  ) throws -> ObjectID {
    var root: [Int: [Int: Tree]] = [:]
    var hundreds: [Int: ObjectID] = [:]
    let writer = try repository.writer()
    let blob = try writer.blob([1])

    func tree(_ number: Int, in trees: inout [Int: ObjectID], _ all: inout [Int: [Int: Tree]])
      throws -> ObjectID
    {
      let issue = (number * 7919) % issues
      var folders = all[issue / 10] ?? [:]
      folders[issue] = (folders[issue] ?? .empty).setting(
        Tree.Entry(name: "event\(number)", mode: .file, id: blob))
      all[issue / 10] = folders
      trees[issue / 10] = try writer.tree(
        Tree(
          entries: try folders.map { key, value in
            Tree.Entry(name: "i\(key)", mode: .directory, id: try writer.tree(value))
          }))
      return try writer.tree(
        Tree(
          entries: trees.map { key, id in
            Tree.Entry(name: "h\(key)", mode: .directory, id: id)
          }))
    }
    func commit(_ tree: ObjectID, _ parents: [ObjectID]) throws -> ObjectID {
      try writer.commit(
        Commit(tree: tree, parents: parents, author: ada, committer: ada, message: "event\n"))
    }
    let empty = try commit(try writer.tree(.empty), [])
    var tip = empty
    var held = Array(repeating: (tip: tip, all: root, trees: hundreds), count: max(1, clones))
    for number in 0..<events {
      let main = try tree(number, in: &hundreds, &root)
      if clones == 0 {
        tip = try commit(main, [tip])
        continue
      }
      let clone = number % clones
      let base = held[clone].tip
      var (all, trees) = (held[clone].all, held[clone].trees)
      let own = try commit(try tree(number, in: &trees, &all), [base])
      tip = try commit(main, [tip, own])
      held[clone] = (tip, root, hundreds)
    }
    try writer.publish()
    return tip
  }

  private struct Count: HistoryVisitor {
    var added = 0
    func counts(_ path: [UInt8]) -> Bool { true }
    mutating func lost(_ change: RawChange, in commit: Int, parent: Int) throws {
      throw GitError(.other, doing: "compare", message: "nothing was lost in \(commit)")
    }
    mutating func added(_ change: RawChange, in commit: Int) { added += 1 }
  }

  /// A commit and the three folders above its file; a union twice as many.
  @Test(arguments: [(0, 4.4), (8, 8.5)])
  func `an event costs as many reads as it changed objects`(
    _ clones: Int, _ most: Double
  ) throws {
    let sandbox = try Sandbox()
    let repository = try sandbox.repository()
    let events = 1500
    let tip = try history(repository, events: events, issues: 100, clones: clones)
    for workers in [1, 2] {
      let comparison = try HistoryComparison(of: repository, tips: [tip])
      let outcome = try comparison.run(workers: workers) { _ in Count() }
      #expect(outcome.visitors.reduce(0) { $0 + $1.added } == events)
      let reads = Double(outcome.reads) / Double(events)
      #expect(reads <= most, "\(reads) objects an event, \(workers) threads")
      #expect(reads >= 3.9, "\(reads) objects an event cannot be all")
    }
  }

  @Test(arguments: [false, true])
  func `each folder is inflated about once, whichever way packs tell it`(
    _ isPackedAnew: Bool
  ) throws {
    let sandbox = try Sandbox()
    _ = try sandbox.repository()
    let events = 2_000
    var stream = ""
    for number in 0..<events {
      let issue = (number * 7919) % 100
      stream += """
        commit refs/heads/main
        committer Ada <ada@example.org> \(1_795_000_000 + number) +0000
        data 1
        e
        \(number == 0 ? "from refs/heads/main^0\n" : "")\
        M 100644 inline ledger/issues/\(issue / 10)/\(issue)/event\(number)
        data 1
        e

        """
    }
    try sandbox.git("fast-import", "--quiet", input: Array(stream.utf8))
    if isPackedAnew { try sandbox.git("repack", "-a", "-d", "-f", "-q") }
    let comparison = try HistoryComparison(
      of: try sandbox.open("repo"), tips: [try sandbox.id("main")])
    // fast-import tells a folder as its difference from the older one; git packs the other way.
    #expect(comparison.isOldestFirst == !isPackedAnew)
    for workers in [1, 2] {
      let outcome = try comparison.run(workers: workers) { _ in Count() }
      #expect(outcome.visitors.reduce(0) { $0 + $1.added } == events)
      let reads = outcome.reads - comparison.graphReads
      #expect(reads >= events * 4 && reads <= events * 11 / 2, "\(reads) reads")
      #expect(
        outcome.inflations <= reads * 5 / 4,
        "\(outcome.inflations) for \(reads), \(workers) threads")
    }
  }

  private struct Sizes {
    let reader: ObjectReader
    var sizes: [Int: Int] = [:]
  }

  @Test func `files are each read once, and little more than that is inflated`() throws {
    let sandbox = try Sandbox()
    let repository = try sandbox.repository()
    let writer = try repository.writer()
    let seed = UInt64.random(in: 0..<1_000_000)
    var dice = SeededDice(seed: seed)
    // Alike enough for git to tell most of them as differences, in an order that is not its own.
    let ids = try (0..<2_000).map { number in
      let words = (0..<30).map { "word \($0 * 7919 + number % 40)" } + ["number \(number)"]
      return try writer.blob(Array(words.joined(separator: "\n").utf8))
    }.shuffled(using: &dice)
    let tree = try writer.tree(
      Tree(
        entries: ids.enumerated().map { number, id in
          Tree.Entry(name: "f\(number)", mode: .file, id: id)
        }))
    let tip = try writer.commit(
      Commit(tree: tree, parents: [], author: ada, committer: ada, message: "all\n"))
    try writer.publish()
    try sandbox.git("update-ref", "refs/heads/main", tip.hex)
    try sandbox.git("repack", "-a", "-d", "-q", "--depth=50")
    let comparison = try HistoryComparison(of: try sandbox.open("repo"), tips: [tip])
    for workers in [1, 2] {
      let outcome = try comparison.read(ids, workers: workers) {
        Sizes(reader: $0)
      } _: { visitor, number in
        visitor.sizes[number] = try visitor.reader.blob(ids[number]).count
      }
      let read = outcome.visitors.reduce(into: [:]) { $0.merge($1.sizes) { $0 + $1 } }
      #expect(outcome.reads == ids.count)
      for (number, id) in ids.enumerated() {
        #expect(try read[number] == repository.blobSize(id), "seed \(seed)")
      }
      #expect(
        outcome.inflations <= ids.count * 5 / 4 && outcome.inflations >= ids.count,
        "seed \(seed): \(outcome.inflations) for \(ids.count), \(workers) threads")
    }
  }
}
