import Documents
import Testing

@testable import rtrack

/// What is done to the ledger's own branch, and what `rtrack verify` says of it.
@Suite struct VerifyLedgerTests {
  @Test func `a ledger that only grew is as it was written`() throws {
    let project = try VerifiedProject()
    let answer = try project.verify()
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.open == [] && answer.gaps == [])
    #expect(answer.newCommits > 7)
    let text = project.session.rtrack("verify --full")
    #expect(text.status == 0)
    #expect(text.output.hasPrefix("Everything stands as it was first written: "))
  }

  @Test(arguments: [
    ("echo more >> $FILE", "changed"), ("rm $FILE", "removed"),
    ("mv $FILE $(dirname $FILE)/other.md", "renamed"), (": > $FILE", "emptied"),
    ("chmod +x $FILE", "retyped"), ("rm $FILE; ln -s elsewhere $FILE", "retyped"),
    ("rm $FILE; mkdir $FILE; echo x > $FILE/x", "retyped"),
  ])
  func `whatever is done to an event is found with who, when and what it was`(
    _ script: String, _ act: String
  ) throws {
    let project = try VerifiedProject()
    let path = project.comment
    let before = try project.shell("git rev-parse rtrack-ledger:\(path)")
    try project.shell(
      """
      export GIT_AUTHOR_NAME=Mallory GIT_AUTHOR_DATE=2026-11-22T13:00:00Z
      export GIT_COMMITTER_DATE=2026-11-22T13:00:00Z
      in_ledger '\(script.split(separator: "$FILE").joined(separator: path))\
      \(script.hasSuffix("$FILE") ? path : "")'
      """)
    let answer = try project.verify()
    #expect(answer.status == 1)
    #expect(answer.open.contains("append-only \(act) \(path)"), "\(answer.open)")
    let finding = try #require(answer.all("open").first { $0["path"]?.string == path })
    #expect(try finding["commit"]?.string == project.shell("git rev-parse rtrack-ledger"))
    #expect(finding["author"]?.string == "Mallory")
    #expect(finding["time"]?.string == "2026-11-22T13:00:00Z")
    #expect(finding["before"]?["id"]?.string == before)
    #expect(finding["places"]?.array?.first?.string == "rtrack-ledger")
  }

  @Test func `what was healed stays a finding, and says that it is healed`() throws {
    let project = try VerifiedProject()
    let path = project.comment
    try project.shell(
      """
      was=$(git rev-parse rtrack-ledger:\(path))
      in_ledger 'echo more >> \(path)'
      in_ledger "git cat-file blob $was > \(path)" Heal
      """)
    let answer = try project.verify()
    #expect(answer.status == 1)
    #expect(answer.open == ["append-only changed \(path)"])
    let message = answer.all("open").first?["message"]?.string ?? ""
    #expect(message.contains("rtrack-ledger holds it again as it was"), "\(message)")
  }

  @Test func `a merge that takes the other side's version is found, whatever it keeps`() throws {
    let project = try VerifiedProject()
    let path = project.comment
    // The tampered line is merged, and its tree taken, or the first version's.
    for keeps in ["$tampered^{tree}", "$honest^{tree}"] {
      try project.shell(
        """
        honest=$(git rev-parse rtrack-ledger)
        in_ledger 'echo more >> \(path)'
        tampered=$(git rev-parse rtrack-ledger)
        merge=$(git commit-tree -m Merge -p $honest -p $tampered \(keeps))
        git update-ref refs/heads/rtrack-ledger $merge
        """)
      let answer = try project.verify("--full")
      #expect(answer.status == 1)
      #expect(answer.open.contains("append-only changed \(path)"))
      if keeps.contains("tampered") {
        #expect(answer.open.contains("two-versions changed \(path)"), "\(answer.open)")
      }
      try project.shell("git update-ref refs/heads/rtrack-ledger rtrack-ledger^1")
    }
  }

  @Test func `a merge that drops what its second parent alone brought is found`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      base=$(git rev-parse rtrack-ledger)
      git cat-file blob rtrack-ledger:\(project.comment) > ../body
      in_ledger 'mkdir -p .research/program; echo a note > .research/program/a.txt'
      side=$(git rev-parse rtrack-ledger)
      git update-ref refs/heads/rtrack-ledger \
        $(git commit-tree -m Unite -p $base -p $side $base^{tree})
      """)
    let answer = try project.verify()
    #expect(answer.open.contains("append-only removed .research/program/a.txt"), "\(answer.open)")
  }

  @Test func `a file that is no event, a name of another case, and a link are found`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      in_ledger 'cd .research/issues/0/1; echo nonsense > \(name(project)); \
      ln -s /etc/passwd link; mkdir -p ../../../Issues/1; echo x > ../../../Issues/1/y'
      """)
    let open = try project.verify().open
    #expect(open.contains("content added .research/issues/0/1/\(name(project))"), "\(open)")
    #expect(open.contains("name added .research/issues/0/1/link"), "\(open)")
    #expect(open.contains("name added .research/Issues"), "\(open)")
  }

  @Test(arguments: [
    "a.txt", "notes.md", "\(ProgramNames.event)/a.txt/deep", "sub/\(ProgramNames.event).md",
  ])
  func `a stray file in the program's folder is found`(_ path: String) throws {
    let project = try VerifiedProject()
    let whole = ".research/program/\(path)"
    try project.shell("in_ledger 'mkdir -p $(dirname \(whole)); echo a note > \(whole)'")
    let open = try project.verify().open
    #expect(open.contains("content added \(whole)"), "\(open)")
  }

  private enum ProgramNames {
    static let event = "20261121T060000Z-c0-flux-section-aaaaaa"
  }

  private func name(_ project: VerifiedProject) -> String {
    "20261121T060000Z-c0-flux-comment-aaaaaa.md"
  }

  @Test func `an event dated after its commit, and a commit dated before its parent, are found`()
    throws
  {
    let project = try VerifiedProject()
    let path = project.comment
    let later =
      path.split(separator: "/").dropLast().joined(separator: "/")
      + "/20261123T060000Z-c0-flux-comment-aaaaaa.md"
    try project.shell(
      """
      in_ledger 'sed s/2026-11-21T05:00:..Z/2026-11-23T06:00:00Z/ \(path) > \(later)'
      export GIT_COMMITTER_DATE=2020-01-01T00:00:00Z
      in_ledger 'mkdir -p .research/program; echo a note > .research/program/a.txt'
      """)
    let answer = try project.verify()
    #expect(answer.open.contains("time added \(later)"), "\(answer.open)")
    #expect(answer.open.contains("backdated"), "\(answer.open)")
    let backdated = try #require(
      answer.all("open").first { $0["rule"]?.string == "backdated" })
    #expect(try backdated["commit"]?.string == project.shell("git rev-parse rtrack-ledger"))
  }

  @Test func `a spec that first appears with its results is not shown to precede them`() throws {
    let project = try VerifiedProject()
    func put(_ number: Int, _ parts: String) throws {
      try project.shell(
        """
        in_ledger 'cd .research; for part in \(parts); do \
        mkdir -p $part/exp-00\(number)-x; echo text > $part/exp-00\(number)-x/a.txt; done'
        """)
    }
    try put(1, "experiments results")
    try put(2, "experiments")
    try put(2, "results")
    try put(3, "results")
    try put(3, "experiments")
    let open = try project.verify().open.filter { $0.hasPrefix("order") }
    #expect(
      Set(open) == [
        "order .research/experiments/exp-001-x/a.txt",
        "order .research/experiments/exp-003-x/a.txt",
      ])
  }

  @Test func `replaced objects and grafts are told, and are not believed`() throws {
    let project = try VerifiedProject()
    let path = project.comment
    try project.shell(
      """
      honest=$(git rev-parse rtrack-ledger)
      in_ledger 'echo more >> \(path)'
      git replace rtrack-ledger $(git commit-tree -m Calm -p $honest $honest^{tree})
      """)
    var open = try project.verify().open
    #expect(open.contains("append-only changed \(path)"), "\(open)")
    #expect(open.contains("replace-refs"))
    try project.shell(
      """
      git replace -d $(git rev-parse rtrack-ledger) > /dev/null
      mkdir -p .git/info; git rev-parse rtrack-ledger > .git/info/grafts
      """)
    open = try project.verify("--full").open
    #expect(open.contains("append-only changed \(path)"), "\(open)")
    #expect(open.contains("grafts"))
  }

  @Test func `what cannot be looked at is never taken for whole`() throws {
    let project = try VerifiedProject()
    project.session.directory = project.session.root
    try project.shell("git clone -q --bare --depth 2 --no-single-branch file://$PWD/repo shallow")
    project.session.directory = project.session.root + "/shallow"
    let shallow = try project.verify()
    #expect(shallow.status == 2)
    #expect(shallow.gaps.first?.hasPrefix("the history is shallow") == true)
    project.session.directory = project.session.root + "/repo"
    try project.shell(
      """
      blob=$(git rev-parse rtrack-ledger:\(project.comment))
      rm -f .git/objects/$(echo $blob | cut -c1-2)/$(echo $blob | cut -c3-)
      """)
    let broken = project.session.rtrack("verify --full")
    #expect(broken.status == 2, "\(broken.output)")
    #expect(broken.errors.contains("cannot"), "\(broken.errors)")
  }

  @Test func `where there is no ledger it says so`() throws {
    let session = try Session()
    let outcome = session.rtrack("verify")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("there is no ledger in this repository"))
  }
}
