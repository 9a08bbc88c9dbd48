import Testing

/// Half of a registration, put into the ledger by plain git.
@Suite struct OrphanSpecTests {
  private static func attack(_ name: String, _ files: String) -> Attack {
    Attack(
      40, name, seenBy: [],
      landed: "git ls-tree -r --name-only $BRANCH | grep -q /exp-002-late/",
      """
      folder=.research/experiments/exp-002-late; mkdir -p $folder
      blob=$(git rev-parse $BASE:"$SPEC")
      spec() { git cat-file blob $blob > $folder/spec-aaaaaa.md; }
      event() {
        printf -- '---\\nspec: spec-aaaaaa.md\\nblob: %s\\n---\\n' $1 \\
          > $folder/$(date -u +%Y%m%dT%H%M%SZ)-c0-athena-registered-aaaaaa.md
      }
      \(files)
      git add -f $folder; git commit -q --no-verify -m Registered
      """)
  }

  @Test func `a spec that no event registers, or an event without its spec, is seen by all layers`()
    throws
  {
    let field = try Field(.ledger)
    for attack in [
      Self.attack("a spec without an event", "spec"),
      Self.attack("an event without its spec", "event $blob"),
      Self.attack("an event of other bytes", "spec; event $(git rev-parse $BASE:.research)"),
    ] {
      let sighting = try Sighting(of: attack, on: .ledger, in: field)
      #expect(
        sighting.seenBy == [.client, .server, .verify, .witness],
        "\(attack.name)\n\(sighting.words.joined(separator: "\n"))")
    }
    // With both it is a registration, and nobody's business.
    let whole = Self.attack("a whole registration", "spec; event $blob")
    let sighting = try Sighting(of: whole, on: .ledger, in: field)
    #expect(sighting.seenBy.isEmpty, "\(sighting.words.joined(separator: "\n"))")
  }
}
