import Research
import Testing

@Suite struct MentionTests {
  private func isMentioned(_ number: CallNumber?, _ text: String, _ name: String? = nil) -> Bool {
    number.map { Mention(of: $0, alsoAs: name).isIn(text) } ?? false
  }

  @Test(arguments: [
    "see #194", "#194", "Issue 194 says", "as in issue #194.", "issues 194, 195", "ISSUE\n194",
    "(#194)", "cf. issue 194~k3f9q2 or #194",
  ])
  func `an issue is mentioned by a hash or by the word`(_ text: String) {
    #expect(isMentioned(CallNumber(.issue, 194), text), "\(text)")
  }

  @Test(arguments: [
    "194", "run 194", "#1940", "#19", "issue 1941", "lab/tools#194", "issue 194.5", "194 issues",
    "tissue 194", "issue-194", "issue 194~k3f9q2", "#194-a", "",
  ])
  func `a number alone, a longer one and another place's are no mention`(_ text: String) {
    #expect(!isMentioned(CallNumber(.issue, 194), text), "\(text)")
  }

  @Test func `local issues, cycles, experiments and runs by their own words`() {
    #expect(isMentioned(CallNumber(.localIssue, 7), "see L7 of issue L7"))
    #expect(!isMentioned(CallNumber(.localIssue, 7), "issue 7"))
    #expect(isMentioned(CallNumber(.cycle, 42), "since cycle 42"))
    #expect(!isMentioned(CallNumber(.cycle, 42), "#42"))
    for text in ["experiment 3", "exp-003", "exp-3 fails", "Experiment 003"] {
      #expect(isMentioned(CallNumber(.experiment, 3), text), "\(text)")
    }
    #expect(!isMentioned(CallNumber(.experiment, 3), "exp-003-lr-warmup"))
    #expect(
      isMentioned(CallNumber(.experiment, 3), "exp-003-lr-warmup holds", "exp-003-lr-warmup"))
    #expect(!isMentioned(CallNumber(.experiment, 3), "exp-003-lr-warmup-2", "exp-003-lr-warmup"))
    guard let id = ExperimentID("exp-003") else { return }
    #expect(isMentioned(CallNumber(.run(id), 2), "run 2 diverged"))
    #expect(!isMentioned(CallNumber(.run(id), 2), "run 2-7c2mxa diverged"))
  }
}
