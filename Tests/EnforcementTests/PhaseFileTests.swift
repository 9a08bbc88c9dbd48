import Enforcement
import Platform
import Research
import Testing

@Suite struct PhaseFileTests {
  private let folder: String
  private var file: PhaseFile { PhaseFile(gitDirectory: folder) }

  init() throws { folder = try FileSystem.temporaryDirectory(prefix: "rtrack-phase-") }

  private func standing(
    _ environment: [String: String], role: String? = nil
  ) throws -> PhaseStanding? {
    try PhaseStanding.standing(environment, file: file) { role }
  }

  @Test func `what is set is read again, and ends`() throws {
    defer { try? FileSystem.removeTree(folder) }
    #expect(try file.read() == nil && !file.remove())
    let id = try #require(ExperimentID("Asymmetric First-Passage Trading"))
    for set in [PhaseStanding(.run, of: id, source: .workTree), .init(.log, source: .workTree)] {
      try file.write(set)
      #expect(try file.read() == set)
    }
    #expect(try file.remove())
    #expect(try file.read() == nil)
  }

  @Test func `the environment stands over the work tree, which stands over a role`() throws {
    defer { try? FileSystem.removeTree(folder) }
    #expect(try standing([:], role: "run") == PhaseStanding(.run, source: .role))
    #expect(try standing([:], role: "experimentalist") == nil)
    let one = try #require(ExperimentID("exp-001-a"))
    let two = try #require(ExperimentID("exp-002-b"))
    try file.write(PhaseStanding(.run, of: one, source: .workTree))
    #expect(try standing([:], role: "read") == PhaseStanding(.run, of: one, source: .workTree))
    #expect(try standing(["RTRACK_PHASE": "read"]) == PhaseStanding(.read, of: one))
    #expect(try standing(["RTRACK_PHASE": ""])?.source == .workTree)
    #expect(
      try standing(["RTRACK_EXPERIMENT": "exp-002-b"])
        == PhaseStanding(.run, of: two, source: .workTree))
    let both = ["RTRACK_PHASE": "Read", "RTRACK_EXPERIMENT": "exp-002-b"]
    #expect(try standing(both) == PhaseStanding(.read, of: two))
  }

  @Test func `what is no phase is said, with where it stands`() throws {
    defer { try? FileSystem.removeTree(folder) }
    #expect {
      try standing(["RTRACK_PHASE": "sprint"])
    } throws: { ($0 as? PhaseFault)?.message.contains("\"sprint\" in RTRACK_PHASE") == true }
    #expect {
      try standing(["RTRACK_PHASE": "RUN", "RTRACK_EXPERIMENT": "../x"])
    } throws: { ($0 as? PhaseFault)?.message.contains("RTRACK_EXPERIMENT") == true }
    try FileSystem.makeDirectory(Path.parent(file.path))
    for text in ["WALK\n", "RUN a/b\n"] {
      try FileSystem.write(Array(text.utf8), to: file.path)
      #expect {
        try standing([:])
      } throws: { ($0 as? PhaseFault)?.message.contains("work tree") == true }
    }
  }
}
