import Research
import Testing

@Suite struct ExperimentIDTests {
  @Test(arguments: [
    ("Learning-rate warm-up", "exp-001-learning-rate-warm-up"),
    ("  Was it *really* 2 %?", "exp-001-was-it-really-2"),
    (String(repeating: "long ", count: 20), "exp-001-long-long-long-long-long-long-long-long"),
    ("Über", "exp-001-ber"),
  ])
  func `a title becomes a numbered name`(_ title: String, _ name: String) {
    #expect(ExperimentID(number: 1, title: title)?.text == name)
  }

  @Test func `a title without a letter gives no name`() {
    #expect(ExperimentID(number: 1, title: "***") == nil)
    #expect(ExperimentID(number: 0, title: "warm-up") == nil)
  }

  @Test(arguments: [
    ("exp-001-lr", 1), ("exp-1000-x", 1000), ("exp-7", 7), ("exp-7b", nil), ("exp--7", nil),
    ("survey-1", nil), ("Asymmetric First-Passage Trading", nil), ("exp-9999999999-x", nil),
  ])
  func `the number is read where there is one`(_ name: String, _ number: Int?) throws {
    #expect(try #require(ExperimentID(name)).number == number)
  }

  @Test(arguments: ["", "..", ".kit", "a/b", "a\nb", "-x", "x ", "x.", "é"])
  func `what is no plain file name is refused`(_ text: String) {
    #expect(ExperimentID(text) == nil)
  }
}
