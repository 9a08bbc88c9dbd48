import Git
import Platform
import SeededDice
import Testing

@Suite struct HistoryTests {
  /// Random commits; some merges, clocks going forward by 0 to 2 seconds.
  private func commits(
    _ repository: Repository, _ numbers: inout SeededDice
  ) throws -> [ObjectID] {
    let writer = try repository.writer()
    let tree = try writer.tree(.empty)
    var ids: [ObjectID] = []
    var seconds: Int64 = 1_700_000_000
    for number in 0..<60 {
      seconds += Int64.random(in: 1...3, using: &numbers)
      let who = Signature(name: "A", email: "a", seconds: seconds)
      var parents: [ObjectID] = []
      for _ in 0..<Int.random(in: 1...3, using: &numbers) {
        let recent = ids.suffix(8)
        if let parent = recent.randomElement(using: &numbers), !parents.contains(parent) {
          parents.append(parent)
        }
      }
      ids.append(
        try writer.commit(
          Commit(
            tree: tree, parents: parents, author: who, committer: who, message: "\(number)\n")))
    }
    try writer.publish()
    return ids
  }

  private func list(
    _ repository: Repository, _ tips: [ObjectID], _ hiding: [ObjectID] = [],
    _ order: Repository.HistoryOrder = .newestFirst, firstParent: Bool = false
  ) throws -> [String] {
    var found: [String] = []
    try repository.history(
      from: tips, hiding: hiding, order: order, firstParent: firstParent
    ) { id, _ in
      found.append(id.hex)
      return true
    }
    return found
  }

