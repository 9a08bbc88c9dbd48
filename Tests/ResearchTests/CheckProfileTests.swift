import Research
import Testing

@Suite struct CheckProfileTests {
  @Test func `a profile is a name and a version, and is spelled in one way`() {
    #expect(CheckProfile("strict-1") == .strict)
    #expect(CheckProfile.strict.isKnown && CheckProfile.strict.description == "strict-1")
    for text in ["strict-2", "legacy-1", "strict-999999"] {
      let profile = CheckProfile(text)
      #expect(profile?.description == text && profile?.isKnown == false, "\(text)")
    }
    for text in [
      "", "strict", "strict-", "-1", "strict-0", "strict-01", "strict-+1", "Strict-1", "strict-1-2",
      "strict-1000000", "strict-1 ", "strict 1", "strict--1",
    ] { #expect(CheckProfile(text) == nil, "\(text)") }
  }
}
