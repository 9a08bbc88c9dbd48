import Git
import Ledger
import Platform
import Research
import SeededDice
import Testing

@testable import rtrack

/// What holds of a ledger in many clones, over random histories of commands. A failure names its
/// seed as the test's argument.
@Suite struct ClonesTests {
  @Test(arguments: [1, 2, 3, UInt64.random(in: 1000 ... .max)])
  func `clones that sync in any order come to one tree, and no path ever has two contents`(
    _ seed: UInt64
  ) throws {
    let clones = try Clones(2 + Int(seed % 3), seed: seed)
    for step in 0..<60 {
      clones.act()
      if step % 12 == 11 { try clones.sync(clones.names[clones.dice.below(clones.names.count)]) }
    }
    #expect(clones.done >= 15, "seed \(seed): too little happened: \(clones.refused)")
    let before = try clones.contents()
    #expect(before.clashes == [], "seed \(seed)")

    let state = try clones.state()
    var said: Set<String> = []
    for order in 0..<2 {
      if order > 0 { try clones.restore(state) }
      // Whoever synced first has not heard of the others: twice round reaches all.
      for _ in 0..<2 {
        for name in clones.names.shuffled(using: &clones.dice) { try clones.sync(name) }
      }
      let trees = Set(try clones.names.map(clones.tree))
      #expect(trees.count == 1, "seed \(seed): the clones differ")
      for name in clones.names {
        said.insert(try clones.said(name))
        #expect(clones.ambiguous(name) == [], "seed \(seed)")
      }
      let after = try clones.contents()
      for (path, id) in before.paths where after.paths[path] != id {
        Issue.record("seed \(seed): \(path) was lost or changed by uniting")
      }
    }
    #expect(said.count == 1, "seed \(seed): the order of syncing made a difference")
  }

  @Test func `a ledger restored from the carried copy is the same in every clone`() throws {
    let session = try Session()
    session.rtrack("init")
    session.rtrack("agent add flux")
    session.rtrack("issue open First --as flux")
    let environment = session.environment
    func carry() throws {
      let repository = try Repository.open(from: session.directory, environment: environment)
      let ledger = try Ledger(of: repository, environment: environment)
      let now = Timestamp(seconds: 1_795_237_200)
      _ = try Carry(of: ledger, writer: Writer(of: ledger, clock: { now }, dice: { 1 })).run()
    }
    try carry()
    session.rtrack(["comment", "1", "after the first copy", "--as", "flux"])
    try carry()
    let origin = try session.call(["git", "rev-parse", "rtrack-ledger:.research"])
    // Only main is published.
    session.directory = session.root
    for command in [
      ["git", "clone", "-q", "--bare", "--single-branch", "-b", "main", "repo", "published.git"],
      ["git", "clone", "-q", "published.git", "one"],
      ["git", "clone", "-q", "published.git", "two"],
    ] {
      try #require(try session.call(command).succeeded)
    }
    var tips: Set<[UInt8]> = []
    for name in ["one", "two"] {
      session.directory = Path.join(session.root, name)
      session.pass(seconds: 1000)
      let made = session.rtrack("init")
      try #require(made.status == 0, "\(made)")
      tips.insert(try session.call(["git", "rev-parse", "rtrack-ledger"]).output)
      let copy = try session.call(["git", "rev-parse", "rtrack-ledger:.research"])
      #expect(copy.output == origin.output, "not what was carried")
      let count = try session.call(["git", "rev-list", "--count", "rtrack-ledger"]).output
      #expect(String(decoding: count, as: UTF8.self) == "2\n", "the order of writing was lost")
    }
    #expect(tips.count == 1)
  }
}
