import Research
import Testing

@Suite struct PathPatternTests {
  @Test(arguments: [
    ("notes/**", "notes/a.md"), ("notes/**", "notes/a/b/c"), ("**/notes.md", "notes.md"),
    ("**/notes.md", "a/b/notes.md"), ("**", "a"), ("**", "a/b"), ("a/**/b", "a/b"),
    ("a/**/b", "a/x/y/b"), ("*.md", "x.md"), ("*/x?z", "a/xyz"), ("a*b*c", "aXbYbZc"),
    ("**/a/**/b", "a/x/a/b"), ("**/**", "a"), ("/notes/**", "notes/x"), ("ä/*", "ä/x"),
    ("**/a/b", "a/a/a/b"), ("a/**/b/**/c", "a/b/b/x/c"), ("x/**/**/y", "x/y"), ("*", ".hidden"),
  ])
  func `these fit`(pattern: String, path: String) {
    #expect(PathPattern(pattern).matches(path))
  }

  @Test(arguments: [
    ("notes/**", "notes"), ("notes/**", "my/notes/a"), ("*.md", "a/x.md"), ("a/*", "a/b/c"),
    ("a/*", "a"), ("a?c", "a/c"), ("**/notes.md", "notes.md/x"), ("a/**/b", "a/b/c"),
    ("Notes/**", "notes/a"), ("", "a"), ("a", ""), ("**", ""), ("a*b", "acbd"),
    ("**/**", ""), ("a/**/b/**/c", "a/c/b"),
  ])
  func `these do not fit`(pattern: String, path: String) {
    #expect(!PathPattern(pattern).matches(path))
  }

  @Test(.timeLimit(.minutes(30))) func `no pattern takes long`() {
    let deep = String(repeating: "a/", count: 400)
    #expect(!PathPattern(String(repeating: "**/a/", count: 60) + "b").matches(deep + "c"))
    #expect(PathPattern(String(repeating: "**/a/", count: 60) + "c").matches(deep + "c"))
    let long = String(repeating: "a", count: 400)
    #expect(!PathPattern(String(repeating: "*a", count: 60) + "b").matches(long))
  }
}
