import Platform
import SeededDice
import Testing

@testable import Git

@Suite struct TreeTests {
  private let blob = ObjectID(hex: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391") ?? .zero

  @Test func `folders sort as git sorts them, and every name is found`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let names = ["a", "a.b", "a-b", "a0", "ab", "B", "é", "z"]
    let empty = try #require(ObjectID(hex: try box.git("mktree", input: [])))
    for folders in 0..<(1 << names.count) where folders % 7 == 0 {
      let entries = names.enumerated().map { number, name in
        let isFolder = folders & (1 << number) != 0
        return Tree.Entry(
          name: name, mode: isFolder ? .directory : .file, id: isFolder ? empty : blob)
      }
      let tree = Tree(entries: entries.shuffled())
      let lines = entries.map {
        "\($0.isDirectory ? "040000 tree" : "100644 blob") \($0.id)\t\($0.name)\n"
      }
      let id = try box.git("mktree", "--missing", input: Array(lines.joined().utf8))
      let written = try repository.tree(try #require(ObjectID(hex: id)))
      #expect(written.serialized() == tree.serialized())
      #expect(written.isSorted)
      for entry in entries { #expect(tree[entry.name] == entry) }
      #expect(tree["none"] == nil && tree[""] == nil && tree["a/"] == nil)
    }
  }

  @Test func `setting an entry gives what a new tree of all entries gives`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var numbers = SeededDice(seed: seed)
    let modes: [Tree.Mode] = [.file, .directory, .executable]
    var tree = Tree.empty
    var all: [Tree.Entry] = []
    for _ in 0..<400 {
      let name = ["a", "b", "a.", "a-", "ab", "a0", "é", "e\u{301}"].randomElement(using: &numbers)
      let number = Int.random(in: 0..<4, using: &numbers)
      let entry = Tree.Entry(
        name: (name ?? "a") + (number == 0 ? "" : "\(number)"),
        mode: modes.randomElement(using: &numbers) ?? .file, id: blob)
      all.append(entry)
      tree = tree.setting(entry)
      let rebuilt = Tree(entries: all)
      try #require(tree.serialized() == rebuilt.serialized(), "seed \(seed)")
      try #require(Tree(parsing: tree.serialized())?.entries == tree.entries, "seed \(seed)")
    }
  }

  @Test func `names that are no UTF-8 survive, and equal names in two forms stay two`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    let id = try box.shell(
      """
      h=$(printf x | git hash-object -w --stdin)
      printf '100644 blob %s\\tb\\377d\\n100644 blob %s\\tother\\n' $h $h | git mktree
      """)
    let tree = try repository.tree(try #require(ObjectID(hex: id)))
    #expect(tree.entries.map(\.name) == ["b\u{FFFD}d", "other"])
    #expect(tree.entries.first?.nameBytes == [98, 255, 100])
    let writer = try repository.writer()
    let more = tree.setting(Tree.Entry(name: "new", mode: .file, id: blob))
    #expect(more.entries.first?.nameBytes == [98, 255, 100])
    #expect(Tree(entries: tree.entries).serialized() == tree.serialized())
    #expect(try writer.tree(tree).hex == id)
    let two = Tree(entries: [
      Tree.Entry(name: "é", mode: .file, id: blob),
      Tree.Entry(name: "e\u{301}", mode: .file, id: blob),
    ])
    #expect(two.count == 2)
    #expect(two.entries[0] != two.entries[1])
  }

  @Test func `every mode of git is kept`() throws {
    let modes: [Tree.Mode] = [
      .file, .groupWritable, .executable, .symbolicLink, .directory, .submodule,
    ]
    let tree = Tree(
      entries: modes.enumerated().map {
        Tree.Entry(name: "n\($0.offset)", mode: $0.element, id: blob)
      })
    #expect(Tree(parsing: tree.serialized())?.entries.map(\.mode) == modes)
  }

  @Test func `bytes that are no tree are refused at any cut`() {
    let whole = Tree(entries: [
      Tree.Entry(name: "a", mode: .file, id: blob),
      Tree.Entry(name: "b", mode: .directory, id: blob),
    ]).serialized()
    let half = whole.count / 2 + 1
    for cut in 1..<whole.count {
      let expected = Tree(parsing: Array(whole[..<cut])) != nil
      #expect(expected == (cut == 29), "\(cut) of \(half)")
    }
    #expect(Tree(parsing: Array("99999 a\0".utf8) + blob.bytes) == nil)
    #expect(Tree(parsing: Array("100644 \0".utf8) + blob.bytes) == nil)
    #expect(Tree(parsing: [])?.count == 0)
  }

  @Test func `an unsorted tree of a broken tool is still read`() throws {
    let one = Tree(entries: [Tree.Entry(name: "b", mode: .file, id: blob)]).serialized()
    let two = Tree(entries: [Tree.Entry(name: "a", mode: .file, id: blob)]).serialized()
    let tree = try #require(Tree(parsing: one + two))
    #expect(tree["a"] != nil && tree["b"] != nil)
    #expect(
      tree.setting(Tree.Entry(name: "c", mode: .file, id: blob)).entries.map(\.name) == [
        "a", "b", "c",
      ])
  }

  @Test func `a path leads through folders to its entry`() throws {
    let box = try Sandbox()
    let repository = try box.repository()
    try box.shell("mkdir -p d/e; echo x > d/e/f; git add .; git commit -qm x")
    let root = try box.id("HEAD^{tree}")
    #expect(try repository.entry(at: "d/e/f", in: root)?.id == box.id("HEAD:d/e/f"))
    #expect(try repository.entry(at: "d/e", in: root)?.mode == .directory)
    #expect(try repository.entry(at: "d/e/f/g", in: root) == nil)
    #expect(try repository.entry(at: "x/y", in: root) == nil)
    #expect(try repository.entry(at: "", in: root) == nil)
  }
}
