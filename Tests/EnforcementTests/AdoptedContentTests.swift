import Git
import Platform
import Research
import Testing

@testable import Enforcement

/// What comes new to protected paths beside the code can be read for what it is said to hold.
@Suite struct AdoptedContentTests {
  @Test(arguments: [
    "{\"a\": NaN}", "{\"a\": 1", "", " \n", "{'a': 1}", "not measured yet", "{\"a\": Infinity}",
  ])
  func `metrics that are no JSON are refused when they are new, by plain git too`(_ text: String)
    throws
  {
    let forest = try Forest()
    let bad = ["results/e1/run/metrics.json": text]
    #expect(try forest.verdict([], bad) == ["content added results/e1/run/metrics.json"])
    #expect(try forest.verdict([[:]], bad) == ["content added results/e1/run/metrics.json"])
    // A merge repeats what one of its lines did, and adds nothing.
    #expect(try forest.verdict([["x": "1"], bad], bad.merging(["x": "1"]) { $1 }) == [])
    // Elsewhere, and under other names, it is nobody's concern.
    #expect(try forest.verdict([], ["src/metrics.json": text]) == [])
    #expect(try forest.verdict([], ["results/e1/log.json": text]) == [])
  }

  @Test
  func `an analysis of what was not measured is refused, and one beside any measurement is not`()
    throws
  {
    let forest = try Forest()
    let early = ["results/e1/analysis.md": "CONFIRMED", "results/e1/spec.md": "# Spec"]
    #expect(try forest.verdict([], early) == ["content added results/e1/analysis.md"])
    #expect(
      try forest.verdict([["results/e2/metrics.json": "{}"]], early)
        .contains("content added results/e1/analysis.md"))
    for measured in ["metrics.json", "runs/1/metrics.json", "table.csv"] {
      let path = "results/e1/\(measured)"
      #expect(try forest.verdict([], early.merging([path: "{}"]) { $1 }) == [], "\(path)")
    }
    // An overview of all of them, and prose elsewhere.
    let overview = ["results/analysis.md": "All hold.", "results/e1/metrics.json": "{}"]
    #expect(try forest.verdict([], overview) == [])
    #expect(try forest.verdict([], ["notes/analysis.md": "x", "results/readme.md": "x"]) == [])
  }

  @Test func `what is wrong is said with line and column, and what tells more`() throws {
    let forest = try Forest()
    let tree = try forest.tree(["results/e 1/metrics.json": "{\n  \"a\": NaN\n}\n"])
    let found = try #require(try forest.violations([], tree).first)
    #expect(found.message.contains("metrics.json:2:8") && found.message.contains("NaN"))
    #expect(found.remedy == "`rtrack result check 'results/e 1'` says what is wrong")
  }

  @Test func `a manifest beside the code says the truth of the files that come with it`() throws {
    let forest = try Forest()
    let sum = SHA256.digest(of: Array("1".utf8))
    func verdict(_ manifest: String, _ files: [String: String] = [:]) throws -> [String] {
      let run = ["results/e1/a.csv": "1", "results/e1/manifest.sha256": manifest]
      return try forest.verdict([], run.merging(files) { $1 })
    }
    let found = ["content added results/e1/manifest.sha256"]
    for line in ["\(sum)  a.csv\n", "\(sum) *a.csv\n", "\(sum)  ./a.csv\n", "# none\n", ""] {
      #expect(try verdict(line) == [], "\(line)")
      #expect(
        try verdict(line, ["results/e1/a.csv": "2"]) == (line.contains("a.csv") ? found : []))
    }
    let deep = "\(sum)  a.csv\n\(sum)  plots/b.csv\n"
    #expect(try verdict(deep, ["results/e1/plots/b.csv": "1"]) == [])
    #expect(try verdict(deep, ["results/e1/plots/b.csv": "2"]) == found)
    // What it does not name, and what lies elsewhere, is no business of its.
    #expect(try verdict("\(sum)  gone.csv\n\(sum)  ../../x\n", ["x": "2"]) == [])
    // Later the folder is closed, and its files do not change: nothing is hashed again.
    let closed = ["results/e1/a.csv": "1", "results/e1/manifest.sha256": "\(sum)  a.csv\n"]
    var changed = closed
    changed["results/e1/a.csv"] = "2"
    #expect(try forest.verdict([closed], changed) == ["append-only changed results/e1/a.csv"])
  }

  @Test func `a draft of a spec is nobody's violation, what is no text is`() throws {
    let forest = try Forest()
    #expect(try forest.verdict([], ["specs/e1.md": "draft"]) == [])
    #expect(try forest.verdict([], ["specs/readme.md": "# Specs\n"]) == [])
    let writer = try forest.repository.writer()
    let bytes = try writer.blob([0x61, 0xFF])
    try writer.publish()
    let folder = try forest.rawTree([Tree.Entry(name: "e1.md", mode: .file, id: bytes)])
    let root = try forest.rawTree([Tree.Entry(name: "specs", mode: .directory, id: folder)])
    #expect(try forest.violations([], root).map(\.line) == ["content added specs/e1.md"])
    let large = String(repeating: "x", count: 2 << 20)
    #expect(try forest.verdict([], ["specs/e1.md": large]) == ["content added specs/e1.md"])
    let free = [Protection(pattern: "specs/*.md", content: .specs, freeze: .firstResult)]
    #expect(try forest.violations([], root, free).isEmpty)
  }

  @Test func `sealed bytes lie under their own id`() throws {
    let forest = try Forest()
    let id = try forest.blob("true").hex
    let path = ".research/sealed/\(id.prefix(2))/\(id)"
    #expect(try forest.verdict([], [path: "true"], on: .ledger) == [])
    #expect(try forest.verdict([], [path: "false"], on: .ledger) == ["content added \(path)"])
    let elsewhere = ".research/sealed/00/\(id)"
    #expect(
      try forest.verdict([], [elsewhere: "true"], on: .ledger) == ["content added \(elsewhere)"])
    let page = ".research/sealed/\(id.prefix(2))/\(id)-0a1b2c-3d4e5f.md"
    #expect(try forest.verdict([], [page: "---\n---\n"], on: .ledger) == [])
  }
}
