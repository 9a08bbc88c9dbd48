import Research
import SeededDice
import Testing

@Suite struct ProtectionsTests {
  @Test(
    arguments: [
      ("results/**", "results/a", true), ("results/**", "results", false),
      ("results/**", "results/a/b/c", true), ("results", "results/a/b", true),
      ("results/", "results/a", true), ("results", "results2/a", false),
      ("exp/*.md", "exp/a.md", true), ("exp/*.md", "exp/sub/a.md", false),
      ("exp/*.md", "exp/a.md/below", true), ("**/metrics.json", "metrics.json", true),
      ("**/metrics.json", "a/b/metrics.json", true), ("**/metrics.json", "a/metrics.jso", false),
      ("a/**/z", "a/z", true), ("a/**/z", "a/b/c/z/deep", true), ("a/**/**/z", "a/b/z", true),
      ("a/**/z", "b/a/z", false), ("a?c", "abc", true), ("a?c", "aéc", true), ("a?c", "ac", false),
      ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false), ("*.md", "x/y.md", false),
      ("a [1]/x", "a [1]/x", true), ("a [1]/x", "a 1/x", false),
    ] as [(String, String, Bool)])
  func `a pattern fits from the root on, and protects all below`(
    _ pattern: String, _ path: String, _ fits: Bool
  ) {
    let rules = Protections([Protection(pattern: pattern, content: .files)])
    #expect((rules.protection(of: path) != nil) == fits)
  }

  @Test func `where several patterns fit the strictest holds`() {
    let rules = Protections([
      Protection(pattern: "exp", content: .files),
      Protection(pattern: "exp/*.md", content: .specs, freeze: .firstResult),
    ])
    #expect(rules.protection(of: "exp/a.md")?.content == .specs)
    #expect(rules.protection(of: "exp/a.md")?.freeze == .atOnce)
    #expect(rules.protection(of: "exp/a.txt")?.content == .files)
  }

  @Test func `a walk enters only what may matter`() {
    let rules = Protections([
      Protection(pattern: "data/evaluation/**", content: .results),
      Protection(pattern: "data/evaluation/deep/*.csv", content: .results),
      Protection(pattern: "specs", content: .specs),
    ])
    #expect(rules.prefixes == ["data/evaluation", "specs"])
    #expect(rules.step(rules.root, into: "src".utf8).isOutside)
    let data = rules.step(rules.root, into: "data".utf8)
    #expect(!data.isOutside && data.protection == nil)
    #expect(rules.step(data, into: "raw".utf8).isOutside)
    #expect(Protections([Protection(pattern: "**/x", content: .files)]).prefixes == [""])
  }

  @Test(
    arguments: [
      "", "/abs", "a//b", "a/../b", ".", "..", "**", "*/**", "?", "a\nb", ".git/hooks",
      String(repeating: "a", count: 1001),
    ])
  func `a pattern that could not be meant is named`(_ pattern: String) {
    #expect(Protection.fault(in: pattern) != nil)
  }

  @Test(.timeLimit(.minutes(30))) func `no pattern takes long`() {
    let stars = String(repeating: "*a", count: 400)
    let folders = Array(repeating: "**/a", count: 200).joined(separator: "/")
    let rules = Protections([
      Protection(pattern: stars, content: .files),
      Protection(pattern: folders + "/b", content: .files),
    ])
    let path = Array(repeating: "a", count: 400).joined(separator: "/")
    #expect(rules.protection(of: path) == nil)
    #expect(rules.protection(of: String(repeating: "a", count: 255)) == nil)
  }

  @Test(arguments: seeds) func `patterns fit as a plain reading of them says`(_ seed: UInt64) {
    var dice = SeededDice(seed: seed)
    let words = ["a", "b", "ab", "*", "a*", "**", "?", "*b"]
    for _ in 0..<50 {
      let pattern = (0...dice.below(4)).map { _ in words[dice.below(words.count)] }
      let path = (0...dice.below(5)).map { _ in ["a", "b", "ab", "ba"][dice.below(4)] }
      let expected = (1...path.count).contains { Self.fits(pattern[...], path[..<$0]) }
      let rules = Protections([Protection(pattern: pattern.joined(separator: "/"), content: .files)]
      )
      #expect(
        (rules.protection(of: path.joined(separator: "/")) != nil) == expected,
        "seed \(seed): \(pattern) \(path)")
    }
  }

  /// By trying everything; a last `**` is at least one name.
  private static func fits(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
    guard let first = pattern.first else { return path.isEmpty }
    if first == "**" {
      if pattern.allSatisfy({ $0 == "**" }) { return !path.isEmpty }
      return (0...path.count).contains { fits(pattern.dropFirst(), path.dropFirst($0)) }
    }
    guard let name = path.first else { return false }
    return fitsName(Array(first)[...], Array(name)[...])
      && fits(pattern.dropFirst(), path.dropFirst())
  }

  private static func fitsName(_ p: ArraySlice<Character>, _ n: ArraySlice<Character>) -> Bool {
    guard let first = p.first else { return n.isEmpty }
    if first == "*" { return (0...n.count).contains { fitsName(p.dropFirst(), n.dropFirst($0)) } }
    guard let name = n.first else { return false }
    return (first == "?" || first == name) && fitsName(p.dropFirst(), n.dropFirst())
  }
}

@Suite struct ProtectionFoldTests {
  private func event(
    _ payload: Payload, _ kind: EventKind, _ tag: Int, after: [Event] = []
  ) -> Event {
    Event(
      name: eventName("athena", kind, minute(tag), tag), thread: .policy,
      after: after.map(\.name), payload: payload)
  }

  private func protect(
    _ tag: Int, _ freeze: Freeze = .atOnce, _ content: ProtectedContent = .specs,
    after: [Event] = []
  ) -> Event {
    event(
      .protect(Protection(pattern: "exp", content: content, freeze: freeze)), .protect, tag,
      after: after)
  }

  @Test func `of protections of one pattern the stricter holds, in any order`() {
    let mild = protect(0, .firstResult)
    let strict = protect(1, .atOnce, .results)
    for events in [[mild, strict], [strict, mild]] {
      #expect(
        Policy(events).protections == [Protection(pattern: "exp", content: .specs)])
    }
    let milder = protect(2, .firstResult, after: [mild, strict])
    #expect(Policy([mild, strict, milder]).protections.first?.freeze == .atOnce)
    #expect(
      Policy([mild, strict, milder], authorised: [milder.name]).protections.first?.freeze
        == .firstResult)
  }

  @Test func `only an authorised event takes back, and only what it knew`() {
    let first = protect(0)
    let gone = event(.unprotect(pattern: "exp"), .unprotect, 1, after: [first])
    let beside = protect(2, after: [first])
    #expect(Policy([first, gone]).protections.count == 1)
    #expect(Policy([first, gone], authorised: [gone.name]).protections.isEmpty)
    #expect(Policy([first, gone, beside], authorised: [gone.name]).protections.count == 1)
    let again = protect(3, after: [gone])
    #expect(Policy([first, gone, again], authorised: [gone.name]).protections.count == 1)
  }

  @Test func `names that Unicode calls equal are two patterns to git`() {
    let rules = ["caf\u{E9}", "cafe\u{301}"].enumerated().map { tag, name in
      event(.protect(Protection(pattern: name, content: .files)), .protect, tag)
    }
    #expect(Policy(rules).protections.count == 2)
  }
}
