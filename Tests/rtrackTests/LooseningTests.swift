import Documents
import Platform
import Testing

@testable import rtrack

/// Limits of the policy where a key is held: who makes them milder, what becomes of it, who tells.
@Suite struct LooseningTests {
  private func keyed(loosening: String? = nil) throws -> VerifiedProject {
    let project = try VerifiedProject()
    project.session.pass(seconds: 200_000)
    try project.shell("ssh-keygen -q -t ed25519 -N '' -C maya -f ../key")
    try project.shell("ssh-keygen -q -t ed25519 -N '' -C other -f ../stranger")
    let added = project.session.rtrack("key add ../key.pub --as athena")
    try #require(added.status == 0, "\(added.errors)")
    if let loosening {
      let set = project.session.rtrack(
        "policy set \(loosening) --sign-with ../key --as athena")
      try #require(set.status == 0, "\(set.errors)")
    }
    return project
  }

  private func value(_ project: VerifiedProject, _ key: String) throws -> String {
    let outcome = project.session.rtrack("policy show --json")
    let json = try JSON.parse(Array(outcome.output.utf8))
    return json["policy"]?[key]?["values"]?.array?.compactMap(\.string).joined(separator: " ") ?? ""
  }

  private static let milder = [
    ("silence.warn", "9", "1"), ("silence.final", "9", "2"), ("silence.retire", "9", "3"),
    ("silence.fresh", "2h", "600s"), ("clock.skew", "1h", "600s"),
    ("results.artefact", "20M", "10M"),
  ]

  @Test func `without a key that has authority no limit is made milder by a command`() throws {
    let project = try keyed()
    let before = try project.shell("git rev-parse rtrack-ledger")
    for (key, value, _) in Self.milder {
      for more in ["", " --sign-with ../stranger"] {
        let outcome = project.session.rtrack("policy set \(key) \(value) --as athena" + more)
        #expect(outcome.status == 1, "\(key)\(more): \(outcome.output)")
        #expect(outcome.errors.contains("key list"), "\(outcome.errors)")
      }
    }
    #expect(try project.shell("git rev-parse rtrack-ledger") == before)
    try project.session.write(
      "set.md", "---\nevent: set\nkey: silence.warn\nvalues: [\"9\"]\nagent: athena\n---\n")
    let added = project.session.rtrack("add set.md")
    #expect(added.status == 1 && added.errors.contains("needs a signature"), "\(added.errors)")
    // What is stricter is anybody's who may set the policy at all.
    #expect(project.session.rtrack("policy set silence.retire 2 --as athena").status == 0)
    #expect(try value(project, "silence.retire") == "2")
    #expect(try project.verify().status == 0)
  }

  @Test func `one that is written unsigned waits for the operator, and counts for nobody before`()
    throws
  {
    let project = try keyed()
    for (key, value, kept) in Self.milder {
      let said = project.session.rtrack("policy set \(key) \(value) --unsigned --as athena")
      #expect(said.status == 0 && said.output.contains("is to be"), "\(said)")
      #expect(said.output.contains("unsigned: it counts where `git config rtrack.allow` names"))
      #expect(try self.value(project, key) == kept)
    }
    let answer = try project.verify()
    #expect(answer.status == 1)
    #expect(answer.open.count == Self.milder.count, "\(answer.open)")
    #expect(answer.open.allSatisfy { $0.hasPrefix("authority added .research/policy/") })
    try project.shell(
      """
      git config rtrack.allow "$(git ls-tree --name-only rtrack-ledger .research/policy/ \
        | sed -n 's/.*\\/\\(.*-set-.*\\)[.]md/\\1/p' | tr '\\n' ' ')"
      """)
    #expect(try value(project, "silence.warn") == "9")
    #expect(try project.verify().status == 0)
  }

