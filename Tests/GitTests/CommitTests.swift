import Git
import Testing

@Suite struct CommitTests {
  private let tree = ObjectID(hex: "4b825dc642cb6eb9a060e54bf8d69288fbee4904") ?? .zero

  @Test func `what is written is what git reads, and fsck finds no fault`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    #expect(try writer.tree(.empty) == tree)
    let first = try box.id("HEAD")
    for (name, offset, zone) in [
      ("Ada <L>\n", 60, "+0100"), ("", -570, "-0930"), ("é", 0, "+0000"),
    ] {
      let who = Signature(name: name, email: "a@b", seconds: 1_700_000_000, offsetMinutes: offset)
      let commit = Commit(
        tree: tree, parents: [first], author: who, committer: ada, message: "Subject\n\nBody\n")
      let id = try writer.commit(commit)
      try writer.publish()
      #expect(try repository.commit(id).message == "Subject\n\nBody\n")
      #expect(try repository.commit(id).serialized() == commit.serialized())
      #expect(try repository.commit(id).author.offsetMinutes == offset)
      let raw = try box.git("cat-file", "commit", id.hex)
      #expect(raw.contains(" <a@b> 1700000000 \(zone)\n"))
      try box.git("fsck", "--strict", "--no-dangling")
      #expect(try box.git("log", "-1", "--format=%P %s", id.hex) == "\(first) Subject")
    }
  }

  @Test func `a signature goes out and comes back, and the payload is what was signed`() throws {
    var commit = Commit(
      tree: tree, parents: [], author: ada, committer: ada, message: "m\n\ngpgsig no header\n")
    let unsigned = commit.serialized()
    #expect(commit.payload == unsigned)
    commit.signature = "-----BEGIN SSH SIGNATURE-----\n\nabc\n-----END SSH SIGNATURE-----"
    let signed = commit.serialized()
    let text = String(decoding: signed, as: UTF8.self)
    #expect(text.contains("+0100\ngpgsig -----BEGIN SSH SIGNATURE-----\n \n abc\n -----END"))
    let read = try #require(Commit(parsing: signed))
    #expect(read == commit)
    #expect(read.payload == unsigned)
    #expect(read.signature == commit.signature)
    #expect(read.message == "m\n\ngpgsig no header\n")
  }

  @Test func `real commits of many kinds are read, and written back to the byte`() throws {
    let header = "tree \(tree)\nauthor A <a> 1 +0000\ncommitter B <b> 2 +0000\n"
    for rest in [
      "\nmessage", "", "\n", "encoding ISO-8859-1\n\nx",
      "mergetag object 1\n type commit\n \n x\n\nm",
      "HG:rename a\n\nm\n\n\n", "gpgsig a\n b\n\nm",
    ] {
      let commit = try #require(Commit(parsing: Array((header + rest).utf8)))
      #expect(String(decoding: commit.serialized(), as: UTF8.self) == header + rest)
      #expect(commit.committer.seconds == 2)
    }
    let latin = Array((header + "encoding ISO-8859-1\n\n").utf8) + [0xe9]
    #expect(Commit(parsing: latin)?.message == "é")
    #expect(Commit(parsing: latin)?.serialized() == latin)
  }

  @Test func `bad signatures and missing fields do not stop reading`() throws {
    for (line, name, email, seconds) in [
      ("Name", "Name", "", 0), ("<e@x>", "", "e@x", 0), ("N <e> x y", "N", "e", 0),
      ("N <e> 99999999999999999999 +0000", "N", "e", 0),
      ("N <a<b> 5 +99999999999999999999", "N", "a<b", 5),
      ("N <e> 5 -9223372036854775808", "N", "e", 5),
      ("", "", "", 0), ("> <", "", "", 0), ("N <e> 7", "N", "e", 7),
    ] {
      let commit = try #require(
        Commit(parsing: Array("tree \(tree)\nauthor \(line)\n\nm".utf8)), "\(line)")
      #expect(commit.author.email == email, "\(line)")
      #expect(commit.author.seconds == Int64(seconds), "\(line)")
      if line != "> <" { #expect(commit.author.name == name, "\(line)") }
      #expect(commit.message == "m")
      #expect(commit.committer.name == "")
    }
    #expect(Commit(parsing: Array("author x\n\n".utf8)) == nil)
    #expect(Commit(parsing: []) == nil)
    #expect(Commit(parsing: [10]) == nil)
  }

  @Test func `a message with a NUL is refused`() throws {
    let box = try Sandbox()
    let writer = try box.repository().writer()
    let commit = Commit(tree: tree, parents: [], author: ada, committer: ada, message: "a\0b")
    #expect(throws: GitError.self) { try writer.commit(commit) }
  }
}
