import Ledger
import Platform
import Testing

@testable import rtrack

/// Listings where the index has no room.
@Suite struct FullDiskIndexTests {
  @Test func `an index that has no room on the disk costs no answer and no word of it`() throws {
    let session = try Session()
    for line in ["init", "agent add flux"] { #expect(session.rtrack(line).status == 0) }
    for number in 1...12 {
      session.rtrack(["issue", "open", "Issue \(number)", "--label", "late", "--as", "flux"])
    }
    let asked = [
      ["list", "--json", "number,title,labels"], ["search", "issue", "-q"], ["log", "-q"],
    ]
    let folder = Path.join(session.directory, ".git/rtrack")
    func clear() throws {
      for name in try FileSystem.entries(folder) where name.hasPrefix("index-") {
        try FileSystem.remove(Path.join(folder, name))
      }
    }
    let answers = asked.map { session.rtrack($0).output }
    #expect(answers.allSatisfy { !$0.isEmpty })
    // Blocks of 512 bytes that a file may have: none, some pages, nearly all of it.
    for blocks in [0, 1, 8, 40, 100, 300] {
      for (words, answer) in zip(asked, answers) {
        try clear()
        let result = try session.call(
          ["sh", "-c", "ulimit -f \(blocks); exec \"$@\"", "sh", Session.binary] + words)
        #expect(result.succeeded, "\(blocks): \(String(decoding: result.errors, as: UTF8.self))")
        #expect(String(decoding: result.output, as: UTF8.self) == answer, "\(words), \(blocks)")
        // What a full disk left behind is no index that answers otherwise.
        let after = session.rtrack(words)
        #expect(after.output == answer && after.status == 0, "\(words), \(blocks)")
      }
    }
  }
}
