import Research
import Testing

@Suite struct SubjectTests {
  private let gap = "\u{200B}"

  @Test(arguments: [
    "see #194", "(#194)", "lab/repo#194", "!12", "&3", "$4", "@flux", "mail a@b.example", "@_x",
    "GH-194", "gh-1", "Fixes #1", "fixes: #1", "closes lab/repo#2", "RESOLVED #3",
    "fixes https://host/a/issues/3", "(closes https://host/i/3)", ":fix https://host/i/3",
    "closes issue https://host/i/3", "resolves\thttps://host/i/3", "**Fixed** https://host/i/3",
    "Implements https://host/i/3", "closing https://host/i/1 and https://host/i/2",
  ])
  func `what a host would act on is taken apart, and reads as before`(text: String) {
    let defused = Subject.defused(text)
    #expect(defused != text)
    #expect(defused.unicodeScalars.filter { $0 != "\u{200B}" }.elementsEqual(text.unicodeScalars))
    #expect(Subject.defused(defused) == defused)
    for word in ["#1", "#2", "#3", "!12", "&3", "$4", "@f", "@b", "@_", "GH-1", "gh-1"] {
      #expect(!defused.contains(word), "\(word)")
    }
    let words = defused.lowercased().split { !$0.isASCII || !$0.isLetter }
    for word in ["fix", "fixes", "fixed", "closes", "closing", "resolves", "implements"] {
      #expect(!words.contains(Substring(word)), "\(word)")
    }
  }

  @Test(arguments: [
    "fixes the build", "# heading", "a @ b", "C# is closed", "e-mail", "high-end", "50 %", "",
    "#", "@", "closed", "see https://host/i/3", "prefixes https://host", "-1",
  ])
  func `other words stay as they are`(text: String) {
    #expect(Subject.defused(text) == text)
  }

  @Test func `a closing word of the act does not meet an address of the text`() {
    let line = Subject.line("Flux", "issue 194 close", about: "https://host/lab/issues/5")
    #expect(line == "[Flux] issue 194 c\(gap)lose: https://host/lab/issues/5")
    #expect(
      Subject.line("Flux", "issue 194 close", about: "done") == "[Flux] issue 194 close: done")
  }

  @Test func `a subject is one line without control characters`() {
    let line = Subject.line(
      "Flux", "issue 1\ncomment", about: "\n \n\u{1B}[31mred\u{7}\tand\u{202E}back\u{0}\r\nmore")
    #expect(line == "[Flux] issue 1 comment:  [31mred  and back ")
    #expect(Subject.line("Flux", "cycle 1 opened", about: " \n\n") == "[Flux] cycle 1 opened")
    #expect(Subject.line("Flux", "x", about: "a\u{2028}b\u{85}c") == "[Flux] x: a")
  }

  @Test func `a long subject is cut between characters, whatever they are made of`() {
    let long = Subject.line("Flux", "issue 1 comment", about: String(repeating: "é", count: 500))
    #expect(long.count == Subject.longest)
    #expect(long.hasSuffix("é…"))
    let stacked = "x" + String(repeating: "\u{301}", count: 100_000)
    #expect(Subject.line("Flux", "y", about: stacked).unicodeScalars.count <= Subject.longest)
    let exact = Subject.line("F", "y", about: String(repeating: "a", count: Subject.longest - 7))
    #expect(exact.count == Subject.longest && exact.hasSuffix("a"))
  }

  @Test(.timeLimit(.minutes(30))) func `a megabyte in one line takes no time`() {
    let text = String(repeating: "fixes #1 @a ", count: 90_000)
    #expect(Subject.line("Flux", "x", about: text).unicodeScalars.count == Subject.longest)
  }
}
