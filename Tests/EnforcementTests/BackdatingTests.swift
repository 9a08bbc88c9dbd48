import Git
import Research
import SeededDice
import Testing

@testable import Enforcement

/// What histories say of when they were made.
@Suite struct BackdatingTests {
  private static let day = 86_400
  private static let now = 20_000 * day

  /// Commits without files, by number; each has the parents that are given, else the one before.
  private struct Line {
    let forest: Forest
    let tree: ObjectID
    var ids: [ObjectID] = []

    init() throws {
      forest = try Forest()
      tree = try forest.tree([String: String]())
    }

    @discardableResult
    mutating func commit(_ seconds: Int, on parents: [Int]? = nil) throws -> Int {
      let writer = try forest.repository.writer()
      let who = Signature(name: "A", email: "a", seconds: Int64(seconds))
      let parents = parents?.map { ids[$0] } ?? ids.suffix(1)
      ids.append(
        try writer.commit(
          Commit(
            tree: tree, parents: parents, author: who, committer: who, message: "\(ids.count)")))
      try writer.publish()
      return ids.count - 1
    }

    /// The numbers of those that are found dated back, in a walk to the tips that knows others.
    func backdated(
      _ tips: [Int], knowing known: [Int] = [], latest: Int? = nil
    ) throws -> Set<Int> {
      let walk = BranchWalk(
        repository: forest.repository, branch: .ledger, protections: Protections([]),
        tips: tips.map { VerifiedTip(name: "\($0)", reference: "", id: ids[$0]) },
        known: known.map { ids[$0] }, latestKnown: latest.map(Int64.init))
      let found = try walk.run().findings.filter { $0.rule == "backdated" }
      return Set(try found.map { finding in try #require(ids.firstIndex { $0 == finding.commit }) })
    }
  }

  @Test func `each commit that is dated back is found, also on top of one that is`() throws {
    var line = try Line()
    try line.commit(Self.now)
    try line.commit(Self.now + 60)
    let first = try line.commit(Self.now - Self.day / 2)
    let second = try line.commit(Self.now - Self.day / 2 + 1)
    let later = try line.commit(Self.now + 90)
    #expect(try line.backdated([later]) == [first, second])
  }

  @Test func `a merge that is dated back is found, and covers nothing that is put on it`() throws {
    var line = try Line()
    let base = try line.commit(Self.now)
    let tip = try line.commit(Self.now + 60)
    let merge = try line.commit(Self.now - Self.day / 2, on: [tip, base])
    let event = try line.commit(Self.now - Self.day / 2 + 1)
    #expect(try line.backdated([event]) == [merge, event])
  }

  @Test func `in a ledger that is written every day each of several is found, however far back`()
    throws
  {
    var line = try Line()
    for half in 0..<20 { try line.commit(Self.now + half * Self.day / 2) }
    let first = try line.commit(Self.now + 3 * Self.day)
    let second = try line.commit(Self.now + 3 * Self.day + 9)
    #expect(try line.backdated([second]) == [first, second])
  }

  @Test(arguments: [[], [-3 * 86_400, -2 * 86_400 - 7, -60]])
  func `a clock that was days ahead is told once, also where the ledger began with it`(
    _ before: [Int]
  ) throws {
    var line = try Line()
    for seconds in before { try line.commit(Self.now + seconds) }
    try line.commit(Self.now + 700 * Self.day)
    try line.commit(Self.now + 700 * Self.day + 60)
    let first = try line.commit(Self.now)
    try line.commit(Self.now + 60)
    let last = try line.commit(Self.now + 120)
    #expect(try line.backdated([last]) == [first])
  }

  @Test(arguments: [Int.min, Int.max])
  func `no number is too large for a time`(_ seconds: Int) throws {
    var line = try Line()
    try line.commit(Self.now)
    try line.commit(seconds)
    let last = try line.commit(Self.now + 1)
    _ = try line.backdated([last])
  }

  @Test(arguments: (1...6).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `whoever looks in between finds the same`(_ seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    var line = try Line()
    var times: [Int] = []
    for number in 0..<60 {
      let fault = [0, 0, 0, 0, 0, -Self.day / 2, -3 * Self.day, 2 * Self.day][dice.below(8)]
      times.append(Self.now + number * 1_000 + dice.below(900) + fault)
      let parents = (0...dice.below(2)).map { _ in max(0, number - 1 - dice.below(6)) }
      try line.commit(times[number], on: number == 0 ? [] : Array(Set(parents)).sorted())
    }
    let tips = [59, 58, 57]
    let whole = try line.backdated(tips)
    #expect(!whole.isEmpty, "seed \(seed)")
    for _ in 0..<10 {
      let known = [dice.below(57), dice.below(57)]
      var past = Set(known)
      for number in (0..<60).reversed() where past.contains(number) {
        let commit = try line.forest.repository.commit(line.ids[number])
        past.formUnion(try commit.parents.map { try #require(line.ids.firstIndex(of: $0)) })
      }
      let latest = try #require(past.map { times[$0] }.max())
      let new = try line.backdated(tips, knowing: known, latest: latest)
      // A walk by time may go over some of what is known again, and then finds it again.
      #expect(new.isSuperset(of: whole.subtracting(past)), "seed \(seed)")
      #expect(new.isSubset(of: whole), "seed \(seed)")
    }
  }
}
