import Git
import Ledger
import Platform
import Research
import Testing

@testable import Enforcement

/// What is new in the ledger must be what its place says, from the time that it says.
@Suite struct EventRuleTests {
  static let path = ".research/policy/20261121T050000Z-c0-system-set-a2b3c4.md"
  static let text = "---\nkey: silence.warn\nvalues: [\"2\"]\n---\n"

  @Test func `an event that can be read may come, and comes again in no merge`() throws {
    let forest = try Forest()
    let good = [Self.path: Self.text]
    #expect(try forest.verdict([], good, on: .ledger) == [])
    let bad = [Self.path: "no front matter, so no key"]
    #expect(try forest.verdict([[:]], bad, on: .ledger) == ["content added \(Self.path)"])
    #expect(try forest.verdict([[:], bad], bad, on: .ledger) == [])
    // The carried copy repeats what the ledger was asked about.
    #expect(try forest.verdict([[:]], bad, on: .code) == [])
  }

  @Test(arguments: [
    ".research/policy/notes.md", ".research/elsewhere/x.md", ".research/issues/0/194/x.md",
    ".research/loose",
  ])
  func `a place that the layout has not is none`(_ path: String) throws {
    let forest = try Forest()
    #expect(try forest.verdict([], [path: "x"], on: .ledger) == ["content added \(path)"])
  }

  @Test func `a program, and a file beyond all bounds, is no event`() throws {
    let forest = try Forest()
    let program = try forest.tree([Self.path: Forest.File(text: Self.text, mode: .executable)])
    #expect(
      try forest.violations([], program, on: .ledger).map(\.line) == ["content added \(Self.path)"])
    let large = Self.text + String(repeating: "x", count: 2 << 20)
    #expect(
      try forest.verdict([], [Self.path: large], on: .ledger) == ["content added \(Self.path)"])
  }

  @Test func `an event may be late, but not of tomorrow`() throws {
    let forest = try Forest()
    let files = [Self.path: Self.text]
    let said = try #require(Timestamp("2026-11-21T05:00:00Z"))
    for (offset, verdict) in [
      (0, []), (86_400, []), (-600, []), (-601, ["time added \(Self.path)"]),
    ] as [(Int64, [String])] {
      let time = Timestamp(seconds: said.seconds + offset)
      #expect(try forest.verdict([], files, on: .ledger, at: time) == verdict, "\(offset)")
    }
    #expect(try forest.verdict([], files, on: .ledger) == [])
    let name = try #require(EventName("20261121T050000Z-c0-system-set-a2b3c4"))
    for (offset, lateness) in [(-90, nil), (90, nil), (600, nil), (601, 601)] as [(Int64, Int64?)] {
      let time = Timestamp(seconds: said.seconds + offset)
      #expect(TimeRule(skew: 600).lateness(of: name, committedAt: time) == lateness, "\(offset) s")
    }
  }

  @Test func `all of the ledger's branch is append-only, whatever lies there`() throws {
    let forest = try Forest()
    let old = [Self.path: Self.text, "README.md": "the ledger"]
    #expect(
      try forest.verdict([old], [Self.path: Self.text + "more\n"], on: .ledger) == [
        "append-only changed \(Self.path)", "append-only removed README.md",
      ])
  }

  @Test func `a spec is one that could be registered, whoever brought it`() throws {
    let forest = try Forest()
    let top = Path.parent(Path.parent(Path.parent(#filePath)))
    let page = String(
      decoding: try FileSystem.read(Path.join(top, "Documentation/experiments.md")),
      as: UTF8.self)
    let block = try #require(page.firstRange(of: "```spec\n"))
    let spec = page[block.upperBound...].split(separator: "```", maxSplits: 1)[0]
    let id = try #require(ExperimentID("exp-001-warm-up"))
    let path = Layout.path(ofSpec: "spec-k3f9q2.md", of: id)
    func files(_ text: String) throws -> [String: String] {
      let made = try forest.registration(of: text, id, "k3f9q2")
      return made.event.merging(made.spec) { $1 }
    }
    #expect(try forest.verdict([], files(String(spec)), on: .ledger) == [])
    let less = spec.split(separator: "## Abort Criteria").joined(separator: "## Abort")
    #expect(try forest.verdict([], files(less), on: .ledger) == ["content added \(path)"])
    #expect(try forest.verdict([], files("No spec."), on: .ledger) == ["content added \(path)"])
    let good = try files(String(spec))
    var changed = good
    changed[path] = spec.split(separator: "2 percent").joined(separator: "1 percent")
    let found = try forest.violations(
      [try forest.tree(good)], try forest.tree(changed), on: .ledger)
    #expect(found.map(\.line) == ["append-only changed \(path)"])
    #expect(found.first?.remedy.contains("rtrack experiment amend exp-001-warm-up") == true)
    var program = good.mapValues { Forest.File(text: $0) }
    program[path]?.mode = .executable
    #expect(
      try forest.violations([], forest.tree(program), on: .ledger).map(\.line).contains(
        "content added \(path)"))
  }
}
