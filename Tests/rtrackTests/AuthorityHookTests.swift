import Platform
import Testing

@testable import rtrack

/// What authority changes at the hooks of a clone and of a server; real git and real keys.
@Suite struct AuthorityHookTests {
  /// A project with hooks on both sides, whose first key is maya's; the server has the ledger.
  private func office() throws -> HookedProject {
    let project = try HookedProject()
    try project.shell(
      """
      for k in maya flux; do ssh-keygen -q -t ed25519 -N '' -C $k -f ../$k; done
      git init -q --bare ../srv.git; git remote add origin ../srv.git; git push -q origin main
      """)
    try project.rtrack("agent add maya --human")
    try project.rtrack("key add ../maya.pub --as maya")
    try project.rtrack("sync")
    let here = project.session.directory
    project.session.directory = Path.join(project.root, "srv.git")
    try project.rtrack("hooks install --server")
    project.session.directory = here
    return project
  }

  private static let change =
    "echo 2 > results/a.json; git commit -q -am x; git push -q origin main"

  @Test func `a server takes what loosens the policy with a signature, or its operator's word`()
    throws
  {
    let project = try office()
    try project.stopped(Self.change)
    try project.shell("git checkout -q -f main")
    let written = project.session.rtrack(
      "protect remove results/** --reason none --as maya --unsigned -q")
    #expect(written.status == 0)
    let refused = project.session.rtrack("sync")
    #expect(refused.status == 2 && refused.errors.contains("refused the push"), "\(refused)")
    // It has no effect here either.
    #expect(project.session.rtrack("protect list -q").output == "results/**\n")
    try project.stopped(Self.change)
    try project.shell("git checkout -q -f main")

    let name = written.output.dropLast()
    try project.shell("git -C ../srv.git config rtrack.allow \(name)")
    try project.rtrack("sync")
    try project.shell("git -c core.hooksPath=/dev/null commit -q --allow-empty -m x")
    try project.stopped(Self.change)
    try project.shell("\(HookedProject.bypass)\ngit commit -q -am x; git push -q origin main")
  }

  @Test func `a signed event counts from the next push on, on both sides`() throws {
    let project = try office()
    try project.rtrack(
      "protect remove results/** --reason \"no results\" --as maya --sign-with ../maya")
    // The clone knows it, the server does not yet.
    #expect(try project.stopped(Self.change).contains("pre-receive hook declined"))
    try project.rtrack("sync")
    try project.shell("git push -q origin main")
  }

  @Test func `what is allowed may become that and nothing else`() throws {
    let project = try office()
    try project.session.write("new.json", "{\"accuracy\": 0.91}\n")
    try project.rtrack(
      "allow results/a.json --file new.json --reason \"the split leaked\" --as maya "
        + "--sign-with ../maya")
    try project.rtrack("sync")
    let ledger = "allow .research/policy --gone --reason x --as maya --sign-with ../maya"
    #expect(project.session.rtrack(ledger).errors.contains("the ledger is never changed"))
    let before = try project.references()
    try project.stopped("echo 3 > results/a.json; git commit -q -am x")
    try project.stopped("git checkout -q -f main; git rm -q results/a.json; git commit -q -m x")
    try project.stopped(
      """
      git checkout -q -f main; id=$(git hash-object -w new.json)
      git update-index --cacheinfo 120000,$id,results/a.json; git commit -q -m x
      """)
    #expect(try project.references() == before)
    try project.shell(
      """
      git checkout -q -f main; git switch -q -c side HEAD; echo 2 > code/x; git commit -q -am side
      git switch -q main; cp new.json results/a.json; git commit -q -am 'As allowed'
      git merge -q -m m side; git push -q origin main side
      """)
  }

  @Test func `a policy that is loosened by plain git stays as it was`() throws {
    let project = try office()
    for signer in ["", "flux"] {
      try project.shell("git fetch -q origin rtrack-ledger")
      let name = "20261121T060000Z-c0-maya-unprotect-\(signer.isEmpty ? "aaaaaa" : "bbbbbb")"
      let path = ".research/policy/\(name)"
      let said = try project.stopped(
        """
        last=$(git ls-tree --name-only FETCH_HEAD .research/policy/ | sed 's,.*/,,;s,.md$,,' | tail -1)
        printf -- '---\\nevent: unprotect\\npattern: results/**\\nagent: maya\\ncycle: 0\\n' > ../e
        printf 'at: 2026-11-21T06:00:00Z\\nafter: [%s]\\n---\\n' $last >> ../e
        export GIT_INDEX_FILE=../i; git read-tree FETCH_HEAD
        git update-index --add --cacheinfo 100644,$(git hash-object -w ../e),\(path).md
        if [ -n '\(signer)' ]; then
          (printf 'rtrack event\\n\(path).md\\n'; cat ../e) > ../m
          ssh-keygen -q -Y sign -f ../\(signer) -n rtrack ../m
          git update-index --add --cacheinfo 100644,$(git hash-object -w ../m.sig),\(path)/signature
        fi
        GIT_COMMITTER_DATE=2026-11-21T07:00:00Z; export GIT_COMMITTER_DATE
        git push -q origin \
        $(git commit-tree -p FETCH_HEAD -m x $(git write-tree)):refs/heads/rtrack-ledger
        """)
      #expect(said.contains("(authority, added)"), "\(said)")
    }
  }
}
