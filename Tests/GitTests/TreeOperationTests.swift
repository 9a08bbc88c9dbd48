import Git
import Platform
import SeededDice
import Testing

/// Random small trees, so that names meet often: files and folders of the same few names.
private struct RandomTrees {
  var numbers: SeededDice
  private let names = ["a", "a.b", "a-", "ab", "b", "c"]

  /// Paths that fit into one tree, with contents.
  mutating func files() -> [String: UInt8] {
    var files: [String: UInt8] = [:]
    for _ in 0..<Int.random(in: 0..<14, using: &numbers) {
      let depth = Int.random(in: 1...3, using: &numbers)
      let path = (0..<depth).map { _ in names.randomElement(using: &numbers) ?? "a" }
        .joined(separator: "/")
      let isBlocked = files.keys.contains { $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }
      if !isBlocked { files[path] = UInt8.random(in: 0..<3, using: &numbers) }
    }
    return files
  }
}

@Suite struct TreeOperationTests {
  private func write(_ files: [String: UInt8], _ writer: ObjectWriter) throws -> ObjectID {
    let list = try files.map { (path: $0.key, blob: try writer.blob([$0.value])) }
    return list.isEmpty ? try writer.tree(.empty) : try writer.insert(list, into: nil)
  }

  @Test func `the difference of random trees is what git says`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var trees = RandomTrees(numbers: SeededDice(seed: seed))
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    var pairs: [(ObjectID, ObjectID)] = []
    for _ in 0..<40 {
      pairs.append((try write(trees.files(), writer), try write(trees.files(), writer)))
    }
    try writer.publish()
    for (old, new) in pairs {
      var seen: [String] = []
      try repository.difference(from: old, to: new) { change in
        let status = change.old == nil ? "A" : change.new == nil ? "D" : "M"
        seen.append(
          ":\(Self.text(change.old)) \(Self.text(change.new)) \(status)\t\(change.path)")
      }
      let raw = try box.git(
        "diff-tree", "-r", "--no-renames", "--full-index", "--raw", old.hex, new.hex)
      let expected = raw.split(separator: "\n").map { Self.grouped(String($0)) }
      try #require(seen == expected, "seed \(seed)")
    }
    var count = 0
    try repository.difference(from: nil, to: pairs[0].0) { change in
      #expect(change.old == nil)
      count += 1
    }
    let names = try box.git("ls-tree", "-r", "--name-only", pairs[0].0.hex).split(separator: "\n")
    #expect(count == names.count)
  }

  private static func text(_ entry: Tree.Entry?) -> String {
    entry.map { "\(String($0.mode.rawValue, radix: 8)) \($0.id)" }
      ?? "000000 \(ObjectID.zero)"
  }

  /// git writes both modes, then both ids.
  private static func grouped(_ line: String) -> String {
    let parts = line.split(separator: "\t", maxSplits: 1)
    let words = parts[0].dropFirst().split(separator: " ")
    return ":\(words[0]) \(words[2]) \(words[1]) \(words[3]) \(words[4])\t\(parts[1])"
  }

  @Test func `what a visitor throws comes out and stops the walk`() throws {
    struct Enough: Error {}
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    let tree = try write(["a": 1, "b": 1], writer)
    try writer.publish()
    var count = 0
    #expect(throws: Enough.self) {
      try repository.difference(from: nil, to: tree) { _ in
        count += 1
        throw Enough()
      }
    }
    #expect(count == 1)
  }

  @Test func `a union holds both sides whichever comes first, and its id is git's`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var trees = RandomTrees(numbers: SeededDice(seed: seed))
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    for _ in 0..<60 {
      let (left, right) = (trees.files(), trees.files())
      let (a, b) = (try write(left, writer), try write(right, writer))
      let one = try writer.union(a, b)
      let two = try writer.union(b, a)
      try #require(one.tree == two.tree, "seed \(seed)")
      try #require(one.conflicts.map(\.path) == two.conflicts.map(\.path), "seed \(seed)")
      try #require(one.conflicts.map(\.a) == two.conflicts.map(\.b), "seed \(seed)")
      try #require(try writer.union(one.tree, a).tree == one.tree || !one.conflicts.isEmpty)
      // By paths alone: what is in conflict is a path with two contents, or one inside another.
      let paths = Set(left.keys).union(right.keys)
      let clashes = paths.filter { path in
        (left[path] != nil && right[path] != nil && left[path] != right[path])
          || paths.contains { $0.hasPrefix(path + "/") }
      }
      try #require(one.conflicts.map(\.path).sorted() == clashes.sorted(), "seed \(seed)")
      if clashes.isEmpty {
        try #require(try write(left.merging(right) { $1 }, writer) == one.tree, "seed \(seed)")
      }
    }
    try writer.publish()
    try box.git("fsck", "--strict")
  }

  @Test func `a merge by git of two lines gives the same tree`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    try box.shell(
      """
      git checkout -q -b one; mkdir -p i/1 p; echo a > i/1/a; echo a > p/a; git add .
      git commit -qm one; git checkout -q -b two main; mkdir -p i/1 i/2; echo b > i/1/b
      echo c > i/2/c; git add .; git commit -qm two; git merge -q --no-edit one
      """)
    let writer = try repository.writer()
    let union = try writer.union(try box.id("one^{tree}"), try box.id("two^1^{tree}"))
    #expect(union.conflicts.isEmpty)
    #expect(try union.tree == box.id("two^{tree}"))
  }

  @Test func `20,000 entries are read, found and extended in reasonable time`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let writer = try repository.writer()
    let blob = try writer.blob([1])
    let files = (0..<20_000).map {
      (path: "20261121T053312Z-c42-flux-comment-\(100_000 + $0).md", blob: blob)
    }
    let root = try writer.insert(files, into: nil)
    try writer.publish()
    let tree = try repository.tree(root)
    #expect(tree.count == 20_000)
    #expect(tree[files[12_345].path]?.id == blob)
    let next = try writer.insert([("zzz", blob)], into: root)
    try writer.publish()
    var changes: [String] = []
    try repository.difference(from: root, to: next) { changes.append($0.path) }
    #expect(changes == ["zzz"])
    let start = MonotonicClock.nanoseconds()
    for _ in 0..<5 { _ = try repository.tree(root) }
    // A debug build takes some 10 ms a tree, a release build 1.
    #expect(MonotonicClock.nanoseconds() - start < 2_000_000_000)
  }
}
