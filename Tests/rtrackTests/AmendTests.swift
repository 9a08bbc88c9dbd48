import Testing

/// What nobody else has may be made anew; what is published stands.
@Suite struct AmendTests {
  private static let ways = [
    "git commit -q --amend --no-edit -a", "git commit -q --amend -a -m 'Second result'",
    "git add -A; git commit -q --amend -n -m 'Second result'",
    "git add -A; git commit -q --amend -C HEAD",
    "git reset -q --soft HEAD^; git add -A; git commit -q -m 'Second result'",
    """
    git add -A; t=$(git write-tree); git stash -q
    git update-ref refs/heads/main $(git commit-tree -p HEAD^ -m Second $t)
    """,
    """
    git stash -q; git switch -q --detach; git stash pop -q
    git commit -q --amend --no-edit -a; git branch -f main HEAD
    """,
  ]

  /// A result that is committed on top of what the remote has, and changed in the work tree.
  private func project(published: Bool) throws -> HookedProject {
    let project = try HookedProject()
    try project.shell(
      """
      git init -q --bare -b main ../remote.git; git remote add origin ../remote.git
      git push -q -u origin main
      echo '{"accuracy": 0.8}' > results/b.json; git add -A; git commit -q -m 'New result'
      """)
    if published { try project.shell("git push -q") }
    try project.shell("echo '{\"accuracy\": 0.81}' > results/b.json")
    return project
  }

  @Test(arguments: ways)
  func `an unpublished result is amended in silence`(_ way: String) throws {
    let project = try project(published: false)
    try project.shell(way, isLoud: false)
    #expect(try project.shell("git show main:results/b.json").contains("0.81"))
  }

  @Test(arguments: ways)
  func `a published result is not`(_ way: String) throws {
    let project = try project(published: true)
    let said = try project.stopped(way)
    #expect(said.contains("results/b.json"), "\(said)")
    #expect(try !project.shell("git grep accuracy main -- results").contains("0.81"))
  }

  @Test func `what was sealed is published, also where the remote's branch is gone`() throws {
    let project = try project(published: true)
    try project.rtrack("sync -q")
    try project.shell("git branch backup; git push -q origin HEAD^:main --force --no-verify")
    try project.stopped("git commit -q --amend --no-edit -a")
  }

  @Test(arguments: ["git commit -q -a -m Edit", "git commit -q -n -a -m Edit"])
  func `a commit on top of an unpublished result does not change it`(_ way: String) throws {
    let project = try project(published: false)
    let said = try project.stopped(way)
    #expect(said.contains("results/b.json"), "\(said)")
  }

  @Test func `what an earlier commit brought is not amended away`() throws {
    let project = try project(published: false)
    try project.shell("git stash -q; echo 3 > code/x; git commit -q -am Code; git stash pop -q")
    try project.stopped("git commit -q --amend --no-edit -a")
  }
}
