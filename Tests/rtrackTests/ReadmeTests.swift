import Platform
import Testing

/// The README shows real output: each line of it is in a transcript of its own.
@Suite struct ReadmeTests {
  @Test func `what the README shows is what its transcripts print`() throws {
    let root = Path.parent(Path.parent(Path.parent(#filePath)))
    let readme = try Self.lines(Path.join(root, "README.md"))
    let played = try Set(
      ["day", "promise"].flatMap {
        try Self.lines(Path.join(root, "Tests/Transcripts/readme-\($0).txt"))
      })
    var isShown = false
    var count = 0
    for line in readme {
      if line.hasPrefix("```") {
        isShown = line == "```console"
      } else if isShown {
        count += 1
        #expect(played.contains(line), "the README shows a line that no transcript prints: \(line)")
      }
    }
    #expect(count > 40)
  }

  private static func lines(_ path: String) throws -> [Substring] {
    String(decoding: try FileSystem.read(path), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }
}
