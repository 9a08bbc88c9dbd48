import Platform
import Testing

/// One bad push, made in a host's web editor, among twenty clones that go on.
@Suite struct WebEditorTests {
  @Test func `one clone heals, twenty others go on, and nobody resolves anything`() throws {
    let field = try Field(.ledger)
    let others = Program.isFull ? 20 : 3
    try field.shell(
      """
      git -C origin.git config core.logAllRefUpdates always
      for n in $(seq \(others)); do
        git clone -q origin.git clone-$n; (cd clone-$n; rtrack init -q)
      done
      cd attacker; file=$(git grep -l 'Registering it now' -- .research)
      before=$(git rev-parse HEAD:$file); echo $before $file > $ROOT/edited
      sed -i 's/Registering it now/I never registered it/' $file
      git commit -q -a -m "Update $(basename $file)"; git push -q
      """)
    // All of them write on while it stands; two of them try to sync.
    try field.shell(
      """
      for n in $(seq \(others)); do
        (cd clone-$n; rtrack comment 1 "Word of clone $n." --as flux -q)
      done
      """)
    for clone in ["clone-1", "clone-2"] {
      let sync = try field.run("rtrack sync", in: clone)
      #expect(sync.end == .exited(2))
      #expect(Self.text(sync.errors).contains("rtrack sync --heal"))
    }
    let healed = try field.shell("cd witness; rtrack sync --heal")
    #expect(healed.contains("Healed on origin, where 1 file had been changed"))
    // Twice each, so that the first has what the last one sent.
    for round in 1...2 {
      for n in 1...others {
        let sync = try field.run("rtrack sync", in: "clone-\(n)")
        #expect(sync.succeeded, "clone-\(n), round \(round): \(Self.text(sync.errors))")
      }
    }
    let tips = try field.shell(
      """
      for n in $(seq \(others)); do git -C clone-$n rev-parse rtrack-ledger^{tree}; done | sort -u
      git -C origin.git rev-parse rtrack-ledger^{tree}
      """)
    #expect(Set(tips.split(separator: "\n")).count == 1, "the clones do not hold the same")
    try field.shell(
      """
      read blob file < $ROOT/edited
      cd origin.git; test $(git rev-parse rtrack-ledger:$file) = $blob
      test $(git grep -h -c '^Word of clone' rtrack-ledger | awk '{ n += $1 } END { print n }') \\
        = \(others)
      # Nobody ever forced anything.
      git log -g --format=%H rtrack-ledger | tac > $ROOT/moves; previous=
      while read tip; do
        if [ -n "$previous" ]; then git merge-base --is-ancestor $previous $tip; fi
        previous=$tip
      done < $ROOT/moves
      """)
    // What was healed stays in the history, and is told.
    let verified = try field.run("rtrack verify", in: "clone-1")
    #expect(verified.end == .exited(1), "\(Self.text(verified.output + verified.errors))")
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
