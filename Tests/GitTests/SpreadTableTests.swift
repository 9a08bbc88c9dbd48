import SeededDice
import Testing

@testable import Git

@Suite struct SpreadTableTests {
  @Test func `a table holds what a dictionary holds, whatever is put in and taken out`() {
    let seed = UInt64.random(in: 0..<1_000_000)
    var dice = SeededDice(seed: seed)
    var table = SpreadTable<ObjectID, Int>()
    var dictionary: [ObjectID: Int] = [:]
    for round in 0..<20_000 {
      // Few keys, and many that differ only where a table does not look first.
      let number = UInt64.random(in: 0..<300, using: &dice)
      let key = ObjectID(Bool.random(using: &dice) ? number : 7, number, 0)
      if Int.random(in: 0..<3, using: &dice) == 0 {
        #expect(table.take(key) == dictionary.removeValue(forKey: key), "seed \(seed)")
      } else {
        #expect(table.put(key, round) == dictionary.updateValue(round, forKey: key))
      }
      #expect(table.count == dictionary.count, "seed \(seed), round \(round)")
    }
    for (key, value) in dictionary { #expect(table[key] == value, "seed \(seed)") }
  }
}

@Suite struct SharesTests {
  @Test(arguments: [(0, 1), (5, 2), (10_000, 1), (10_000, 2), (10_001, 7)])
  func `every one of a row is handed out once, however quick the threads are`(
    _ count: Int, _ workers: Int
  ) {
    let seed = UInt64.random(in: 0..<1_000_000)
    var dice = SeededDice(seed: seed)
    var shares = Shares(count, workers)
    var seen = [Int](repeating: 0, count: count)
    var busy = Array(0..<workers)
    while let worker = busy.randomElement(using: &dice) {
      // The first thread takes a hundred while the others take one.
      for _ in 0..<(worker == 0 ? 100 : 1) {
        guard let share = shares.take(worker) else {
          busy.removeAll { $0 == worker }
          break
        }
        for number in share { seen[number] += 1 }
      }
    }
    #expect(seen.allSatisfy { $0 == 1 }, "seed \(seed)")
  }

  @Test func `when one thread fails nobody gets more`() {
    var shares = Shares(10_000, 2)
    #expect(shares.take(0) == 0..<64)
    shares.stop()
    #expect(shares.take(0) == nil)
    #expect(shares.take(1) == nil)
  }
}
