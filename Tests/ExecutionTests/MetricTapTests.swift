import Experiments
import Platform
import Research
import SeededDice
import Testing

@testable import Execution

/// A folder that is gone when its test is over.
final class Scratch {
  let path: String
  init() throws { path = try FileSystem.temporaryDirectory(prefix: "rtrack-execution-") }
  deinit { try? FileSystem.removeTree(path) }
  func path(_ name: String) -> String { Path.join(path, name) }
  func text(_ name: String) -> String {
    String(decoding: (try? FileSystem.read(path(name))) ?? [], as: UTF8.self)
  }
}

@Suite struct MetricTapTests {
  private static let printed =
    "epoch 1\nMETRIC loss=0.5 seed=1 step=10\nMETRICS are below\n METRIC no=1\n"
    + "METRIC acc=0.7\r\nMETRIC bad\nMETRIC loss=0.4 seed=1 step=20"

  private func tapped(_ chunks: [[UInt8]], _ scratch: Scratch) -> MetricTap {
    var tap = MetricTap(keepingIn: scratch.path("kept"))
    for chunk in chunks { tap.append(chunk) }
    tap.finish()
    return tap
  }

  @Test func `metrics are found line by line, and the rest passes`() throws {
    let scratch = try Scratch()
    let tap = tapped([Array(Self.printed.utf8)], scratch)
    let metrics = tap.fold.metrics(for: nil).metrics
    #expect(metrics.treatment["loss"] == .number(0.4))
    #expect(metrics.treatment["acc"] == .number(0.7))
    #expect(metrics.perSeed.map(\.seed) == [1])
    #expect(tap.fold.faults == ["line 6 of the output: expected METRIC name=number"])
    #expect(
      scratch.text("kept")
        == "METRIC loss=0.5 seed=1 step=10\nMETRIC acc=0.7\nMETRIC loss=0.4 seed=1 step=20\n")
  }

  @Test func `however the output is cut into pieces, the same is found`() throws {
    let bytes = Array(Self.printed.utf8)
    let whole = tapped([bytes], try Scratch())
    let seed = UInt64.random(in: 0 ... .max)
    var dice = SeededDice(seed: seed)
    for _ in 0..<200 {
      var chunks: [[UInt8]] = []
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + 1 + dice.below(12))
        chunks.append(Array(bytes[start..<end]))
        start = end
      }
      let tap = tapped(chunks, try Scratch())
      #expect(
        tap.fold.metrics(for: nil).metrics == whole.fold.metrics(for: nil).metrics, "seed \(seed)")
      #expect(tap.fold.faults == whole.fold.faults, "seed \(seed)")
    }
  }

  @Test func `a line without an end is not held`() throws {
    let scratch = try Scratch()
    var tap = MetricTap(keepingIn: scratch.path("kept"))
    tap.append(Array("METRIC a=".utf8))
    for _ in 0..<100 { tap.append([UInt8](repeating: 49, count: 10_000)) }
    tap.append(Array("\nMETRIC b=1\n".utf8))
    tap.finish()
    #expect(tap.fold.faults == ["line 1 of the output is too long for a metric"])
    #expect(tap.fold.metrics(for: nil).metrics.treatment["b"] == .number(1))
  }

  @Test func `of a stream that a killed writer left, only the cut line is let pass`() {
    let lines = #"{"metric": "a", "value": 1}"# + "\n" + #"{"metric": "b", "val"#
    for (isCut, faults) in [(true, 0), (false, 1)] {
      var fold = MetricsFold()
      fold.add(stream: Array(lines.utf8), isCut: isCut)
      #expect(fold.faultCount == faults)
      #expect(fold.metrics(for: nil).metrics.treatment["a"] == .number(1))
    }
    // A bad line in the middle is a fault in either case.
    var fold = MetricsFold()
    fold.add(stream: Array(("NaN\n" + lines).utf8), isCut: true)
    #expect(fold.faultCount == 1)
  }
}
