import Documents
import Research
import Testing

@testable import Experiments

/// The commands that protocols name.
@Suite struct ProtocolReaderTests {
  private func steps(_ text: String, mve: String = "") -> [Spec.Step] {
    SpecReader.read(
      "# Experiment: x\n\n## Minimum Viable Experiment\n\(mve)\n\n## Full Protocol\n\(text)\n"
    ).spec.steps
  }

  @Test func `a code span behind a dollar is a program and its words`() {
    let found = steps(
      """
      1. Sanity checks: `$ make test`.
      2. Reproduce the baseline with seeds 0, 1, 2: `$ python train.py --warmup 0 --tag 'a b'`.
      3. Run the treatment, and compare it with the baseline: `$ python train.py --warmup 500`.
      """)
    #expect(found.map(\.part) == [.sanity, .baseline, .treatment])
    #expect(found[1].command == ["python", "train.py", "--warmup", "0", "--tag", "a b"])
    #expect(found.map(\.seeds) == [[], [0, 1, 2], []])
    #expect(found.map(\.place.line) == [7, 8, 9])
  }

  @Test func `a fenced block of sh is a shell's, and other blocks are none`() {
    let found = steps(
      """
      1. Run it:
         ```bash
         set -o pipefail
         ./run.sh | tee log
         ```
      2. Its output is
         ```
         nothing
         ```
         ```python
         print(1)
         ```
      """)
    #expect(found.map(\.command) == [["bash", "-euc", "set -o pipefail\n./run.sh | tee log\n"]])
  }

  @Test(arguments: [
    "`$ a | b`", "`$ a > b`", "`$ a $HOME`", "`$ a \"$HOME\"`", "`$ a; b`", "`$ a 'b`", "`$ a *`",
    "`$ \"\" a`",
  ])
  func `what needs a shell has no words of its own`(_ span: String) {
    #expect(steps("1. Run \(span).").map(\.command) == [[]])
  }

  @Test func `names of metrics and flags are no commands`() {
    #expect(steps("1. Train with `--seed 3` until `val_acc` is told; `make` it.") == [])
  }

  @Test func `the minimum viable experiment stands in its own section`() {
    let found = steps(
      "1. Run the treatment with seeds 0-1: `$ ./run`.", mve: "One epoch: `$ ./run --epochs 1`")
    #expect(found.map(\.part) == [.minimumViable, .treatment])
  }

  @Test func `a plan goes in the protocol's order, seed by seed`() {
    let spec = SpecReader.read(
      """
      # Experiment: x
      ## Minimum Viable Experiment
      `$ ./run --short`
      ## Full Protocol
      1. Run the treatment with the same: `$ ./run --new`.
      2. Reproduce the baseline with seeds 0, 1: `$ ./run`.
      3. Sanity: `$ ./test`.
      """
    ).spec
    let plan = RunPlan(protocol: spec)
    #expect(
      plan.steps.map(\.name) == [
        "1-sanity", "2-baseline-seed-0", "2-baseline-seed-1", "3-mve", "4-treatment-seed-0",
        "4-treatment-seed-1",
      ])
    #expect(plan.steps.map(\.seed) == [nil, 0, 1, nil, 0, 1])
    #expect(RunPlan(protocol: spec, [.sanity, .baseline]).steps.count == 3)
    #expect(RunPlan(["./run"], .treatment).hasSteps == false)
  }
}
