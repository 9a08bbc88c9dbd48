import Git
import Platform
import Testing

@Suite struct ReferenceTests {
  /// A repository with two commits, and their ids.
  private func start(_ box: borrowing Sandbox) throws -> (Repository, ObjectID, ObjectID) {
    let repository = try box.repository()
    let first = try box.id("HEAD")
    try box.git("commit", "-q", "--allow-empty", "-m", "second")
    return (repository, first, try box.id("HEAD"))
  }

  @Test func `a reference moves from what it was, and only from that`() throws {
    let box = try Sandbox()
    let (repository, first, second) = try start(box)
    try repository.move("refs/heads/x", from: nil, to: first, by: ada, message: "made")
    #expect(try repository.target(of: "refs/heads/x") == first)
    try repository.move("refs/heads/x", from: first, to: second, by: ada, message: "moved")
    #expect(try box.id("x") == second)
    #expect(try box.git("reflog", "show", "--format=%gn %gs", "x") == "Ada moved\nAda made")
    for old in [first, nil] {
      let error = try #require(throws: GitError.self) {
        try repository.move("refs/heads/x", from: old, to: first, by: ada, message: "")
      }
      #expect(error.kind == .moved, "\(error)")
    }
    let gone = try #require(throws: GitError.self) {
      try repository.move("refs/heads/none", from: first, to: second, by: ada, message: "")
    }
    #expect(gone.kind == .moved, "\(gone)")
    #expect(try repository.target(of: "refs/heads/none") == nil)
    #expect(try box.id("x") == second)
  }

  @Test func `a packed reference moves just so`() throws {
    let box = try Sandbox()
    let (repository, first, second) = try start(box)
    try box.git("branch", "x", first.hex)
    try box.git("pack-refs", "--all")
    let error = try #require(throws: GitError.self) {
      try repository.move("refs/heads/x", from: nil, to: second, by: ada, message: "")
    }
    #expect(error.kind == .moved)
    try repository.move("refs/heads/x", from: first, to: second, by: ada, message: "")
    #expect(try box.id("x") == second)
    try repository.delete("refs/heads/x", expecting: second)
    #expect(try repository.target(of: "refs/heads/x") == nil)
    #expect(try box.open("repo").target(of: "refs/heads/x") == nil)
  }

  @Test func `names in each other's way are told, not taken for a lost race`() throws {
    let box = try Sandbox()
    let (repository, first, _) = try start(box)
    try box.git("branch", "x/y")
    for name in ["refs/heads/x", "refs/heads/x/y/z"] {
      for isPacked in [false, true] {
        if isPacked { try box.git("pack-refs", "--all") }
        let error = try #require(throws: GitError.self) {
          try repository.move(name, from: nil, to: first, by: ada, message: "")
        }
        #expect(error.kind == .other, "\(name) \(error)")
      }
    }
    let bad = try #require(throws: GitError.self) {
      try repository.move("refs/heads/a..b", from: nil, to: first, by: ada, message: "")
    }
    #expect(bad.kind == .other)
    #expect(throws: GitError.self) {
      try repository.move("refs/heads/a\0b", from: nil, to: first, by: ada, message: "")
    }
  }

  @Test func `a lock that somebody left is named`() throws {
    let box = try Sandbox()
    let (repository, first, second) = try start(box)
    try box.git("branch", "x", first.hex)
    let lock = box.root + "/repo/.git/refs/heads/x.lock"
    try FileSystem.write([], to: lock)
    let error = try #require(throws: GitError.self) {
      try repository.move("refs/heads/x", from: first, to: second, by: ada, message: "")
    }
    #expect(error.kind == .locked(path: lock), "\(error)")
    try FileSystem.remove(lock)
    try repository.move("refs/heads/x", from: first, to: second, by: ada, message: "")
  }

  @Test func `an object that is not here is refused`() throws {
    let box = try Sandbox()
    let (repository, first, _) = try start(box)
    let nothing = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
    let error = try #require(throws: GitError.self) {
      try repository.move("refs/heads/main", from: first, to: nothing, by: ada, message: "")
    }
    #expect(error.kind == .missing)
  }

  @Test func `only what is expected is deleted`() throws {
    let box = try Sandbox()
    let (repository, first, second) = try start(box)
    try box.git("branch", "x", first.hex)
    let error = try #require(throws: GitError.self) {
      try repository.delete("refs/heads/x", expecting: second)
    }
    #expect(error.kind == .moved)
    try repository.delete("refs/heads/x", expecting: first)
    #expect(throws: GitError.self) { try repository.delete("refs/heads/x", expecting: first) }
  }

  @Test func `references are listed by prefix, and HEAD in all its states`() throws {
    let box = try Sandbox()
    try box.initialize()
    var repository = try box.open("repo")
    #expect(try repository.head().branch == "refs/heads/main")
    #expect(try repository.head().commit == nil)
    try box.git("commit", "-q", "--allow-empty", "-m", "first")
    let id = try box.id("HEAD")
    #expect(try repository.head().commit == id)
    try box.shell(
      """
      git branch b; git branch a/c; git update-ref refs/rtrack/seen HEAD; git tag -a -m t t
      git symbolic-ref refs/heads/dangling refs/heads/none
      git pack-refs --all; git branch heads
      """)
    repository = try box.open("repo")
    let heads = try repository.references(under: "refs/heads")
    #expect(
      heads.map(\.name)
        == ["refs/heads/a/c", "refs/heads/b", "refs/heads/heads", "refs/heads/main"])
    #expect(heads.allSatisfy { $0.target == id })
    #expect(try repository.references(under: "refs/rtrack/").map(\.name) == ["refs/rtrack/seen"])
    #expect(try repository.references(under: "refs/none").isEmpty)
    let tag = try #require(try repository.target(of: "refs/tags/t"))
    #expect(try repository.kind(of: tag) == .tag)
    try box.git("checkout", "-q", "--detach")
    #expect(try repository.head().branch == nil)
    #expect(try repository.head().commit == id)
  }

  @Test func `of many writers each wins as often as it moved the reference`() async throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let first = try box.id("HEAD")
    try repository.move("refs/heads/x", from: nil, to: first, by: ada, message: "")
    let (root, environment) = (box.root + "/repo", box.environment)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let repository = try Repository.open(from: root, environment: environment)
          for turn in 0..<10 { try Self.add("\(writer).\(turn)", to: repository) }
        }
      }
      group.addTask {
        for _ in 0..<10 {
          _ = try GitProcess.run(
            ["pack-refs", "--all"], in: root, environment: environment)
        }
      }
      try await group.waitForAll()
    }
    #expect(try box.git("rev-list", "--count", "x") == "41")
    try box.git("fsck", "--strict")
  }

  private static func add(_ name: String, to repository: Repository) throws {
    while true {
      let tip = try #require(try repository.target(of: "refs/heads/x"))
      let writer = try repository.writer()
      let commit = Commit(
        tree: try writer.tree(.empty), parents: [tip], author: ada, committer: ada, message: name)
      let id = try writer.commit(commit)
      try writer.publish()
      do throws(GitError) {
        try repository.move("refs/heads/x", from: tip, to: id, by: ada, message: name)
        return
      } catch {
        switch error.kind {
        case .moved, .locked: MonotonicClock.sleep(.microseconds(.random(in: 100...3_000)))
        default: throw error
        }
      }
    }
  }
}
