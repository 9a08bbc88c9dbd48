import Git
import Research
import Testing

@testable import Enforcement

@Suite struct NameRuleTests {
  @Test(arguments: [
    ("results/E1", "results/e1"), ("Results/x", "results/y"),
    ("results/caf\u{E9}", "results/cafe\u{301}"),
    ("results/STRASSE", "results/straße"), ("results/ΟΔΟΣ", "results/οδος"),
    ("results/\u{212A}elvin", "results/kelvin"), ("results/e1.", "results/e1"),
    ("results/e1 . ", "results/E1"), ("results/e\u{200B}1", "results/e1"),
  ])
  func `a path that a file system takes for another is refused`(_ one: String, _ other: String)
    throws
  {
    let forest = try Forest()
    for (first, second) in [(one, other), (other, one)] {
      let before = try forest.tree(paths: [first])
      let both = try forest.tree(paths: [first, second])
      let path = first.hasPrefix("R") || second.hasPrefix("R") ? String(second.prefix(7)) : second
      let found = try forest.violations([before], both)
      #expect(found.map(\.line) == ["name added \(path)"])
      // What both lines of a merge bring collides only where no line had both.
      let after = try forest.tree(paths: [second])
      #expect(try forest.violations([before, after], both).allSatisfy { $0.rule == .name })
      #expect(try !forest.violations([before, after], both).isEmpty)
      #expect(try forest.violations([both, after], both).isEmpty)
    }
  }

  @Test func `names beside what is protected are nobody's concern`() throws {
    let forest = try Forest()
    #expect(try forest.verdict([["src/a": "1"]], ["src/a": "1", "src/A": "2"]) == [])
    #expect(try forest.verdict([["Makefile": "1"]], ["Makefile": "1", "makefile": "2"]) == [])
  }

  @Test func `a folder on the way may not stand for another one either`() throws {
    let forest = try Forest()
    let rules = [Protection(pattern: "a/b/runs/**", content: .results)]
    let before = ["a/b/runs/e1/metrics.json": "{}"]
    for (path, found) in [
      ("A/x", "A"), ("a/B/x", "a/B"), ("a/b/RUNS/x", "a/b/RUNS"),
      ("a/b/runs/E1/other", "a/b/runs/E1"),
      ("a/b/runs/e1/Metrics.json", "a/b/runs/e1/Metrics.json"),
    ] {
      let after = before.merging([path: "1"]) { $1 }
      #expect(try forest.verdict([before], after, rules) == ["name added \(found)"], "\(path)")
      // A branch that never had the one, merged with one that did.
      let merged = try forest.verdict([before, [path: "1"]], after, rules)
      #expect(merged.contains("name added \(found)"), "\(merged)")
    }
    #expect(try forest.verdict([before], before.merging(["a/c/RUNS/x": "1"]) { $1 }, rules) == [])
  }

  @Test func `a folder that holds one name twice is refused`() throws {
    let forest = try Forest()
    let (good, bad) = (try forest.blob("good"), try forest.blob("bad"))
    let before = try forest.tree(["results/x": "good"])
    let file = { Tree.Entry(name: "x", mode: .file, id: $0) }
    let folder = Tree.Entry(name: "x", mode: .directory, id: try forest.tree(["y": "1"]))
    let between = Tree.Entry(name: "x.y", mode: .file, id: good)
    for entries in [
      [file(bad), file(good)], [file(good), file(bad)], [file(good), between, folder],
    ] {
      let inner = try forest.repeatingTree(entries)
      let root = try forest.rawTree([Tree.Entry(name: "results", mode: .directory, id: inner)])
      let found = try forest.violations([before], root).filter { $0.rule == .name }
      #expect(found.map(\.line) == ["name added results/x"])
      #expect(try forest.violations([root], root).isEmpty)
    }
    let twice = try forest.repeatingTree([
      Tree.Entry(name: "results", mode: .directory, id: try forest.tree(["x": "bad"])),
      Tree.Entry(name: "results", mode: .directory, id: try forest.tree(["x": "good"])),
    ])
    #expect(try forest.violations([before], twice).map(\.line).contains("name added results"))
    // Where nothing is protected it is nobody's concern.
    let src = try forest.rawTree([
      Tree.Entry(
        name: "src", mode: .directory, id: try forest.repeatingTree([file(good), file(bad)]))
    ])
    #expect(try forest.violations([], src).isEmpty)
  }

  @Test func `many names at once are compared in one pass`() throws {
    let forest = try Forest()
    var files = ["results/e1/a-500": "old"]
    for number in 0..<1000 { files["results/e1/A-\(number)"] = "\(number)" }
    #expect(
      try forest.verdict([["results/e1/a-500": "old"]], files) == ["name added results/e1/A-500"])
  }

  @Test func `control characters, and names that no file can have, are refused`() throws {
    let forest = try Forest()
    for name in ["a\nb", "a\u{1B}[2Jb", "tab\there", "c1\u{9B}"] {
      #expect(
        try forest.verdict([], ["results/\(name)": "1"]) == ["name added results/\(name)"])
    }
    let blob = try forest.blob("1")
    for name in ["..", ".", ".git", ".GIT"] {
      let inner = try forest.rawTree([Tree.Entry(name: name, mode: .file, id: blob)])
      let root = try forest.rawTree([Tree.Entry(name: "results", mode: .directory, id: inner)])
      #expect(
        try forest.violations([], root).map(\.line) == ["name added results/\(name)"], "\(name)")
    }
  }

  @Test func `links and submodules have no place in the ledger`() throws {
    let forest = try Forest()
    for mode in [Tree.Mode.symbolicLink, .submodule] {
      let tree = try forest.tree([".research/results/e1/x": Forest.File(text: "y", mode: mode)])
      #expect(
        try forest.violations([], tree, on: .ledger).map(\.line)
          == ["name added .research/results/e1/x"])
    }
    let gitlink = try forest.tree([".research": Forest.File(text: "", mode: .submodule)])
    #expect(try forest.violations([], gitlink).map(\.line) == ["name added .research"])
  }

  @Test func `folders without end, and trees that repeat themselves, end the check`() throws {
    let forest = try Forest()
    var folder = try forest.tree(["file": "1"])
    for _ in 0..<400 {
      folder = try forest.rawTree([Tree.Entry(name: "d", mode: .directory, id: folder)])
    }
    let deep = try forest.rawTree([Tree.Entry(name: "results", mode: .directory, id: folder)])
    #expect(throws: CheckError.self) { try forest.violations([], deep) }
  }
}
