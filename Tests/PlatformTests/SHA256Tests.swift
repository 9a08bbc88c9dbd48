import Platform
import Testing

struct SHA256Tests {
  // FIPS 180-4's own examples, and the lengths around a block's end.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopq"
        + "klmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `the standard's examples`(text: String, digest: String) {
    #expect(SHA256.digest(of: Array(text.utf8)) == digest)
  }

  @Test func `in pieces of any size it is the same, and what sha256sum says`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var state = seed
    func roll(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-sha-")
    defer { try? FileSystem.removeTree(folder) }
    for length in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1000, 70_001] {
      let bytes = (0..<length).map { _ in UInt8(roll(256)) }
      let whole = SHA256.digest(of: bytes)
      var hash = SHA256()
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(1 + roll(200))
        hash.update(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      #expect(hash.finish() == whole, "seed \(seed), \(length) bytes")
      let path = Path.join(folder, "file")
      try FileSystem.write(bytes, to: path)
      #expect(try FileSystem.digestPlain(path) == (whole, length))
      let said = try Child.run(["sha256sum", path], environment: Machine.environment)
      #expect(String(decoding: said.output.prefix(64), as: UTF8.self) == whole)
    }
  }

  @Test func `only plain files are read, and nobody waits for a pipe`() throws {
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-plain-")
    defer { try? FileSystem.removeTree(folder) }
    try FileSystem.write(Array("text".utf8), to: Path.join(folder, "plain"))
    for command in [["ln", "-s", "plain", "link"], ["mkfifo", "pipe"], ["mkdir", "folder"]] {
      _ = try Child.run(command, in: folder, environment: Machine.environment)
    }
    #expect(try FileSystem.readPlain(Path.join(folder, "plain")) == Array("text".utf8))
    for name in ["link", "pipe", "folder", "gone"] {
      #expect(throws: SystemError.self) { try FileSystem.readPlain(Path.join(folder, name)) }
      #expect(throws: SystemError.self) { try FileSystem.digestPlain(Path.join(folder, name)) }
    }
    #expect(throws: SystemError.self) {
      try FileSystem.readPlain(Path.join(folder, "plain"), limit: 3)
    }
  }
}
