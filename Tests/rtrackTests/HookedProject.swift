import Platform
import Testing

@testable import rtrack

/// A project with results that are protected, the ledger, and rtrack's hooks, on real git.
final class HookedProject {
  let session: Session
  var root: String { session.root }

  /// - Parameters:
  ///   - installing: whether the hooks are in from the start.
  ///   - path: where programs are looked for; nil for where these tests look.
  init(installing: Bool = true, path: String? = nil) throws {
    session = try Session()
    if let path { session.environment["PATH"] = path }
    try shell(
      """
      mkdir -p results code; echo '{"accuracy": 0.9}' > results/a.json; echo 1 > code/x
      git add -A; git commit -q -m 'First result'
      """)
    try rtrack("init")
    try rtrack("protect add results/** --as files")
    if installing { try rtrack("hooks install") }
  }

  func rtrack(_ line: String) throws {
    let outcome = session.rtrack(line)
    try #require(outcome.status == 0, "\(line): \(outcome.errors)")
  }

  /// What a script printed; it must succeed, and git and hooks may say nothing on standard error
  /// unless `isLoud`.
  @discardableResult
  func shell(
    _ script: String, isLoud: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try session.call(["sh", "-euc", script])
    let errors = String(decoding: result.errors, as: UTF8.self)
    try #require(result.succeeded, "\(script): \(errors)", sourceLocation: sourceLocation)
    if !isLoud { #expect(errors == "", "\(script)", sourceLocation: sourceLocation) }
    let text = String(decoding: result.output, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// What a script said while it was stopped; it must not succeed.
  @discardableResult
  func stopped(
    _ script: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try session.call(["sh", "-euc", script])
    let errors = String(decoding: result.errors + result.output, as: UTF8.self)
    #expect(!result.succeeded, "\(script) went through: \(errors)", sourceLocation: sourceLocation)
    return errors
  }

  /// A branch `tamper` that holds a result otherwise, made without hooks; then back on main.
  func tamper() throws {
    try shell(
      """
      git switch -q -c tamper; echo '{"accuracy": 0.99}' > results/a.json
      git -c core.hooksPath=/dev/null -c hook.rtrack-pre-commit.enabled=false \
        -c hook.rtrack-prepare-commit-msg.enabled=false \
        -c hook.rtrack-reference-transaction.enabled=false commit -q -am Tamper
      git switch -q main
      """)
  }

  /// A PATH on which git runs hooks that its configuration names, as it does from 2.54 on: that of
  /// these tests, or one with the folder in front that RTRACK_NEWER_GIT names; nil where there is
  /// no such git.
  static let pathToConfiguredHooks: String? = {
    let own = Machine.environment["PATH"] ?? "/usr/bin:/bin"
    let newer = Machine.environment["RTRACK_NEWER_GIT"].map { "\($0):\(own)" }
    return [own, newer].compactMap(\.self).first { path in
      var environment = Machine.environment
      environment["PATH"] = path
      let result = try? Child.run(
        ["git", "--version"], in: "/", environment: environment, timeLimit: .seconds(60))
      let words = String(decoding: result?.output ?? [], as: UTF8.self).split(separator: " ")
      let numbers = words.dropFirst(2).first?.split(separator: ".").compactMap { Int($0) } ?? []
      return numbers.count > 1 && (numbers[0], numbers[1]) >= (2, 54)
    }
  }()

  /// Makes git look for hooks elsewhere, and turns those off that its configuration names.
  static let bypass = """
    git config core.hooksPath /nowhere
    for n in pre-commit pre-merge-commit prepare-commit-msg pre-applypatch pre-push \
      reference-transaction; do git config hook.rtrack-$n.enabled false; done
    """

  /// What git's hooks ask rtrack during a script, in order.
  func asked(_ script: String) throws -> [String] {
    try shell(
      """
      mv ../bin/rtrack ../bin/real
      printf '#!/bin/sh\\necho "$2 $3" >> "%s"\\nexec "%s" "$@"\\n' "$PWD/../asked" "$PWD/../bin/real" \
        > ../bin/rtrack
      chmod +x ../bin/rtrack; : > ../asked
      """)
    defer { _ = try? shell("mv ../bin/real ../bin/rtrack") }
    try shell(script)
    return try shell("cat ../asked").split(separator: "\n").map {
      $0.hasPrefix("reference-transaction") ? String($0) : String($0.prefix { $0 != " " })
    }
  }

  /// All references with what they point at.
  func references() throws -> String { try shell("git for-each-ref; git rev-parse HEAD") }

  /// Every file below a folder: its kind, mode and bytes.
  func fingerprint(_ folder: String) throws -> String {
    try shell(
      """
      cd '\(Path.absolute(folder, in: session.directory))'
      find . -type l -printf '%p -> %l\\n' | sort
      find . -type f -printf '%p %m\\n' | sort; find . -type d -printf '%p/\\n' | sort
      find . -type f | sort | while read -r f; do sha1sum "$f"; done
      """)
  }
}
