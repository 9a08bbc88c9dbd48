import Documents
public import Experiments
import Platform
public import Research

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
  /// What the only command of a run has printed as metrics so far.
  public func printedMetrics(of step: RunStep) -> MetricsFold {
    var fold = StepMetrics.fold(for: step)
    let path = Path.join(folder(of: step), Self.printedName)
    fold.add(printed: (try? FileSystem.readPlain(path, limit: 64 << 20)) ?? [])
    return fold
  }

  /// What a command of the run has told of metrics so far, in either way.
  public func metricsSoFar(of step: RunStep) -> MetricsFold {
    var fold = printedMetrics(of: step)
    let path = Path.join(folder(of: step), Self.streamName)
    let bytes = (try? FileSystem.readPlain(path, limit: 64 << 20)) ?? []
    fold.add(stream: bytes, isCut: true)
    return fold
  }
}
