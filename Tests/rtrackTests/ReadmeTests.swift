import Platform
import Testing

/// The README shows real output: each line of it is in the transcript of its day.
@Suite struct ReadmeTests {
  @Test func `what the README shows is what the transcript of its day prints`() throws {
    let root = Path.parent(Path.parent(Path.parent(#filePath)))
    let readme = try Self.lines(Path.join(root, "README.md"))
    let day = Set(try Self.lines(Path.join(root, "Tests/Transcripts/readme-day.txt")))
    var isShown = false
    var count = 0
    for line in readme {
      if line.hasPrefix("```") {
        isShown = line == "```console"
      } else if isShown {
        count += 1
        #expect(day.contains(line), "the README shows a line that its day does not print: \(line)")
      }
    }
    #expect(count > 40)
  }

  private static func lines(_ path: String) throws -> [Substring] {
    String(decoding: try FileSystem.read(path), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }
}
