import Git
import Platform
import Testing

@Suite struct TraceableMoveTests {
  private func start(_ box: borrowing Sandbox) throws -> (Repository, ObjectID, ObjectID) {
    let repository = try box.repository()
    let first = try box.id("HEAD")
    try box.git("commit", "-q", "--allow-empty", "-m", "second")
    try FileSystem.makeDirectory(box.root + "/traces")
    return (repository, first, try box.id("HEAD"))
  }

  private func move(
    _ repository: Repository, _ box: borrowing Sandbox, from old: ObjectID?, to new: ObjectID
  ) throws(GitError) {
    try repository.move(
      "refs/heads/x", from: old, to: new, by: ada, message: "moved",
      leavingTraceIn: box.root + "/traces")
  }

  @Test func `a move is won from what the reference was, lost from anything else`() throws {
    let box = try Sandbox()
    let (repository, first, second) = try start(box)
    try move(repository, box, from: nil, to: first)
    try move(repository, box, from: first, to: second)
    #expect(try box.id("x") == second)
    #expect(try box.git("reflog", "show", "--format=%gn %gs", "x") == "Ada moved\nAda moved")
    // Lost: it must be what the caller saw, and where nil was said it must not be there at all.
    for old in [first, nil] {
      let error = try #require(throws: GitError.self) {
        try move(repository, box, from: old, to: first)
      }
      #expect(error.kind == .moved, "\(error)")
    }
    #expect(try box.id("x") == second)
    #expect(try FileSystem.entries(box.root + "/traces").isEmpty)
    #expect(try FileSystem.status(box.root + "/repo/.git/refs/heads/x.lock") == nil)
  }

  @Test func `what was written appears with the move, and a lost move leaves none of it`() throws {
    let box = try Sandbox()
    let (repository, first, second) = try start(box)
    try move(repository, box, from: nil, to: first)
    let objects = box.root + "/repo/.git/objects"
    let before = try FileSystem.entries(objects)
    func attempt(_ text: String, from old: ObjectID) throws -> ObjectID {
      let writer = try repository.writer()
      let tree = try writer.insert([("a/b", try writer.blob(Array(text.utf8)))], into: nil)
      let commit = try writer.commit(
        Commit(tree: tree, parents: [old], author: ada, committer: ada, message: "\(text)\n"))
      try repository.move(
        "refs/heads/x", from: old, to: commit, by: ada, message: "moved",
        leavingTraceIn: box.root + "/traces", publishing: writer)
      return commit
    }
    let error = try #require(throws: GitError.self) { try attempt("lost", from: second) }
    #expect(error.kind == .moved)
    #expect(try FileSystem.entries(objects) == before)
    let third = try attempt("won", from: first)
    #expect(try box.id("x") == third)
    #expect(try box.git("cat-file", "blob", "x:a/b") == "won")
    try box.git("fsck", "--strict")
    // Killed after the objects had their names: the next call clears the lock and goes on.
    try FileSystem.create([], at: box.root + "/traces/moving+refs+heads+x")
    try FileSystem.link(
      box.root + "/traces/moving+refs+heads+x", to: box.root + "/repo/.git/refs/heads/x.lock")
    #expect(try box.id("x") != attempt("next", from: third))
    #expect(try box.git("show", "x:a/b") == "next")
    #expect(try FileSystem.entries(box.root + "/traces").isEmpty)
    #expect(try FileSystem.entries(objects).allSatisfy { !$0.hasPrefix("tmp_obj_rtrack_") })
  }

  @Test func `the lock of a dead caller is cleared, that of a living git is named`() throws {
    let box = try Sandbox()
    let (repository, first, second) = try start(box)
    try move(repository, box, from: nil, to: first)
    let lock = box.root + "/repo/.git/refs/heads/x.lock"
    let trace = box.root + "/traces/moving+refs+heads+x"
    // Killed between taking the lock and moving: both names of one file are left.
    try FileSystem.create(Array("\(second)\n".utf8), at: trace)
    try FileSystem.link(trace, to: lock)
    try move(repository, box, from: first, to: second)
    #expect(try box.id("x") == second)
    // A lock that is nobody's trace is git's.
    try FileSystem.create([], at: lock)
    let error = try #require(throws: GitError.self) {
      try move(repository, box, from: second, to: first)
    }
    guard case .locked(let path) = error.kind else {
      Issue.record("\(error)")
      return
    }
    #expect(path == lock)
    #expect(try FileSystem.status(lock) != nil)
    #expect(try box.id("x") == second)
    try FileSystem.remove(lock)
    try move(repository, box, from: second, to: first)
    #expect(try box.id("x") == first)
  }
}
