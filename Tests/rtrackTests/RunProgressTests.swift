import Experiments
import Platform
import Research
import Testing

@testable import rtrack

/// Where a run at work is, as people see it.
@Suite struct RunProgressTests {
  private func progress(
    columns: Int?, seed: Int? = nil, limit: Double? = nil, budget: Double? = nil
  ) throws -> RunProgress {
    var spec = Spec()
    spec.seeds = [3, 5, 7]
    let run = try #require(RunID("1-7c2mxa"))
    let start = RunStart(run: run, spec: "", commit: "", command: ["true"], seed: seed)
    return RunProgress(of: start, by: spec, limit: limit, budget: budget, columns: columns)
  }

  private let told = [
    MetricRecord("val_acc", .number(0.123456), seed: 5, step: 200),
    MetricRecord("train_loss", .missing(reason: "the run gave nan"), seed: 5),
  ]

  @Test func `a line a minute is said where nobody looks at a terminal`() throws {
    var progress = try progress(columns: nil, seed: 3, limit: 7_200, budget: 3_600)
    #expect(progress.due(at: 59.9, told) == nil)
    #expect(
      progress.due(at: 60, told)
        == "rtrack: run 1-7c2mxa · 1:00 · seed 5 (2 of 3) · step 200 · val_acc 0.1235 · "
        + "train_loss ? · 59:00 to the budget's end\n")
    #expect(progress.due(at: 119, told) == nil)
    #expect(
      progress.due(at: 200, [])
        == "rtrack: run 1-7c2mxa · 3:20 · seed 3 (1 of 3) · 56:40 to the budget's end\n")
    #expect(progress.due(at: 239, []) == nil)
    #expect(
      progress.due(at: 4_000, [])?.hasSuffix(
        "1:06:40 · seed 3 (1 of 3) · beyond the budget's end\n") == true)
    #expect(progress.cleared() == "")
  }

  @Test func `on a terminal it is one line that fits, and goes before anything else comes`() throws
  {
    var progress = try progress(columns: 30, limit: 100)
    #expect(progress.due(at: 0.5, told) == nil)
    #expect(progress.due(at: 1, told) == "\r\u{1b}[Krun 1-7c2mxa · 0:01 · seed 5 ")
    // Nothing new, and not too often.
    #expect(progress.due(at: 1.1, told) == nil && progress.due(at: 1.5, told) == nil)
    #expect(progress.due(at: 2, told) != nil)
    #expect(progress.cleared() == "\r\u{1b}[K")
    #expect(progress.cleared() == "")
    // Behind half a line of the command's own there is no place.
    progress.heard(Array("half".utf8))
    #expect(progress.due(at: 3, told) == nil)
    progress.heard(Array(" a line\n".utf8))
    #expect(progress.due(at: 3.1, told) != nil)
  }

  /// What stands on a terminal after these bytes, line by line.
  private func screen(_ bytes: [UInt8]) -> [String] {
    var lines: [[UInt8]] = [[]]
    var column = 0
    var index = 0
    while index < bytes.count {
      defer { index += 1 }
      switch bytes[index] {
      case 13: column = 0
      case 10:
        lines.append([])
        column = 0
      case 27 where bytes[index...].starts(with: Array("\u{1b}[K".utf8)):
        lines[lines.count - 1].removeSubrange(column...)
        index += 2
      case let byte:
        if column < lines[lines.count - 1].count {
          lines[lines.count - 1][column] = byte
        } else {
          lines[lines.count - 1].append(byte)
        }
        column += 1
      }
    }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  private static let hasTerminal =
    (try? Child.run(
      ["script", "-qec", "true", "/dev/null"], environment: Machine.environment))?.succeeded == true

  @Test(.enabled(if: hasTerminal, "there is no script of util-linux"))
  func `on a real terminal the command's own lines stay whole, and nothing is left of the other`()
    throws
  {
    let lab = try RunLab()
    let binary = Path.join(lab.session.root, "bin/rtrack")
    try lab.session.write(
      lab.outside("work.sh"),
      """
      echo METRIC train_loss=0.5 seed=1 step=7
      sleep 1.4
      echo whole; printf half; sleep 0.5; echo ' and half'; echo error >&2
      sleep 0.5
      for n in 1 2 3 4 5; do echo line $n; sleep 0.1; done
      \(lab.good)
      """)
    let said = try lab.session.call([
      "script", "-qec", "'\(binary)' run 1 --time-limit 5m -- sh '\(lab.outside("work.sh"))'",
      "/dev/null",
    ])
    let text = String(decoding: said.output, as: UTF8.self)
    // It was there.
    #expect(text.contains(" · 0:01 · seed 1 (2 of 3) · step 7 · train_loss 0.5 · 4:5"), "\(text)")
    // What is said before the command begins is not its line.
    let lines = screen(said.output).filter { !$0.hasPrefix("rtrack: no run of") }
    let wanted = [
      "METRIC train_loss=0.5 seed=1 step=7", "whole", "half and half", "error", "line 1", "line 2",
      "line 3", "line 4", "line 5",
    ]
    #expect(Array(lines.prefix(wanted.count)) == wanted, "\(lines)")
    #expect(lines.dropFirst(wanted.count).first?.contains("completed, by flux") == true, "\(lines)")
    #expect(!lines.joined().contains("·  seed") && !lines.joined().contains("to the limit"))
    // Not in what is kept, nor in what a file gets.
    #expect(try !lab.read("output.log").contains("seed 1 (2 of 3)"))
    let piped = try lab.session.call([
      binary, "run", "1", "--", "sh", lab.outside("work.sh"),
    ])
    #expect(!piped.output.contains(27) && !piped.errors.contains(27))
  }
}
