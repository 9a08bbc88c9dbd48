import Platform
import Testing

@testable import rtrack

/// Stubs that a program without libraries has put in: no shell waits for its answer on branches of
/// code.
@Suite struct WholeProgramTests {
  /// A project whose stubs say so, whatever the program of these tests is.
  private func project() throws -> HookedProject {
    let project = try HookedProject()
    try project.shell(
      """
      sed -i.was 's/^whole=$/whole=yes/' .git/hooks/reference-transaction
      rm .git/hooks/*.was; grep -q -x whole=yes .git/hooks/reference-transaction
      touch -h -t 202001010000 ../bin/rtrack
      """)
    return project
  }

  @Test func `what rewrites a result is refused, and other work passes unheard`() throws {
    let project = try project()
    try project.tamper()
    for attack in [
      "git merge -q --no-ff -m m tamper", "git reset -q --hard tamper",
      "echo 2 > results/a.json; git commit -q -n -am x",
    ] {
      let before = try project.references()
      #expect(try project.stopped(attack).contains("results/a.json"), "\(attack)")
      #expect(try project.references() == before)
      try project.shell("git reset -q --merge; git reset -q --hard")
    }
    try project.shell(
      """
      echo 2 > code/x; git commit -q -am x; git commit -q --amend -m y; git switch -q -c t main~1
      echo 3 > code/y; git add -A; git commit -q -m y; git rebase -q main; git switch -q main
      """, isLoud: false)
  }

  @Test func `what cannot be judged passes, and says why`() throws {
    let project = try project()
    try project.shell("git config ledger.branch 'no name'")
    let commit = "echo 2 > code/x; git add -A; git commit -q -m x 2>&1"
    #expect(try project.shell(commit).contains("no name"))
  }

  @Test func `a program that was put there later is not trusted to answer alone`() throws {
    let project = try project()
    try project.shell(
      """
      rm ../bin/rtrack; echo broken > ../bin/rtrack; chmod +x ../bin/rtrack
      echo 2 > code/x; git commit -q -am x
      """)
  }

  @Test func `a fault of the program stops nobody`() throws {
    let project = try project()
    for signal in ["ILL", "TRAP", "ABRT", "BUS", "SEGV"] {
      try project.shell(
        """
        rm -f wait; mkfifo wait
        ../bin/rtrack hook reference-transaction prepared passing < wait & asked=$!
        exec 9> wait
        sleep 0.2; kill -\(signal) $asked; exec 9>&-
        wait $asked
        """)
    }
  }
}
