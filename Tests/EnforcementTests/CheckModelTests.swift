import Git
import Research
import SeededDice
import Testing

@testable import Enforcement

/// The check against the plainest reading of its rule: every tree flattened to a list of paths,
/// every list compared with every other.
@Suite struct CheckModelTests {
  typealias Files = [String: Forest.File]

  static let rules = [
    Protection(pattern: "p", content: .files), Protection(pattern: "*/q/**", content: .files),
    Protection(pattern: "**/x", content: .files),
  ]

  @Test(arguments: (1...60).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `walking in step finds what flattening finds`(_ seed: UInt64) throws {
    var dice = SeededDice(seed: seed)
    let forest = try Forest()
    let protections = Protections(Self.rules)
    for round in 0..<25 {
      let base = Self.files(&dice)
      let parents = (0..<dice.below(4)).map { _ in Self.changed(base, &dice) }
      let result = Self.changed(dice.below(2) == 0 ? base : Self.union(parents), &dice)
      let trees = try parents.map { try forest.tree($0) }
      let check = Check(forest.repository, protections, on: .code)
      let found = try check.violations(
        of: CheckedCommit(parents: trees, tree: try forest.tree(result))
      ).filter { $0.rule != .name }.map { "\($0.rule.rawValue) \($0.path)" }
      let expected = Self.model(parents, result, protections)
      #expect(found == expected, "seed \(seed), round \(round)\n\(parents)\n\(result)")
      // The order of parents makes no difference to what is found.
      let turned = try check.violations(
        of: CheckedCommit(parents: trees.reversed(), tree: try forest.tree(result))
      ).filter { $0.rule != .name }.map { "\($0.rule.rawValue) \($0.path)" }
      #expect(turned == expected, "seed \(seed), round \(round)")
    }
  }

  private static func model(
    _ parents: [Files], _ result: Files, _ protections: Protections
  ) -> [String] {
    Set(parents.flatMap(\.keys)).filter { protections.protection(of: $0) != nil }
      .compactMap { path in
        let held = Set(parents.compactMap { $0[path] })
        if held.count > 1 { return "two-versions \(path)" }
        return held.first == result[path] ? nil : "append-only \(path)"
      }.sorted { a, b in
        let (x, y) = (a.split(separator: " ")[1], b.split(separator: " ")[1])
        return x.utf8.lexicographicallyPrecedes(y.utf8)
      }
  }

  private static func path(_ dice: inout SeededDice) -> String {
    (0...dice.below(4)).map { _ in ["p", "q", "x", "a", "b"][dice.below(5)] }
      .joined(separator: "/")
  }

  private static func files(_ dice: inout SeededDice) -> Files {
    var files: Files = [:]
    for _ in 0..<dice.below(14) { set(path(&dice), &files, &dice) }
    return files
  }

  /// Puts a file at a path; what stood in its way is gone, as in any work tree.
  private static func set(_ path: String, _ files: inout Files, _ dice: inout SeededDice) {
    files = files.filter { !$0.key.hasPrefix(path + "/") && !path.hasPrefix($0.key + "/") }
    let mode: [Tree.Mode] = [.file, .file, .file, .executable, .symbolicLink]
    files[path] = Forest.File(text: ["", "1", "2"][dice.below(3)], mode: mode[dice.below(5)])
  }

  private static func changed(_ files: Files, _ dice: inout SeededDice) -> Files {
    var changed = files
    for _ in 0..<dice.below(4) {
      let known = changed.keys.sorted()
      if dice.below(3) == 0, !known.isEmpty {
        changed[known[dice.below(known.count)]] = nil
      } else if dice.below(2) == 0, !known.isEmpty {
        set(known[dice.below(known.count)], &changed, &dice)
      } else {
        set(path(&dice), &changed, &dice)
      }
    }
    return changed
  }

  private static func union(_ all: [Files]) -> Files {
    var union: Files = [:]
    for files in all {
      for (path, file) in files
      where !union.keys.contains(where: { $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }) {
        union[path] = file
      }
    }
    return union
  }
}
