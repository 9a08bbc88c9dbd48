import Git
import Platform
import SeededDice
import Testing

@Suite struct WriterTests {
  @Test func `nothing is seen before publishing, everything after, and nothing is left beside`()
    throws
  {
    let box = try Sandbox()
    let repository = try box.repository()
    let before = try FileSystem.entries(box.root + "/repo/.git/objects")
    let writer = try repository.writer()
    let blob = try writer.blob(Array("hello\n".utf8))
    #expect(blob.hex == "ce013625030ba8dba906f756967f9e9ca394464a")
    let root = try writer.insert([("a/b/c.md", blob)], into: nil)
    let commit = try writer.commit(
      Commit(tree: root, parents: [], author: ada, committer: ada, message: "m\n"))
    #expect(!repository.contains(blob) && !repository.contains(commit))
    try writer.publish()
    try writer.publish()
    #expect(try repository.blob(blob) == Array("hello\n".utf8))
    #expect(try repository.blobSize(blob) == 6)
    #expect(try repository.kind(of: root) == .tree)
    #expect(try repository.commit(commit).tree == root)
    #expect(try box.git("cat-file", "blob", "\(commit):a/b/c.md") == "hello")
    try box.git("fsck", "--strict")
    let path = box.root + "/repo/.git/objects/ce/013625030ba8dba906f756967f9e9ca394464a"
    #expect(try FileSystem.status(path)?.permissions == 0o444)
    let after = try FileSystem.entries(box.root + "/repo/.git/objects")
    #expect(after.allSatisfy { before.contains($0) || $0.utf8.count == 2 })
  }

