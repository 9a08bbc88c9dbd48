import Platform
import SeededDice
import Testing

@testable import Git

@Suite struct StagedTreeTests {
  /// A repository of a few folders, staged beyond its commit, with the index as `shape` makes it.
  private func staged(_ sandbox: borrowing Sandbox, _ shape: String) throws {
    try sandbox.initialize()
    try sandbox.shell(
      """
      for d in a b c/d c/e; do mkdir -p $d; for i in 1 2 3 4 5 6 7 8 9;
      do echo $d $i > $d/f$i; done; done
      echo long > \(String(repeating: "n", count: 240));
      mkdir -p "ü/\(String(repeating: "m", count: 200))"
      echo odd > "ü/\(String(repeating: "m", count: 200))/\(String(repeating: "k", count: 200))"
      git add -A; git commit -q -m one; echo new > c/e/f1; echo more > c/g; \(shape)
      """)
  }

  @Test(arguments: [
    "git update-index --index-version 2; git add -A; git write-tree",
    "git update-index --index-version 4; git add -A; git write-tree",
    "git add -A; git update-index --skip-worktree a/f1; git write-tree",
    "git -c index.threads=2 add -A; git write-tree",
    "git update-index --split-index; git add -A; git write-tree",
  ])
  func `an index with a valid cache-tree says its tree`(_ shape: String) throws {
    let sandbox = try Sandbox()
    try staged(sandbox, shape)
    let tree = try sandbox.id(try sandbox.git("write-tree"))
    let bytes = try FileSystem.read(sandbox.root + "/repo/.git/index")
    let told = IndexFile.rootTree(bytes)
    // git may leave the cache-tree out of an index that it splits; what follows holds all the same.
    #expect(told == tree || (told == nil && shape.contains("--split-index")))
    #expect(try sandbox.open("repo").stagedTree(from: sandbox.root + "/repo") == tree)
  }

  @Test(arguments: [
    "git add -A", "git add -A; git rm -q --cached a/f1", "git add -A; echo i > ita; git add -N ita",
    "git add -A; git commit -q -m two; git sparse-checkout set --cone --sparse-index a; "
      + "echo z > a/f1; git add a/f1",
  ])
  func `git is asked where the index does not say`(_ shape: String) throws {
    let sandbox = try Sandbox()
    try staged(sandbox, shape)
    let bytes = try FileSystem.read(sandbox.root + "/repo/.git/index")
    #expect(IndexFile.rootTree(bytes) == nil)
    let found = try sandbox.open("repo").stagedTree(from: sandbox.root + "/repo")
    #expect(try sandbox.git("write-tree") == found.hex)
  }

  @Test func `what the index is about to become is read from the one that git names`() throws {
    let sandbox = try Sandbox()
    try staged(sandbox, "git add -A; git write-tree")
    let seen = sandbox.root + "/seen"
    // Both files are staged or changed; only one is committed.
    try sandbox.shell(
      """
      git reset -q; git add c/g
      printf '#!/bin/sh\\ncp "$GIT_INDEX_FILE" \(seen); echo "$GIT_INDEX_FILE" > \(seen).name' \
        > .git/hooks/pre-commit
      chmod +x .git/hooks/pre-commit; git commit -q -m two c/e/f1
      """)
    let name = String(decoding: try FileSystem.read(seen + ".name").dropLast(), as: UTF8.self)
    #expect(name.contains("next-index"))
    let id = try sandbox.open("repo", also: ["GIT_INDEX_FILE": seen])
      .stagedTree(from: sandbox.root + "/repo")
    #expect(try sandbox.git("rev-parse", "HEAD^{tree}") == id.hex)
  }

  @Test func `no bytes trap, and no cut index gives a tree of another`() throws {
    let sandbox = try Sandbox()
    try staged(sandbox, "git add -A; git write-tree")
    let tree = try sandbox.id(try sandbox.git("write-tree"))
    let whole = try FileSystem.read(sandbox.root + "/repo/.git/index")
    for end in whole.indices { #expect(IndexFile.rootTree(Array(whole[..<end])) == nil) }
    let seed = UInt64.random(in: 0 ... .max)
    var dice = SeededDice(seed: seed)
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &dice) {
        // Half of the blows fall where the structure is.
        let place =
          Bool.random(using: &dice)
          ? Int.random(in: bytes.indices, using: &dice) : Int.random(in: 0..<12, using: &dice)
        bytes[place] =
          [0, 0xff, 0x80, UInt8.random(in: 0...255, using: &dice)].randomElement(
            using: &dice) ?? 0
      }
      _ = IndexFile.rootTree(bytes)
    }
    #expect(IndexFile.rootTree(whole) == tree, "seed \(seed)")
  }
}
