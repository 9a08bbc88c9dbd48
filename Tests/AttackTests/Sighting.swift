import Platform
import Testing

/// Which layers saw an attack on a target, each tried for itself.
struct Sighting: Sendable {
  let attack: Attack
  let target: Target
  private(set) var seenBy: Set<Layer> = []
  /// What the layers said, for who reads a failed test.
  private(set) var words: [String] = []

  init(of attack: Attack, on target: Target, in field: Field) throws {
    self.attack = attack
    self.target = target
    try field.restore()
    // Nothing protects: it must land, or the layers have nothing to see.
    let bare = try field.run(attack.script, in: "attacker")
    let hasLanded = try field.holds(attack.landed, in: "attacker")
    if !bare.succeeded || !hasLanded {
      Issue.record(
        """
        "\(attack.name)" on \(target): \(bare.end), \(hasLanded ? "landed" : "did not land")
        \(Self.text(bare))
        """)
    }
    try note(.verify, try Self.isFound(by: "rtrack verify", in: "attacker", of: field))
    try note(.server, try pushIsRefused(in: field))
    try note(.witness, try isWitnessed(in: field))
    try note(.client, try isStopped(in: field))
  }

  /// The attack once more where the hooks are.
  private func isStopped(in field: Field) throws -> (Bool, String) {
    let result = try field.run(attack.script, in: "client")
    let isStopped = try !field.holds(attack.landed, in: "client")
    if isStopped && result.succeeded {
      Issue.record("\"\(attack.name)\" on \(target): git was told nothing of what was stopped")
    }
    return (isStopped, Self.text(result))
  }

  /// The push of what landed, by force, to where pre-receive is.
  private func pushIsRefused(in field: Field) throws -> (Bool, String) {
    if !attack.isPushed { return (false, "nothing to push") }
    let push = try field.run(Self.push("guarded.git"), in: "attacker")
    let isIntact = try field.holds(
      """
      test $(git rev-parse refs/heads/$BRANCH) = $BASE
      ! git for-each-ref refs/replace | grep -q .
      """, in: "guarded.git")
    #expect(isIntact != push.succeeded, "\(attack.name) on \(target): \(Self.text(push))")
    return (isIntact, Self.text(push))
  }

  /// The same push to a host that refuses nothing, and what another clone then says.
  private func isWitnessed(in field: Field) throws -> (Bool, String) {
    if !attack.isPushed { return (false, "nothing to push") }
    try field.shell(Self.push("origin.git"), in: "attacker")
    let sync = try field.run("git fetch -q; rtrack sync", in: "witness")
    let words = Self.text(sync)
    if !sync.succeeded || words.contains("Put back") { return (true, words) }
    let (isFound, more) = try Self.isFound(by: "rtrack verify", in: "witness", of: field)
    return (isFound, words + more)
  }

  private static func push(_ remote: String) -> String {
    """
    git push -q --force --no-verify ../\(remote) refs/heads/$BRANCH \\
      $(git for-each-ref --format='%(refname)' refs/replace)
    """
  }

  /// Exit status 1 alone says that something was found; 2 says that it could not be checked.
  private static func isFound(
    by command: String, in clone: String, of field: Field
  ) throws -> (Bool, String) {
    let result = try field.run(command, in: clone)
    if case .exited(1) = result.end { return (true, text(result)) }
    return (false, text(result))
  }

  private mutating func note(_ layer: Layer, _ seen: (isSeen: Bool, words: String)) throws {
    if seen.isSeen { seenBy.insert(layer) }
    let words = seen.words.split(separator: "\n").prefix(8).joined(separator: "\n    ")
    self.words.append("  \(layer.rawValue): \(seen.isSeen ? "seen" : "NOT SEEN")\n    \(words)")
  }

  private static func text(_ result: ChildResult) -> String {
    String(decoding: result.output + result.errors, as: UTF8.self)
  }
}