  @Test func `what is not published goes with its writer`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let objects = box.root + "/repo/.git/objects"
    let before = try FileSystem.entries(objects)
    do {
      let writer = try repository.writer()
      _ = try writer.blob([1, 2, 3])
      #expect(try FileSystem.entries(objects).contains { $0.hasPrefix("tmp_obj_rtrack_") })
      _ = consume writer
    }
    #expect(try FileSystem.entries(objects) == before)
  }

  @Test func `git reads objects of every size, alike bytes and random ones`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let seed = UInt64.random(in: 0 ... .max)
    var numbers = SeededDice(seed: seed)
    let writer = try repository.writer()
    var written: [(ObjectID, [UInt8])] = []
    // About the limits of windows, with the few bytes of an object's header before.
    var sizes = [0, 1, 40, 300_000]
    for bits in 9...16 { sizes += [(1 << bits) - 11, (1 << bits) + 1] }
    for size in sizes {
      let alike = [UInt8](repeating: 7, count: size)
      var random = alike
      for index in random.indices { random[index] = UInt8.random(in: 0...255, using: &numbers) }
      for bytes in [alike, random] { written.append((try writer.blob(bytes), bytes)) }
    }
    try writer.publish()
    try box.git("fsck", "--strict", "--full")
    // Another one: this has them in mind.
    let reader = try box.open("repo")
    for (id, bytes) in written {
      #expect(try reader.blob(id) == bytes, "\(bytes.count) bytes, seed \(seed)")
      #expect(try box.git("cat-file", "-s", id.hex) == "\(bytes.count)")
    }
  }

  @Test func `what fits into a block of the disk is only wrapped, what is larger deflated`() throws
  {
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    // With "blob 4075", a NUL, and eleven bytes of wrapping that makes 4,096.
    let fitting = try writer.blob([UInt8](repeating: 7, count: 4_075))
    let larger = try writer.blob([UInt8](repeating: 7, count: 4_076))
    try writer.publish()
    let sizes = try [fitting, larger].map { id in
      let name = id.hex
      let path = "/repo/.git/objects/\(name.prefix(2))/\(name.dropFirst(2))"
      return try FileSystem.read(box.root + path).count
    }
    #expect(sizes[0] == 4_096)
    #expect(sizes[1] < 200)
    try box.git("fsck", "--strict", "--full")
  }

  @Test func `objects just written or read are known without the disk, and only under their kind`()
    throws
  {
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    let blob = try writer.blob([1, 2, 3])
    try writer.publish()
    let name = blob.hex
    let file = box.root + "/repo/.git/objects/\(name.prefix(2))/\(name.dropFirst(2))"
    try FileSystem.remove(file)
    #expect(try repository.blob(blob) == [1, 2, 3])
    #expect(try repository.kind(of: blob) == .blob)
    #expect(throws: GitError.self) { try repository.tree(blob) }
    #expect(throws: GitError.self) { try box.open("repo").blob(blob) }
  }

  @Test func `what the repository has is not written again`() throws {
    let box = try Sandbox()
    _ = try box.repository()
    let id = try box.git("hash-object", "-w", "--stdin", input: [9])
    try box.git("repack", "-q", "-ad")
    // Opened only now: packs that came since are not looked for again before a write.
    let repository = try box.open("repo")
    let objects = box.root + "/repo/.git/objects"
    let before = try FileSystem.entries(objects)
    let writer = try repository.writer()
    #expect(try writer.blob([9]).hex == id)
    _ = try writer.tree(try repository.tree(box.id("HEAD^{tree}")))
    #expect(try FileSystem.entries(objects) == before)
    try writer.publish()
  }

  @Test func `a folder of objects that cannot be written is told, and nothing is left`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let objects = box.root + "/repo/.git/objects"
    let writer = try repository.writer()
    let blob = try writer.blob([1])
    // Neither root nor anybody can make a folder where a file is.
    let place = objects + "/" + String(blob.hex.prefix(2))
    try FileSystem.write([], to: place)
    let error = try #require(throws: GitError.self) { try writer.publish() }
    #expect(error.kind == .other && error.description.hasPrefix("cannot write objects: "))
    #expect(try FileSystem.entries(objects).allSatisfy { !$0.hasPrefix("tmp_obj_rtrack_") })
    try FileSystem.rename(objects, to: objects + "-away")
    try FileSystem.write([], to: objects)
    #expect(throws: GitError.self) { try writer.blob([2]) }
  }

  @Test func `names that git would not check out are refused`() throws {
    let box = try Sandbox()
    let writer = try box.repository().writer()
    let blob = try writer.blob([1])
    for name in ["", ".", "..", ".git", ".GIT", "a/b"] {
      let tree = Tree(entries: [Tree.Entry(name: name, mode: .file, id: blob)])
      #expect(throws: GitError.self, "\(name)") { try writer.tree(tree) }
    }
    for path in ["", "/a", "a/", "a//b", "a/../b", "./a", "a/.git/b", "a\0b"] {
      #expect(throws: InsertError.invalid(path: path)) {
        try writer.insert([(path, blob)], into: nil)
      }
    }
  }

  @Test func `files come in at any depth and change nothing that is there`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    try box.shell("mkdir -p d/e; echo x > d/e/f; echo y > g; git add .; git commit -qm x")
    let root = try box.id("HEAD^{tree}")
    let writer = try repository.writer()
    let new = try writer.blob([1])
    let same = try box.id("HEAD:d/e/f")
    #expect(try writer.insert([("d/e/f", same)], into: root) == root)
    #expect(try writer.insert([], into: root) == root)
    let next = try writer.insert(
      [("d/e/h", new), ("d/i", new), ("z/y/x", new), ("a", new)], into: root)
    // What was written here and is not yet published can be built upon.
    let last = try writer.insert([("z/y/w", new)], into: next)
    try writer.publish()
    let names = try box.git("ls-tree", "-r", "--name-only", last.hex)
    #expect(names == "a\nd/e/f\nd/e/h\nd/i\ng\nz/y/w\nz/y/x")
    for path in ["d/e/f", "d/e", "d", "g/h", "d/e/f/g", "g"] {
      #expect(
        throws: InsertError.taken(
          path: path.hasPrefix("g") ? "g" : path == "d/e/f/g" ? "d/e/f" : path)
      ) {
        try writer.insert([("fine", new), (path, new)], into: root)
      }
    }
    #expect(throws: InsertError.self) { try writer.insert([("q", new), ("q/r", new)], into: nil) }
    #expect(throws: InsertError.self) { try writer.insert([("q/r", new), ("q", new)], into: nil) }
    #expect(throws: InsertError.self) { try writer.insert([("q", new), ("q", same)], into: nil) }
    #expect(try writer.insert([("é", new), ("e\u{301}", new)], into: nil) != root)
  }
}
