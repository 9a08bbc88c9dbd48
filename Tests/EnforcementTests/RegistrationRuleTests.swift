import Git
import Ledger
import Platform
import Research
import Testing

@testable import Enforcement

/// A spec and the event that registers it come together, whoever brings them.
@Suite struct RegistrationRuleTests {
  private let forest: Forest
  private let id: ExperimentID
  private let event: [String: String]
  private let spec: [String: String]

  init() throws {
    forest = try Forest()
    id = try #require(ExperimentID("exp-001-warm-up"))
    let top = Path.parent(Path.parent(Path.parent(#filePath)))
    let page = String(
      decoding: try FileSystem.read(Path.join(top, "Documentation/experiments.md")),
      as: UTF8.self)
    let block = try #require(page.firstRange(of: "```spec\n"))
    let text = page[block.upperBound...].split(separator: "```", maxSplits: 1)[0]
    (event, spec) = try forest.registration(of: String(text), id, "k3f9q2")
  }

  private func messages(
    _ parents: [[String: String]], _ files: [String: String],
    redacted: RedactedEntries = RedactedEntries()
  ) throws -> [String] {
    var check = Check(forest.repository, Protections(Protections.ofLedger), on: .ledger)
    check.redacted = redacted
    return try check.violations(
      of: CheckedCommit(
        parents: parents.map { try forest.tree($0) }, tree: try forest.tree(files))
    ).map { "\($0.rule) \($0.path.split(separator: "/").last ?? ""): \($0.message)" }
  }

  private var both: [String: String] { event.merging(spec) { $1 } }
  private static let orphan =
    "content spec-k3f9q2.md: no event registers it with these bytes: nobody promised it, at no time"

  @Test func `both in one commit may come, or the spec after its event`() throws {
    #expect(try messages([], both) == [])
    // The event alone was refused where it came; what completes it is not.
    #expect(try messages([event], both) == [])
  }

  @Test func `a spec without its event is refused, and where one came it is not told again`() throws
  {
    #expect(try messages([], spec) == [Self.orphan])
    #expect(try messages([spec], spec.merging([".research/x": "1"]) { $1 }).count == 1)
    #expect(try messages([[:], spec], spec) == [])
    // An event of another experiment registers nothing here.
    let other = event.map { ($0.key.replacing("exp-001", with: "exp-002"), $0.value) }
    let files = spec.merging(Dictionary(uniqueKeysWithValues: other)) { $1 }
    #expect(try messages([], files).contains(Self.orphan))
  }

  @Test func `an event without its spec, or of other bytes, is refused`() throws {
    let name = "content 20261121T053500Z-c0-flux-registered-k3f9q2.md: "
    #expect(
      try messages([], event) == [name + "the spec that it brings, spec-k3f9q2.md, is not there"])
    var other = both
    for path in spec.keys { other[path]? += "\nMore.\n" }
    #expect(
      try messages([], other) == [
        name + "the spec that it brings, spec-k3f9q2.md, holds other bytes", Self.orphan,
      ])
    let moved = both.map { ($0.key.replacing("spec-k3f9q2", with: "spec-aaaaaa"), $0.value) }
    #expect(try messages([], Dictionary(uniqueKeysWithValues: moved)).count == 2)
  }

  @Test func `what was taken out with authority leaves its other half in peace`() throws {
    for (kept, gone) in [(spec, event), (event, spec)] {
      let item = try #require(gone.first)
      let blob = try forest.blob(item.value).hex
      let redacted = RedactedEntries([Redaction([.init(path: item.key, blob: blob)])])
      #expect(try messages([], kept, redacted: redacted) == [])
      let elsewhere = RedactedEntries([
        Redaction([.init(path: ".research/experiments/exp-002-x/spec-aaaaaa.md", blob: blob)])
      ])
      #expect(try messages([], kept, redacted: elsewhere).count == 1)
    }
  }

  @Test func `a spec is judged by the profile that it was registered with, an unknown one by none`()
    throws
  {
    let newer = try #require(CheckProfile("strict-2"))
    let (event, spec) = try forest.registration(
      of: "Of a form to come.", id, "k3f9q2", profile: newer)
    let files = event.merging(spec) { $1 }
    #expect(
      try messages([], files) == [
        "profile spec-k3f9q2.md: it was checked by the profile strict-2, which this rtrack does not know"
      ])
    let known = try forest.registration(of: "Of a form to come.", id, "k3f9q2")
    let found = try messages([], known.event.merging(known.spec) { $1 })
    #expect(found.count == 1 && found[0].hasPrefix("content spec-k3f9q2.md: line 1: "), "\(found)")
  }
}
