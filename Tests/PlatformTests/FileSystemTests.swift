import Platform
import Testing

@Suite struct FileSystemTests {
  @Test func `what is written is read back, of any size`() throws {
    try withFolder { folder in
      for size in [0, 1, 4_095, 4_096, 4_097, 1_000_000] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        let path = Path.join(folder, "file")
        try FileSystem.write(bytes, to: path, durable: size == 1)
        #expect(try FileSystem.read(path) == bytes)
        #expect(try FileSystem.read(path, limit: size) == bytes)
        if size > 0 {
          #expect(throws: SystemError.self) { try FileSystem.read(path, limit: size - 1) }
        }
      }
      #expect(try FileSystem.entries(folder) == ["file"])
    }
  }

  @Test func `a pipe is read to its end, up to the limit`() throws {
    try withFolder { folder in
      let pipe = Path.join(folder, "pipe")
      let script = "mkfifo \(pipe); (head -c 100000 /dev/zero >\(pipe)) >/dev/null 2>&1 &"
      for limit in [100_000, 99_999] {
        _ = try Child.run(["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"])
        if limit == 100_000 {
          #expect(try FileSystem.read(pipe, limit: limit).count == 100_000)
        } else {
          #expect(throws: SystemError.self) { try FileSystem.read(pipe, limit: limit) }
        }
        try FileSystem.remove(pipe)
      }
    }
  }

  @Test func `a reader beside a writer sees whole contents only`() async throws {
    let folder = try FileSystem.temporaryDirectory(prefix: "platform-tests-")
    defer { try? FileSystem.removeTree(folder) }
    let path = Path.join(folder, "file")
    let contents = [[UInt8](repeating: 1, count: 50_000), [UInt8](repeating: 2, count: 70_000)]
    try FileSystem.write(contents[0], to: path)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for turn in 0..<300 { try FileSystem.write(contents[turn % 2], to: path) }
      }
      group.addTask {
        for _ in 0..<300 {
          let seen = try FileSystem.read(path)
          #expect(contents.contains(seen))
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `writing replaces a link and leaves its target alone`() throws {
    try withFolder { folder in
      let target = Path.join(folder, "target")
      let link = Path.join(folder, "link")
      try FileSystem.write([1], to: target)
      try makeLink(link, to: "target")
      #expect(try FileSystem.readLink(link) == "target")
      #expect(throws: SystemError.self) { try FileSystem.create([3], at: link) }
      try FileSystem.write([2], to: link)
      #expect(try FileSystem.read(target) == [1])
      #expect(try FileSystem.status(link)?.kind == .file)
    }
  }

  @Test func `a write that fails leaves nothing beside and names what was asked for`() throws {
    try withFolder { folder in
      let path = Path.join(folder, "taken")
      try FileSystem.makeDirectory(path)
      let error = try #require(throws: SystemError.self) { try FileSystem.write([1], to: path) }
      #expect(error.path == path)
      #expect(try FileSystem.entries(folder) == ["taken"])
    }
  }

  @Test func `creating refuses what is there`() throws {
    try withFolder { folder in
      let path = Path.join(folder, "file")
      try FileSystem.create([1], at: path, mode: 0o444)
      #expect(try FileSystem.status(path)?.permissions == 0o444)
      let error = try #require(throws: SystemError.self) { try FileSystem.create([2], at: path) }
      #expect(error.isTaken)
      #expect(try FileSystem.read(path) == [1])
    }
  }

  @Test func `status tells kind, size and time, and nil where nothing is`() throws {
    try withFolder { folder in
      let file = Path.join(folder, "file")
      try FileSystem.write([1, 2, 3], to: file)
      try makeLink(Path.join(folder, "link"), to: "file")
      let status = try #require(try FileSystem.status(file))
      #expect(status.kind == .file && status.size == 3)
      #expect(status.owner == Machine.userID)
      #expect(abs(status.modified - WallClock.now().seconds) < 100)
      #expect(try FileSystem.status(folder)?.kind == .directory)
      #expect(try FileSystem.status(folder + "/link")?.kind == .symbolicLink)
      #expect(try FileSystem.status(folder + "/link", following: true)?.kind == .file)
      #expect(try FileSystem.status(folder + "/none") == nil)
      #expect(try FileSystem.status(folder + "/file/below") == nil)
    }
  }

  @Test func `folders are made with their parents, and once more without harm`() throws {
    try withFolder { folder in
      let deep = Path.join(folder, "a/b/c")
      try FileSystem.makeDirectory(deep)
      try FileSystem.makeDirectory(deep)
      #expect(try FileSystem.status(deep)?.kind == .directory)
      try FileSystem.write([], to: folder + "/file")
      #expect(throws: SystemError.self) { try FileSystem.makeDirectory(folder + "/file") }
      #expect(throws: SystemError.self) { try FileSystem.makeDirectory(folder + "/file/x") }
      #expect(throws: SystemError.self) { try FileSystem.makeDirectory("") }
    }
  }

  @Test func `entries are sorted by bytes`() throws {
    try withFolder { folder in
      let names = ["a", "B", "ä", "a.b", ".hidden", "10", "9"]
      for name in names { try FileSystem.write([], to: Path.join(folder, name)) }
      #expect(
        try FileSystem.entries(folder) == [".hidden", "10", "9", "B", "a", "a.b", "ä"])
    }
  }

  @Test func `a tree is removed with read-only folders and odd names, never through a link`() throws
  {
    try withFolder { folder in
      let outside = Path.join(folder, "outside")
      let tree = Path.join(folder, "tree")
      try FileSystem.makeDirectory(outside)
      try FileSystem.write([1], to: outside + "/kept")
      try FileSystem.makeDirectory(tree + "/a/b")
      try makeLink(tree + "/a/link", to: outside)
      let script = "printf x > \"$(printf 'bad\\377name')\"; chmod 0555 . b; chmod 000 b"
      #expect(
        try Child.run(
          ["sh", "-c", script], in: tree + "/a", environment: ["PATH": "/usr/bin:/bin"]
        ).succeeded)
      try FileSystem.removeTree(tree)
      try FileSystem.removeTree(tree)
      #expect(try FileSystem.entries(folder) == ["outside"])
      try makeLink(tree, to: outside)
      try FileSystem.removeTree(tree)
      #expect(try FileSystem.entries(outside) == ["kept"])
    }
  }

  @Test func `removing takes a file, a link or an empty folder, and nothing else`() throws {
    try withFolder { folder in
      try FileSystem.remove(folder + "/none")
      try FileSystem.makeDirectory(folder + "/empty")
      try FileSystem.remove(folder + "/empty")
      try FileSystem.makeDirectory(folder + "/full/x")
      let error = try #require(throws: SystemError.self) {
        try FileSystem.remove(folder + "/full")
      }
      #expect(error.isTaken)
    }
  }

  @Test func `a NUL is found wherever it stands, in short texts and long ones`() {
    let long = String(repeating: "ü", count: 99)
    for text in ["", "a", "é", String(repeating: "a", count: 15), long] {
      #expect(!text.holdsNUL)
      #expect(("\0" + text).holdsNUL && (text + "\0").holdsNUL)
      #expect((text + "\0" + text).holdsNUL)
    }
  }

  @Test func `a NUL in a path is refused rather than cut off`() throws {
    try withFolder { folder in
      try FileSystem.write([1], to: folder + "/file")
      #expect(throws: SystemError.self) { try FileSystem.read(folder + "/file\0x") }
      #expect(throws: SystemError.self) { try FileSystem.remove(folder + "/file\0x") }
      #expect(throws: SystemError.self) { try FileSystem.status(folder + "/file\0x") }
      #expect(try FileSystem.read(folder + "/file") == [1])
    }
  }

  @Test func `a batch of files is synchronised, and a missing one is told`() throws {
    try withFolder { folder in
      let paths = (0..<5).map { Path.join(folder, "\($0)") }
      for path in paths { try FileSystem.create([1], at: path, mode: 0o444) }
      try FileSystem.synchronize(paths)
      try FileSystem.synchronize([])
      #expect(throws: SystemError.self) { try FileSystem.synchronize([folder + "/none"]) }
    }
  }

  private func makeLink(_ path: String, to target: String) throws {
    let result = try Child.run(
      ["ln", "-s", target, path], environment: ["PATH": "/usr/bin:/bin"])
    try #require(result.succeeded)
  }
}
