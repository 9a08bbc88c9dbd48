import Research
import Testing

struct InterpretationTests {
  @Test(
    arguments: [
      ("The results show a gain.", ["results show"]),
      ("This suggests seed sensitivity.", ["This suggests"]),
      ("It differs from run D, suggesting seed sensitivity.", ["suggesting"]),
      ("The approach works.", ["approach works"]),
      ("Accuracy was better than expected.", ["better than expected"]),
      ("Better\nthan\nexpected.", ["Better than expected"]),
      ("THE RESULTS CLEARLY SHOW IT", ["RESULTS CLEARLY SHOW"]),
      ("The hypothesis is confirmed.", ["hypothesis is confirmed"]),
      ("Looks good; we think it is promising.", ["Looks good", "we think", "promising"]),
      ("The data support it. Strong evidence for a trend.", ["data support", "Strong evidence"]),
      ("confirming the model has not converged", ["confirming the"]),
    ] as [(String, ArraySlice<String>)])
  func `what interprets is found, as written`(text: String, expected: ArraySlice<String>) {
    #expect(Interpretation.phrases(in: text).map(\.text) == Array(expected))
  }

  // Facts, some of them from the notes of real results.
  @Test(arguments: [
    "The loss decreased.", "Trade count per episode is much higher than the spec's threshold.",
    "MVE passed all gates (entropy 0.922 > -0.60, no NaN, FPS ~5000).",
    "Run A reproduced pre-003 baseline within tolerance (val -39.55, delta 11.95 < 15).",
    "LSTM FPS was 281-439 locally (vs expected 220-228 on RTX 4090).",
    "C5 fails due to session 20221124 (Thanksgiving Day, only 38 usable bars).",
    "Seed 2 was retried once: the disk was full. Wall time 143.5 min (within 5h abort).",
    "Confirmed that both checksums are equal. The show went on; work resumed at noon.",
    "These results were written by run 3. Shows of the table are in plots/.",
    "The mean is 0.5, and the standard deviation is 0.1.", "Worked around a driver bug.",
    "The service remains up.", "The data mean is 0.5.", "A plot that shows the loss is in plots/.",
    "",
  ])
  func `facts pass`(text: String) {
    #expect(Interpretation.phrases(in: text).map(\.text) == [])
  }

  @Test func `the line is the phrase's own`() {
    let found = Interpretation.phrases(in: "One.\nTwo.\r\nThe approach works.\n\nIt looks bad.")
    #expect(found.map(\.line) == [3, 5])
  }

  @Test func `a long text takes no long time`() {
    let text = String(repeating: "this data results suggest ", count: 40_000)
    #expect(Interpretation.phrases(in: text).count == 40_000)
  }
}
