import Testing

/// A run put into the ledger by plain git, as a copy of one that was measured.
@Suite struct HandMadeRunTests {
  private static func attack(_ name: String, _ change: String) -> Attack {
    Attack(
      41, name, seenBy: [],
      landed: "git ls-tree -r --name-only $BRANCH | grep -q /2-aaaaaa/metrics.json",
      """
      folder=.research/results/exp-001-warm-up; run=$folder/2-aaaaaa
      cp -r $folder/1-* $run; chmod -R u+w $run
      event=$folder/$(date -u +%Y%m%dT%H%M%SZ)-c0-athena-ended-aaaaaa.md
      sed -e '/^at:/d; /^agent:/d; /^cycle/d; /^event:/d; /^after:/d' \\
        -e 's/^run: .*/run: 2-aaaaaa/' $folder/*-ended-*.md > $event
      \(change)
      git add -f $run $event; git commit -q --no-verify -m "Another run"
      """)
  }

  @Test func `a run whose files are not those of its manifest is seen by all layers`() throws {
    let field = try Field(.ledger)
    for attack in [
      Self.attack("other bytes", "echo >> $run/metrics.json"),
      Self.attack(
        "a manifest of its own",
        "(cd $run; echo >> metrics.json; rm manifest.sha256; "
          + "sha256sum * > ../sums; mv ../sums manifest.sha256)"),
    ] {
      let sighting = try Sighting(of: attack, on: .ledger, in: field)
      #expect(
        sighting.seenBy == [.client, .server, .verify, .witness],
        "\(attack.name)\n\(sighting.words.joined(separator: "\n"))")
    }
    let whole = try Sighting(of: Self.attack("a whole run", ":"), on: .ledger, in: field)
    #expect(whole.seenBy.isEmpty, "\(whole.words.joined(separator: "\n"))")
  }
}
