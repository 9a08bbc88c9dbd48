import Testing

@testable import Platform

@Suite struct SmallFileTests {
  @Test func `a second name never replaces what has it, and appending makes and adds`() throws {
    try withFolder { folder in
      let (one, two) = (Path.join(folder, "one"), Path.join(folder, "two"))
      try FileSystem.append(Array("a".utf8), to: one)
      try FileSystem.append(Array("b".utf8), to: one)
      #expect(try FileSystem.read(one) == Array("ab".utf8))
      try FileSystem.link(one, to: two)
      #expect(try FileSystem.status(one)?.identity == FileSystem.status(two)?.identity)
      let taken = try #require(throws: SystemError.self) { try FileSystem.link(one, to: two) }
      #expect(taken.isTaken)
      let missing = try #require(throws: SystemError.self) {
        try FileSystem.link(one, to: Path.join(folder, "none/three"))
      }
      #expect(missing.isMissing)
      #expect(throws: SystemError.self) { try FileSystem.link(one, to: two + "\0") }
    }
  }

  @Test func `a file is read to its end, also one whose size is not what it says`() throws {
    try withFolder { folder in
      for size in [0, 1, 4_094, 4_095, 4_096, 4_097, 65_535, 65_536, 65_537, 200_000] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = Path.join(folder, "\(size)")
        try FileSystem.create(bytes, at: path, flushes: true)
        #expect(try FileSystem.read(path) == bytes)
        #expect(try FileSystem.read(path, limit: size) == bytes)
        #expect(unsafe try FileSystem.withMapped(path, limit: size) { unsafe Array($0) } == bytes)
        if size > 0 {
          #expect(throws: SystemError.self) { try FileSystem.read(path, limit: size - 1) }
          #expect(throws: SystemError.self) {
            unsafe try FileSystem.withMapped(path, limit: size - 1) { _ in }
          }
        }
      }
      #expect(throws: SystemError.self) { unsafe try FileSystem.withMapped(folder) { _ in } }
      #expect(throws: SystemError.self) {
        unsafe try FileSystem.withMapped(Path.join(folder, "none")) { _ in }
      }
    }
    // The kernel's own files have no size beforehand.
    if try FileSystem.status("/proc/self/status") != nil {
      let text = String(decoding: try FileSystem.read("/proc/self/status"), as: UTF8.self)
      #expect(text.hasPrefix("Name:") && text.contains("\nThreads:"))
    }
  }

  @Test func `what a killed writer leaves is known by its name, and nothing else is`() throws {
    try withFolder { folder in
      let inner = Path.join(folder, "inner")
      try FileSystem.makeDirectory(inner)
      try FileSystem.write([1], to: Path.join(inner, "file"), through: folder)
      #expect(try FileSystem.entries(folder) == ["inner"])
      #expect(try FileSystem.entries(inner) == ["file"])
    }
    #expect(FileSystem.isTemporary(".tmp-77-\(FileSystem.randomName())"))
    for name in [".tmp-77", ".tmp", "tmp-77-abcdefghijkl", ".tmp-x-abcdefghijkl", ".tmp-7-abc"] {
      #expect(!FileSystem.isTemporary(name), "\(name)")
    }
  }

  @Test(arguments: [
    (Duration.milliseconds(40), "40 ms"),
    (.zero, "0 ms"), (.milliseconds(299), "300 ms"), (.milliseconds(9_999), "10 s"),
    (.nanoseconds(10_000_123_456), "10 s"), (.seconds(119), "119 s"), (.seconds(180), "3 min"),
  ])
  func `a time is said in round numbers`(duration: Duration, text: String) {
    #expect(duration.rounded == text)
  }

  @Test func `a place in the queue is left in time, and what it gets later is given back`() throws {
    try withFolder { folder in
      let path = Path.join(folder, "lock")
      let held = try FileLock(path, wait: .zero)
      #expect(throws: LockError.self) { _ = try FileLock(path, wait: .milliseconds(30)) }
      _ = consume held
      // The one who gave up stood before this one.
      _ = try FileLock(path, wait: .seconds(10))
    }
  }
}
