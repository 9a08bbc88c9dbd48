internal import Platform

/// One comparison of a history, shared by its threads.
final class ComparisonWork<Visitor: HistoryVisitor>: @unchecked Sendable {
  private let comparison: HistoryComparison
  private let workers: Int
  private let blocks: Guarded<Blocks>
  private let failure = Guarded<(any Error)?>(nil)
  /// Written by one thread each, and read when all have ended.
  private let results: Guarded<[Int: (visitor: Visitor, reads: Int)]>
  /// Whether something was lost somewhere, so that no union can be taken on trust.
  private let isBroken = Guarded(false)

  init(comparison: HistoryComparison, workers: Int) {
    self.comparison = comparison
    self.workers = workers
    blocks = Guarded(Blocks(comparison.graph.count, workers))
    results = Guarded([:])
  }

  var visitors: [Visitor] { results.with { $0.sorted { $0.key < $1.key }.map(\.value.visitor) } }
  var reads: Int { results.with { $0.values.reduce(0) { $0 + $1.reads } } }

  func run(_ make: @escaping @Sendable (ObjectReader) throws -> Visitor) throws {
    try pass { number in
      try self.work(number, make) { step, place in try step.compare(place) }
    }
    guard isBroken.with({ $0 }) else { return }
    blocks.with { $0 = Blocks(comparison.graph.count, workers) }
    try pass { number in
      try self.work(number, make) { step, place in try step.compareOtherParents(place) }
    }
  }

  private func pass(_ body: @escaping @Sendable (Int) throws -> Void) throws {
    Workers.run(workers) { number in
      do {
        try body(number)
      } catch {
        self.failure.with { if $0 == nil { $0 = error } }
        self.blocks.with { $0.stop() }
      }
    }
    if let error = failure.with({ $0 }) { throw error }
  }

  private func work(
    _ number: Int, _ make: (ObjectReader) throws -> Visitor,
    _ one: (inout ComparisonStep<Visitor>, Int) throws -> Void
  ) throws {
    let reader = ObjectReader(
      try comparison.location.open(), comparison.packs, isHashing: comparison.isHashing)
    let visitor = try results.with { $0[number]?.visitor } ?? make(reader)
    let earlier = results.with { $0[number]?.reads ?? 0 }
    var step = ComparisonStep(
      graph: comparison.graph, scope: comparison.scope, reader: reader, visitor: visitor)
    while let block = blocks.with({ $0.take() }) {
      for place in block {
        if place & 255 == 0, blocks.with({ $0.isStopped }) { break }
        try one(&step, place)
      }
    }
    if step.isBroken { isBroken.with { $0 = true } }
    let reads = earlier + step.reader.reads
    results.with { $0[number] = (step.visitor, reads) }
  }
}
