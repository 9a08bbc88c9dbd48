import Experiments
import Research
import Testing

@Suite struct SpecChangesTests {
  private func lines(_ old: String, _ new: String) -> [String] {
    let changed = SpecReader.read(Sample.with(old, new))
    return SpecChanges(from: SpecReader.read(Sample.text), to: changed).lines
  }

  @Test func `Nothing is said where nothing differs`() {
    #expect(lines("Anything.", "Anything.") == [])
  }

  @Test(arguments: [
    ("# Experiment: dropout", "# Experiment: more dropout", ["title: more dropout"]),
    ("Everything else.", "All else.", ["Controls: changed"]),
    ("## Controls\nEverything else.\n", "", ["Controls: removed"]),
    ("`loss` in [0, inf)", "`loss` in [0, 9]", ["Metrics: loss changed"]),
    ("- `loss` in", "- `mae` in", ["Metrics: mae added, loss removed"]),
    ("std(per_seed.acc) < 0.05", "std(per_seed.acc) < 0.1", ["Success Criteria: SC-2 changed"]),
    ("- [ ] SC-3: the curves look alike\n", "", ["Success Criteria: SC-3 removed"]),
    ("0.2 (treatment)", "0.3 (treatment)", ["Independent Variables: dropout changed"]),
    ("`acc` 0.8 within 0.01", "`acc` 0.7 within 0.01", ["Baselines: acc changed"]),
    ("No dropout: `acc`", "Without: `acc`", ["Baselines: changed"]),
    ("Anything.", "Nothing.", ["Notes of our own: changed"]),
    ("## Notes of our own", "## Notes", ["Notes: added", "Notes of our own: removed"]),
  ])
  func `What differs is said part by part`(old: String, new: String, said: [String]) {
    #expect(lines(old, new) == said)
  }

  @Test func `The template has gaps and no other fault`() {
    let check = SpecCheck(ExperimentDraft.text(named: "warm-up"))
    #expect(check.spec.name == "warm-up")
    #expect(!check.isPassed && Set(check.findings.map(\.fault.rule)) == [.placeholder])
    let gaps = ExperimentDraft.text(named: "warm-up").split(separator: "\n").count {
      $0.contains("TODO:")
    }
    #expect(check.findings.count >= gaps - 2)
  }
}