  @Test func `the order and the choice of commits are git's`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var numbers = SeededDice(seed: seed)
    let box = try Sandbox()
    let repository = try box.repository()
    let ids = try commits(repository, &numbers)
    for _ in 0..<15 {
      let tips = (0..<2).compactMap { _ in ids.randomElement(using: &numbers) }
      let hidden = ids.randomElement(using: &numbers).map { [$0] } ?? []
      let wanted = tips.map(\.hex).joined(separator: " ")
      let not = hidden.map { "^\($0)" }.joined()
      func git(_ options: String) throws -> [String] {
        try box.shell("git rev-list \(options) \(wanted)").split(separator: "\n").map(String.init)
      }
      try #require(try list(repository, tips) == git(""), "seed \(seed)")
      try #require(try list(repository, tips, hidden) == git(not), "seed \(seed)")
      try #require(
        try list(repository, tips, firstParent: true).sorted() == git("--first-parent").sorted(),
        "seed \(seed)")
      let ordered = try list(repository, tips, hidden, .parentsFirst)
      try #require(try ordered.sorted() == git(not).sorted(), "seed \(seed)")
      var seen = Set<String>()
      for hex in ordered {
        let commit = try repository.commit(try #require(ObjectID(hex: hex)))
        for parent in commit.parents where ordered.contains(parent.hex) {
          try #require(seen.contains(parent.hex), "seed \(seed)")
        }
        seen.insert(hex)
      }
      let (a, b) = (tips[0], tips[1])
      let bases = try box.shell("git merge-base -a \(a) \(b) || true").split(separator: "\n")
      let base = try repository.mergeBase(a, b)
      try #require(
        base.map { bases.contains(Substring($0.hex)) } ?? bases.isEmpty, "seed \(seed)")
      let isAncestor = try box.shell(
        "git merge-base --is-ancestor \(a) \(b) && echo yes || echo no")
      try #require(try repository.isAncestor(a, of: b) == (isAncestor == "yes"), "seed \(seed)")
    }
  }

  @Test func `false stops, and a clock that is years off hides nothing new`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    let tree = try writer.tree(.empty)
    var ids: [ObjectID] = []
    for (number, seconds) in [5_000, 10, 6_000, 20, 7_000, 30].enumerated() {
      let who = Signature(name: "A", email: "a", seconds: Int64(seconds))
      ids.append(
        try writer.commit(
          Commit(
            tree: tree, parents: ids.suffix(1), author: who, committer: who,
            message: "\(number)")))
    }
    try writer.publish()
    #expect(try list(repository, [ids[5]], [ids[2]]).sorted() == ids[3...].map(\.hex).sorted())
    #expect(try list(repository, [ids[5]], [ids[5]]).isEmpty)
    #expect(try list(repository, [ids[5]], [], .parentsFirst) == ids.map(\.hex))
    var count = 0
    try repository.history(from: [ids[5]]) { _, commit in
      count += 1
      return commit.message != "4"
    }
    #expect(count == 2)
  }

  @Test(arguments: [1, 3, 40])
  func `what was dated back hides what it follows, however much was written beside it`(
    _ backdated: Int
  ) throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    let tree = try writer.tree(.empty)
    func commit(_ seconds: Int, on parents: [ObjectID]) throws -> ObjectID {
      let who = Signature(name: "A", email: "a", seconds: Int64(seconds))
      return try writer.commit(
        Commit(
          tree: tree, parents: parents, author: who, committer: who, message: "\(seconds)"))
    }
    let day = 86_400
    var time = 10 * day
    func line(_ length: Int, on start: ObjectID) throws -> ObjectID {
      try (0..<length).reduce(start) { tip, _ in
        time += 1
        return try commit(time, on: [tip])
      }
    }
    let founding = try commit(time, on: [])
    let beside = try line(40, on: founding)
    let shared = try line(20, on: founding)
    let dated = try (0..<backdated).reduce(shared) { tip, number in
      try commit(9 * day + number, on: [tip])
    }
    time += 60
    let hidden = try commit(time, on: [dated, beside])
    let own = try line(3, on: shared)
    try writer.publish()
    #expect(try list(repository, [own], [hidden]).count == 3)
    #expect(try list(repository, [own], [hidden], .parentsFirst).count == 3)
  }

  @Test func `a shallow history ends where it was cut`() throws {
    let box = try Sandbox()
    _ = try box.repository()
    try box.shell("for i in 1 2 3 4; do git commit -q --allow-empty -m $i; done")
    try box.git("clone", "-q", "--depth", "2", "file://\(box.root)/repo", "cut", in: "")
    let repository = try box.open("cut")
    #expect(repository.isShallow)
    let tip = try #require(try repository.head().commit)
    #expect(try list(repository, [tip]).count == 2)
    #expect(try list(repository, [tip], [], .parentsFirst).count == 2)
    let parent = try #require(try repository.commit(tip).parents.first)
    #expect(try repository.isAncestor(parent, of: tip))
    #expect(try !repository.isAncestor(tip, of: parent))
    #expect(try repository.mergeBase(parent, tip) == parent)
  }

  @Test func `a commit that is not here is missing, and a tree is no commit`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let nothing = try #require(ObjectID(hex: String(repeating: "ab", count: 20)))
    let first = try box.id("HEAD")
    let tree = try box.id("HEAD^{tree}")
    for (body, kind): (() throws -> Void, GitError.Kind) in [
      ({ _ = try repository.commit(nothing) }, .missing),
      ({ _ = try repository.blobSize(nothing) }, .missing),
      ({ _ = try repository.mergeBase(first, nothing) }, .missing),
      ({ _ = try repository.isAncestor(first, of: nothing) }, .missing),
      ({ _ = try repository.commit(tree) }, .corrupt),
      ({ try repository.history(from: [nothing]) { _, _ in true } }, .missing),
    ] {
      #expect(try #require(throws: GitError.self) { try body() }.kind == kind)
    }
    #expect(try repository.kind(of: nothing) == nil)
  }

  @Test func `git itself runs in its folder, whatever a hook's variables say`() throws {
    let box = try Sandbox()
    _ = try box.repository()
    let variables = box.environment.merging([
      "GIT_DIR": "/nowhere", "GIT_INDEX_FILE": "x", "GIT_WORK_TREE": "/",
    ]) { $1 }
    let run = { (keeps: Bool) in
      try GitProcess.run(
        ["rev-parse", "--git-dir"], in: box.root + "/repo", environment: variables,
        keepsRepository: keeps)
    }
    #expect(String(decoding: try run(false).output, as: UTF8.self) == ".git\n")
    #expect(!(try run(true).succeeded))
    let error = try #require(throws: GitError.self) {
      try GitProcess.run(["status"], in: box.root, environment: ["PATH": "/nowhere"])
    }
    #expect(error.kind == .libraryMissing)
    #expect(error.message.contains("/nowhere"))
  }
}
