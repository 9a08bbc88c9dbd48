import Documents
import Testing

@testable import rtrack

/// Branches that somebody deleted, and that a witness remembers.
@Suite struct VerifyGoneBranchTests {
  @Test func `a branch that an exported witness names and that is gone is told`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      git switch -q -c side; mkdir -p results/e9; echo 1 > results/e9/metrics.json
      echo '{}' > results/e9/config.json; git add -A; git commit -qm Side
      git rev-parse HEAD > ../side; git switch -q -c merged main; mkdir -p results/e8; echo 1 > results/e8/metrics.json
      git add -A; git commit -qm Merged; git switch -q main; git merge -q --no-ff -m Merge merged
      """)
    let outcome = project.session.rtrack("witness export ../kept.txt")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try project.verify("--witness ../kept.txt").told == [])
    try project.shell("git branch -q -d merged; git branch -q -D side")
    let answer = try project.verify("--witness ../kept.txt")
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.told == ["branch-gone results/e9/config.json"], "\(answer)")
    let told = try #require(answer.all("told").first)
    #expect(told["message"]?.string?.contains("held 2 protected files that no branch") == true)
    #expect(try told["commit"]?.string == project.shell("cat ../side"))
    let heard = answer.json["witnesses"]?.array?.first?.string ?? ""
    #expect(
      heard.hasSuffix("; 1 of its branches is gone, and nothing of it is missing"), "\(heard)")
    // Who asks about one branch is told of no other.
    #expect(try project.verify("--ref main --witness ../kept.txt").told == [])
  }
}
