import Experiments
import Platform
import Testing

/// The page about results says what is so: its result passes, and no rule is missing from it.
@Suite struct ResultPageTests {
  private static let top = Path.parent(Path.parent(Path.parent(#filePath)))

  private func page(_ name: String) throws -> String {
    let bytes = try FileSystem.read(Path.join(Self.top, "Documentation/\(name).md"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The first fenced block of a language.
  private func block(_ language: String, of page: String) throws -> [UInt8] {
    let parts = try self.page(page).split(separator: "```", omittingEmptySubsequences: false)
    let block = try #require(parts.first { $0.hasPrefix("\(language)\n") })
    return Array(block.dropFirst(language.count + 1).utf8)
  }

  @Test func `the page's result keeps what the other page's spec promises`() throws {
    let spec = try SpecReader.read(try block("spec", of: "experiments")).spec
    let config = #"{"baseline": {"warmup_steps": 0}, "treatment": {"warmup_steps": 500}}"#
    let report = ResultCheck.check(
      ResultFiles(metrics: try block("json", of: "results"), config: Array(config.utf8)),
      against: spec, of: "exp-001-learning-rate-warm-up", profile: .strict, isRunPhase: true)
    #expect(report.findings.map(\.text) == [])
  }

  /// Every name that a finding can have, as the sources have it.
  private func rules() throws -> Set<String> {
    let folder = Path.join(Self.top, "Sources/Experiments")
    let inner = Path.join(folder, "ResultRules")
    var files = try FileSystem.entries(inner).map { Path.join(inner, $0) }
    files += ["MetricsReader", "ResultCheck", "ProjectCheck", "SpecCopy"].map {
      Path.join(folder, "\($0).swift")
    }
    files.append(Path.join(Self.top, "Sources/rtrack/PointerFindings.swift"))
    var rules: Set<String> = []
    for file in files {
      let text = String(decoding: try FileSystem.read(file), as: UTF8.self)
      for match in text.matches(
        of: /(?:ResultFinding|refusal|finding)\(\s*"([a-z-]+)"|static let name = "([a-z-]+)"/)
      {
        rules.insert(String(match.output.1 ?? match.output.2 ?? ""))
      }
    }
    return rules
  }

  @Test func `every rule is on the page, and no other`() throws {
    let rows = try page("results").split(separator: "\n").compactMap { line in
      line.hasPrefix("| `") ? line.dropFirst(3).prefix { $0 != "`" } : nil
    }
    let rules = try rules()
    #expect(rules.count > 20)
    #expect(Set(rows.map(String.init)) == rules)
  }
}
