import ArgumentParsing
import Platform
import Testing

@testable import rtrack

/// The page that agents are told to follow.
@Suite struct GuideTests {
  private var lines: [Substring] {
    Guide.page.split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test func `the guide fits one screen`() {
    #expect(lines.count <= 24)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func `every command of the guide works`() throws {
    let session = try Session()
    for line in [
      "init", "agent add flux", "issue open First --as flux --number 194",
      "agent add athena --as flux",
    ] {
      #expect(session.rtrack(line).status == 0)
    }
    try session.write("data/run1.json", "{}\n")
    _ = try session.call(["git", "add", "data"])
    _ = try session.call(["git", "commit", "-q", "-m", "[Flux] A run"])
    _ = try session.call(["git", "init", "-q", "--bare", "../remote.git"])
    _ = try session.call(["git", "remote", "add", "origin", "../remote.git"])
    session.environment["RTRACK_AGENT"] = "flux"
    var worked = 0
    for line in lines where line.hasPrefix("    rtrack ") {
      // What a command does stands behind at least three spaces.
      let text = String(line.dropFirst(11))
      let end = text.firstRange(of: "   ")?.lowerBound ?? text.endIndex
      let words = try Words.split(String(text[..<end]))
      let outcome = session.rtrack(words)
      #expect(outcome.status == 0, "rtrack \(words.joined(separator: " ")): \(outcome.errors)")
      worked += 1
    }
    #expect(worked >= 9)
  }

  @Test func `scripts and pages are printed as they are`() throws {
    let session = try Session()
    #expect(session.rtrack("guide").output.hasPrefix("## Research tracker"))
    #expect(session.rtrack("guide -q").output == session.rtrack("guide").output)
    #expect(session.rtrack("guide --json").output.hasPrefix("{\n  \"text\": "))
    #expect(session.rtrack("manual --date 2026-11-21").output.hasPrefix(".TH \"RTRACK\" 1"))
    for shell in ["bash", "zsh", "fish"] {
      #expect(session.rtrack("completions \(shell)").output.contains("doctor"))
    }
    #expect(session.rtrack("completions tcsh").status == 2)
  }

  @Test func `bash takes the completions`() throws {
    let session = try Session()
    try session.write("rtrack.bash", session.rtrack("completions bash").output)
    let result = try session.call(["bash", "-n", "rtrack.bash"])
    #expect(result.succeeded)
  }
}
