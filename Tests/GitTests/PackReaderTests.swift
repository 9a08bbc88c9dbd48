import Platform
import SeededDice
import Testing

@testable import Git

@Suite struct PackReaderTests {
  /// A repository whose objects are all in one pack, many of them as differences.
  private func packed(_ sandbox: borrowing Sandbox) throws -> Repository {
    let repository = try sandbox.repository()
    try sandbox.shell(
      """
      mkdir a; n=0
      while [ $n -lt 60 ]; do
        n=$((n + 1)); echo "line $n" >> a/long; echo "$n" > "a/file $n"; git add a
        git commit -qm "commit $n"
      done
      git tag -am "a tag" v1
      git gc -q --prune=now
      """)
    return repository
  }

  private func ids(_ sandbox: borrowing Sandbox) throws -> [(ObjectID, String)] {
    try sandbox.git("cat-file", "--batch-all-objects", "--batch-check")
      .split(separator: "\n").map { line in
        let words = line.split(separator: " ")
        return (try #require(ObjectID(hex: words[0])), String(words[1]))
      }
  }

  @Test func `every object of a pack is read as it was written`() throws {
    let sandbox = try Sandbox()
    let repository = try packed(sandbox)
    var reader = try #require(PackReader(PackSet(of: repository)))
    let objects = try ids(sandbox)
    #expect(objects.count > 200)
    for (id, kind) in objects {
      let object = reader.object(id)
      let found = try #require(object)
      #expect(found.kind.rawValue == kind)
      #expect(try repository.hash(of: found.bytes, found.kind) == id)
    }
    for digit in ["0", "f"] {
      let object = reader.object(try #require(ObjectID(hex: String(repeating: digit, count: 40))))
      #expect(object == nil)
    }
  }

  @Test func `a damaged pack gives nothing, or what hashing finds out`() throws {
    let sandbox = try Sandbox()
    let repository = try packed(sandbox)
    let folder = Path.join(repository.commonDirectory, "objects/pack")
    let objects = try ids(sandbox)
    let seed = UInt64.random(in: 0..<1_000_000)
    var dice = SeededDice(seed: seed)
    for name in try FileSystem.entries(folder) where name.hasSuffix("pack") || name.hasSuffix("idx")
    {
      let path = Path.join(folder, name)
      let whole = try FileSystem.read(path)
      for _ in 0..<40 {
        var bytes = whole
        if Bool.random(using: &dice) {
          for _ in 0..<8 { bytes[Int.random(in: 0..<bytes.count, using: &dice)] = 255 }
        } else {
          bytes.removeLast(Int.random(in: 1..<bytes.count, using: &dice))
        }
        try FileSystem.remove(path)
        try FileSystem.write(bytes, to: path)
        guard var reader = PackReader(PackSet(of: repository)) else { continue }
        for (id, _) in objects {
          if let found = reader.object(id) { #expect(found.bytes.count <= 1 << 20, "seed \(seed)") }
        }
      }
      try FileSystem.remove(path)
      try FileSystem.write(whole, to: path)
    }
  }

  @Test func `a walk that hashes finds an object whose bytes are not its name's`() throws {
    let sandbox = try Sandbox()
    let repository = try sandbox.repository()
    try sandbox.shell(
      """
      mkdir a; echo one > a/one; git add a; git commit -qm one; echo two > a/two; git add a
      git commit -qm two
      good=$(git rev-parse HEAD:a); other=$(git rev-parse HEAD~1:a)
      chmod u+w .git/objects/$(echo $good | cut -c1-2)/$(echo $good | cut -c3-)
      cp .git/objects/$(echo $other | cut -c1-2)/$(echo $other | cut -c3-) \
        .git/objects/$(echo $good | cut -c1-2)/$(echo $good | cut -c3-)
      git repack -q -a -d 2> /dev/null || true
      """)
    let tip = try sandbox.id("HEAD")
    #expect(throws: GitError.self) {
      let comparison = try HistoryComparison(of: repository, tips: [tip], isHashing: true)
      _ = try comparison.run(workers: 1) { _ in Nothing() }
    }
  }

  private struct Nothing: HistoryVisitor {
    func counts(_ path: [UInt8]) -> Bool { true }
    mutating func lost(_ change: RawChange, in commit: Int, parent: Int) {}
    mutating func added(_ change: RawChange, in commit: Int) {}
  }
}
