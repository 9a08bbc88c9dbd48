import Ledger
import Research
import Testing

@Suite struct LayoutTests {
  @Test(arguments: [
    ".research/issues/1/194/20261121T053312Z-c42-flux-comment-k3f9q2.md",
    ".research/issues/L0/L7/20261121T053312Z-c0-experiment-runner-opened-k3f9q2.md",
    ".research/agents/flux/20261121T053312Z-c42-athena-joined-k3f9q2.md",
    ".research/cycles/0042/20261121T053312Z-c42-athena-opened-k3f9q2.md",
    ".research/policy/20261121T053312Z-c0-system-founded-k3f9q2.md",
    ".research/experiments/exp-001-lr-warmup/20261121T053312Z-c0-flux-registered-k3f9q2.md",
    ".research/experiments/EXP 7.b_c/20261121T053312Z-c0-flux-withdrawn-k3f9q2.md",
  ])
  func `a place that the layout knows is read from its path`(_ path: String) {
    guard case .event(_, let name) = Layout.place(of: path) else {
      Issue.record("\(path) was not read as an event's place")
      return
    }
    #expect(path.hasSuffix("/\(name).md"))
  }

  @Test(arguments: [
    ".research/issues/2/194/20261121T053312Z-c42-flux-comment-k3f9q2.md",
    ".research/issues/1/194/../../../x.md", ".research/issues/1/194/notes.md",
    ".research/agents/Flux/20261121T053312Z-c42-athena-joined-k3f9q2.md",
    ".research/cycles/42/20261121T053312Z-c42-athena-opened-k3f9q2.md",
    ".research/experiments/exp-001/spec-k3f9q22.md", ".research/experiments/exp-001/spec-K3F9Q2.md",
    ".research/experiments/../spec-k3f9q2.md", ".research/experiments/spec-k3f9q2.md",
    ".research/experiments/exp-001/deep/spec-k3f9q2.md",
    "src/main.swift", ".research", ".research/", ".research/unknown/x.md",
    ".research/policy/20261121T053312Z-c042-system-founded-k3f9q2.md",
  ])
  func `what the layout does not know has no place`(_ path: String) {
    #expect(Layout.place(of: path) == nil)
  }

  @Test func `a spec has its place beside its event`() {
    let id = ExperimentID("exp-001-lr-warmup")
    let path = ".research/experiments/exp-001-lr-warmup/spec-k3f9q2.md"
    #expect(Layout.place(of: path) == id.map { .spec($0, file: "spec-k3f9q2.md") })
    #expect(id.map { Layout.path(ofSpec: "spec-k3f9q2.md", of: $0) } == path)
  }
}