  @Test func `one that plain git wrote counts for nobody, and verify names its commit`() throws {
    let project = try keyed()
    // Once as if its writer had known all before, once as if nothing.
    for (suffix, knows) in [("aaaaaa", true), ("bbbbbb", false)] {
      let after =
        knows
        ? "after: [$(git ls-tree --name-only rtrack-ledger .research/policy/ "
          + "| sed -n 's/.*\\/\\(.*-key-.*\\)[.]md/\\1/p')]"
        : "after: []"
      try project.shell(
        """
        after="\(after)"; export after GIT_COMMITTER_DATE=2026-11-24T00:00:00Z
        in_ledger 'printf -- "---\\nkey: silence.warn\\nvalues: [\\"9\\"]\\n$after\\n---\\n" \
          > .research/policy/20261123T120000Z-c0-athena-set-\(suffix).md'
        """)
      #expect(try value(project, "silence.warn") == "1")
    }
    let answer = try project.verify()
    #expect(answer.status == 1 && answer.open.count == 2, "\(answer.open)")
    #expect(answer.open.allSatisfy { $0.hasPrefix("authority added ") }, "\(answer.open)")
    let finding = try #require(answer.all("open").last)
    #expect(finding["rule"]?.string == "authority")
    #expect(try finding["commit"]?.string == project.shell("git rev-parse rtrack-ledger"))
    #expect(finding["message"]?.string?.hasSuffix("without the authority to") == true)
  }

  @Test func `hooks let plain git loosen nothing either`() throws {
    let project = try keyed()
    try #require(project.session.rtrack("hooks install").status == 0)
    let event = """
      name=.research/policy/20261123T120000Z-c0-athena-set-aaaaaa.md
      blob=$(printf -- '---\nkey: silence.warn\nvalues: ["WARN"]\n---\n' \
        | git hash-object -w --stdin)
      export GIT_INDEX_FILE=$PWD/../index; git read-tree rtrack-ledger
      git update-index --add --cacheinfo 100644,$blob,$name
      git update-ref refs/heads/rtrack-ledger \
        $(git commit-tree -p rtrack-ledger -m Set $(git write-tree))
      """
    let before = try project.shell("git rev-parse rtrack-ledger")
    let milder = try project.session.call(["sh", "-euc", event.replacing("WARN", with: "9")])
    #expect(!milder.succeeded)
    let said = String(decoding: milder.errors, as: UTF8.self)
    #expect(said.contains("without the authority to"), "\(said)")
    #expect(try project.shell("git rev-parse rtrack-ledger") == before)
    // What was signed passes, also together with the key that signed it.
    let fresh = try keyed(loosening: "silence.warn 9")
    try fresh.shell(
      """
      git update-ref refs/heads/rtrack-ledger \
        $(git rev-list --reverse rtrack-ledger | sed -n 3p)
      """)
    try #require(fresh.session.rtrack("hooks install").status == 0)
    try fresh.shell("git update-ref refs/heads/rtrack-ledger rtrack-ledger@{1}")
    #expect(try self.value(fresh, "silence.warn") == "9")
    // In the ledger's own work tree, by a commit.
    let commit = """
      unset GIT_INDEX_FILE; git worktree add -q --force ../held rtrack-ledger; cd ../held
      printf -- '---\nkey: silence.warn\nvalues: ["9"]\n---\n' \
        > .research/policy/20261123T120000Z-c0-athena-set-aaaaaa.md
      git add -A -f; git commit -q --no-verify -m Set
      """
    let committed = try project.session.call(["sh", "-euc", commit])
    #expect(!committed.succeeded)
    let words = String(decoding: committed.errors, as: UTF8.self)
    #expect(words.contains("without the authority to"), "\(words)")
    try project.shell("git worktree remove --force ../held")
    try project.shell(event.replacing("WARN", with: "1"))
    #expect(try value(project, "silence.warn") == "1")
  }

  @Test func `with the key a limit is made milder, and that is nobody's finding`() throws {
    let project = try keyed()
    for (key, value, _) in Self.milder {
      let said = project.session.rtrack(
        "policy set \(key) \(value) --sign-with ../key --as athena")
      #expect(said.status == 0 && said.output.contains("is now"), "\(said)")
    }
    #expect(try value(project, "silence.warn") == "9")
    #expect(try value(project, "results.artefact") == "20M")
    #expect(try project.verify().status == 0)
    // Who cannot check a signature believes none.
    let path = project.session.environment["PATH"]
    try project.shell("mkdir ../few; for p in git sh; do ln -s $(command -v $p) ../few/$p; done")
    project.session.environment["PATH"] = "\(project.session.root)/few"
    #expect(try value(project, "silence.warn") == "1")
    project.session.environment["PATH"] = path
  }
}
