import Documents
import Platform
import Testing

@testable import rtrack

/// A project with a ledger and protected files beside its code, on real git, to be rewritten and
/// looked at. What is committed from here on is dated a day after the ledger's beginning.
final class VerifiedProject {
  let session: Session
  /// An event of the ledger: a comment.
  let comment: String

  init() throws {
    session = try Session()
    try Self.play(
      session,
      [
        "init", "agent add athena --role manager", "agent add flux --as athena",
        "issue open Speed --as athena", "comment 1 p99 --as flux",
        "protect add results/** --as results --by athena",
        "protect add specs/*.md --as specs --by athena",
      ])
    session.environment["GIT_AUTHOR_DATE"] = "2026-11-22T12:00:00Z"
    session.environment["GIT_COMMITTER_DATE"] = "2026-11-22T12:00:00Z"
    let listed = try session.call(["git", "ls-tree", "-r", "--name-only", "rtrack-ledger"])
    comment = try #require(
      String(decoding: listed.output, as: UTF8.self).split(separator: "\n")
        .first { $0.contains("-comment-") }.map(String.init))
    try shell("mkdir specs; echo promise > specs/e1.md; git add -A; git commit -qm Spec")
    try shell("mkdir -p results/e1; echo 1 > results/e1/metrics.json; git add -A")
    try shell("git commit -qm Result")
  }

  private static func play(_ session: Session, _ lines: [String]) throws {
    for line in lines {
      let outcome = session.rtrack(line)
      try #require(outcome.status == 0, "\(line): \(outcome.errors)")
    }
  }

  /// What a script printed; it must succeed. `in_ledger SCRIPT` commits to the ledger's branch what
  /// the script does to its files, by plain git and without its hooks.
  @discardableResult
  func shell(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let words = """
      in_ledger() {
        export GIT_INDEX_FILE=$PWD/../index GIT_WORK_TREE=$PWD/../ledger-files GIT_DIR=$PWD/.git
        rm -rf ../index ../ledger-files; mkdir ../ledger-files
        git read-tree rtrack-ledger; git checkout-index -a
        (cd ../ledger-files; eval "$1"; git add -A -f)
        commit=$(git commit-tree -p rtrack-ledger -m "${2:-Tidy up}" $(git write-tree))
        unset GIT_INDEX_FILE GIT_WORK_TREE GIT_DIR
        git update-ref refs/heads/rtrack-ledger $commit
      }

      """
    let result = try session.call(["sh", "-euc", words + script])
    let errors = String(decoding: result.errors, as: UTF8.self)
    try #require(result.succeeded, "\(script): \(errors)", sourceLocation: sourceLocation)
    let text = String(decoding: result.output, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// What a look at everything finds.
  func verify(_ arguments: String = "") throws -> Answer {
    let outcome = session.rtrack("verify --json \(arguments)")
    let json = try JSON.parse(Array(outcome.output.utf8))
    return Answer(status: outcome.status, json: json, errors: outcome.errors)
  }

  struct Answer {
    let status: Int32
    let json: JSON
    let errors: String

    /// The findings as `rule act path`, those that count.
    var open: [String] { findings("open") }
    var told: [String] { findings("told") }
    var older: [String] { findings("older") }
    var gaps: [String] { json["gaps"]?.array?.compactMap(\.string) ?? [] }
    var newCommits: Int { json["new_commits"]?.integer ?? -1 }

    private func findings(_ standing: String) -> [String] {
      all(standing).map { finding in
        [finding["rule"]?.string, finding["act"]?.string, finding["path"]?.string]
          .compactMap { $0 }.joined(separator: " ")
      }
    }

    func all(_ standing: String) -> [JSON] {
      json["findings"]?.array?.filter { $0["standing"]?.string == standing } ?? []
    }
  }
}
