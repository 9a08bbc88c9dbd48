import Documents
public import Experiments
import Platform

extension MetricsFold {
  /// Adds lines that a command printed as metrics, as a ``MetricTap`` kept them.
  public mutating func add(printed bytes: [UInt8]) {
    for line in bytes.split(separator: 10) {
      do throws(MetricFault) {
        if let found = try MetricLine.printed(String(decoding: line, as: UTF8.self)) { add(found) }
      } catch {
        refuse("a line of the output: \(error.message)")
      }
    }
  }
}

extension RunPlace {
  /// What the command has printed as metrics so far.
  public var printedMetrics: MetricsFold {
    var fold = MetricsFold()
    fold.add(printed: (try? FileSystem.readPlain(printed, limit: 64 << 20)) ?? [])
    return fold
  }

  /// What the command has told of metrics so far, in either way.
  public var metricsSoFar: MetricsFold {
    var fold = printedMetrics
    let bytes = (try? FileSystem.readPlain(stream, limit: 64 << 20)) ?? []
    fold.add(stream: bytes, isCut: true)
    return fold
  }
}
