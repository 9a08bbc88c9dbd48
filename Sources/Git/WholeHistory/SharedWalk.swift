internal import Platform

/// One walk over a history, shared by its threads: each with a visitor and a reader of its own.
final class SharedWalk<Visitor>: @unchecked Sendable {
  private let comparison: HistoryComparison
  private let workers: Int
  private let shares: Guarded<Shares>
  private let failure = Guarded<(any Error)?>(nil)
  /// Written by one thread each, and read when all have ended.
  private let results: Guarded<[Int: (visitor: Visitor, reader: ObjectReader)]>
  /// Whether something was lost somewhere, so that no union can be taken on trust.
  private let isBroken = Guarded(false)

  init(comparison: HistoryComparison, workers: Int) {
    self.comparison = comparison
    self.workers = workers
    shares = Guarded(Shares(0, workers))
    results = Guarded([:])
  }

  var visitors: [Visitor] { results.with { $0.sorted { $0.key < $1.key }.map(\.value.visitor) } }
  var inflations: Int { results.with { $0.values.reduce(0) { $0 + $1.reader.inflations } } }
  var reads: Int { results.with { $0.values.reduce(0) { $0 + $1.reader.reads } } }

  /// Goes once over a row of things. `body` does one after the other for one thread, until `next`
  /// has no more.
  func go(
    over count: Int, _ make: @escaping @Sendable (ObjectReader) throws -> Visitor,
    _ body: @escaping @Sendable (inout Visitor, ObjectReader, () -> Int?) throws -> Void
  ) throws {
    shares.with { $0 = Shares(count, workers) }
    Workers.run(workers) { number in
      do {
        try self.work(number, make, body)
      } catch {
        self.failure.with { if $0 == nil { $0 = error } }
        self.shares.with { $0.stop() }
      }
    }
    if let error = failure.with({ $0 }) { throw error }
  }

  private func work(
    _ number: Int, _ make: (ObjectReader) throws -> Visitor,
    _ body: (inout Visitor, ObjectReader, () -> Int?) throws -> Void
  ) throws {
    // What a thread gathered and keeps ready goes on in the next round.
    let earlier = results.with { $0.removeValue(forKey: number) }
    let reader =
      try earlier?.reader
      ?? ObjectReader(
        try comparison.location.open(), comparison.packs, isHashing: comparison.isHashing)
    var visitor = try earlier?.visitor ?? make(reader)
    var share = 0..<0
    try body(&visitor, reader) {
      if share.isEmpty {
        guard let next = self.shares.with({ $0.take(number) }) else { return nil }
        share = next
      }
      return share.popFirst()
    }
    results.with { $0[number] = (visitor, reader) }
  }
}

extension SharedWalk where Visitor: HistoryVisitor {
  /// Compares every commit with its parents.
  func compare(_ make: @escaping @Sendable (ObjectReader) throws -> Visitor) throws {
    let (comparison, count) = (comparison, comparison.graph.count)
    try go(over: count, make) { visitor, reader, next in
      var step = ComparisonStep(comparison, reader, visitor)
      while let number = next() {
        try step.compare(comparison.isOldestFirst ? count - 1 - number : number)
      }
      visitor = step.visitor
      if step.isBroken { self.isBroken.with { $0 = true } }
    }
    guard isBroken.with({ $0 }) else { return }
    try go(over: count, make) { visitor, reader, next in
      var step = ComparisonStep(comparison, reader, visitor)
      while let place = next() { try step.compareOtherParents(place) }
      visitor = step.visitor
    }
  }
}
