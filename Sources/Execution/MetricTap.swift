public import Experiments
import Platform

/// Finds the metrics in what a command prints, line by line, and keeps the lines.
///
/// A line that is longer than any of metrics is passed over without being held.
public struct MetricTap {
  private var line: [UInt8] = []
  private var isTooLong = false
  private var number = 0
  /// Lines that the disk had no room for yet.
  private var unkept: [UInt8] = []
  /// Whether every line is on the disk.
  public var hasKeptAll: Bool { unkept.isEmpty }
  private var keptSize = 0
  private let path: String
  /// What was found.
  public private(set) var fold: MetricsFold
  private var fresh: [MetricRecord] = []

  /// - Parameters:
  ///   - path: where the lines are kept, each as it was printed.
  ///   - fold: what they are added to.
  public init(keepingIn path: String, into fold: MetricsFold = MetricsFold()) {
    self.path = path
    self.fold = fold
  }

  private static let mark = Array("METRIC ".utf8)

  /// Takes in what was printed next.
  public mutating func append(_ bytes: [UInt8]) {
    var start = 0
    while let end = bytes.firstIndex(of: 10, from: start) {
      hold(bytes[start..<end])
      finishLine()
      start = end + 1
    }
    hold(bytes[start...])
  }

  /// What was found since this was asked last.
  public mutating func takeFresh() -> [MetricRecord] {
    defer { fresh.removeAll(keepingCapacity: true) }
    return fresh
  }

  /// The command prints nothing more; asked again, it keeps what there was no room for.
  public mutating func finish() {
    if !line.isEmpty { finishLine() }
    keep([])
  }

  /// Keeps a line, and before it those that there was no room for.
  private mutating func keep(_ bytes: [UInt8]) {
    let all = unkept + bytes
    if all.isEmpty { return }
    do {
      try FileSystem.append(all, to: path)
      keptSize += all.count
      unkept = []
    } catch {
      // Half a line would be read as another metric.
      try? FileSystem.cut(path, to: keptSize)
      if all.count <= MetricLine.longest { unkept = all }
    }
  }

  private mutating func hold(_ part: ArraySlice<UInt8>) {
    if isTooLong { return }
    // All but the first bytes of a line that is none of metrics need not be copied.
    if line.count >= Self.mark.count, !line.starts(with: Self.mark) { return }
    line +=
      line.isEmpty && !part.starts(with: Self.mark.prefix(part.count))
      ? part.prefix(Self.mark.count) : part
    if line.count > MetricLine.longest { isTooLong = true }
  }

  private mutating func finishLine() {
    number += 1
    defer {
      line.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    guard line.starts(with: Self.mark) else { return }
    if isTooLong { return fold.refuse("line \(number) of the output is too long for a metric") }
    if line.last == 13 { line.removeLast() }
    let text = String(decoding: line, as: UTF8.self)
    do throws(MetricFault) {
      guard let found = try MetricLine.printed(text) else { return }
      fold.add(found)
      if case .record(let record) = found { fresh.append(record) }
      keep(Array((text + "\n").utf8))
    } catch {
      fold.refuse("line \(number) of the output: \(error.message)")
    }
  }
}

extension MetricsFold {
  /// Adds what a command wrote to `$RTRACK_METRICS`.
  ///
  /// - Parameter isCut: whether the command was stopped, so that its last line may be cut off.
  public mutating func add(stream bytes: [UInt8], isCut: Bool) {
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
      do throws(MetricFault) {
        add(try MetricLine.json(Array(line)))
      } catch {
        // Only a line without its end can be one that a killed writer left.
        if isCut, index == lines.count - 1 { continue }
        refuse("line \(index + 1): \(error.message)")
      }
    }
  }
}
