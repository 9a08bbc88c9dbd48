import Experiments
import Research
import SeededDice
import Testing

/// Whatever a spec's file holds is read or refused, in time that its size bounds.
@Suite struct SpecFuzzTests {
  @Test(arguments: (1...6).map { UInt64($0) } + [UInt64.random(in: 1000 ... .max)])
  func `A spec with anything in its place is checked`(seed: UInt64) {
    var dice = SeededDice(seed: seed)
    let base = Array(Sample.text.utf8)
    let pieces = [
      "`", "- [ ] ", "SC-1: ", "in [", "inf", "99999999999999999999", "1e308", "-", "(", ")", ",",
      "\n## ", "\n### Primary\n", "|", "\n|-|-|\n", "é", "\0", "\n", "```\n", "**", "seeds 0-",
      "treatment.", "per_seed.", ">=", "%", "within ", "Tier:", "Max training runs: ", "\r", "≥",
      "−",
    ].map { Array($0.utf8) }
    for round in 0..<150 {
      var bytes = base
      for _ in 0...dice.below(8) {
        let at = dice.below(bytes.count + 1)
        switch dice.below(3) {
        case 0: bytes.insert(contentsOf: pieces[dice.below(pieces.count)], at: at)
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + dice.below(40)))
        default: if at < bytes.count { bytes[at] = UInt8(truncatingIfNeeded: dice.next()) }
        }
      }
      let lines = bytes.count { $0 == 10 || $0 == 13 } + 1
      for profile in SpecProfile.allCases {
        for finding in SpecCheck(bytes, profile).findings {
          let place = finding.fault.place
          #expect(
            place.line >= 1 && place.line <= lines && place.column >= 1,
            "seed \(seed), round \(round): \(finding.fault)")
        }
      }
    }
  }

  /// Text that would take for ever if anything were read again and again.
  @Test(arguments: [
    ("## Metrics\n### Primary\n", "- `a` in [0, 1]\n"), ("## Metrics\n### Primary\n", "`a` `b` "),
    ("## Success Criteria\n", "- [ ] SC-1: `treatment.a > 1`\n"),
    ("## Success Criteria\n- [ ] SC-1: `", "treatment.a + "),
    ("## Independent Variables\n", "`a`: 1, "),
    ("## Baselines\n", "`a` 1 within 2 "), ("## Full Protocol\n- ", "seeds 1, "),
    ("## Full Protocol\n", "seeds 0-999 "), ("## Abort Criteria\n", "- `treatment.a > `\n"),
    ("", "## Controls\n"), ("## Controls\n", "# a\n"), ("## Metrics\n### Primary\n- ", "`a`, "),
    ("## Metrics\n### Primary\n| a | b |\n|---|---|\n", "|a|b|\n"), ("## Controls\n", "TODO: "),
    ("## Resource Budget\n", "- Max training runs: 1\n"),
    ("## Independent Variables\n`a`: ", "(1, "),
  ])
  func `A long text of one repetition is checked`(start: String, piece: String) {
    let text = "## Hypothesis\nx\n## Confounds to Watch For\nx\n" + start
    let count = (SpecReader.limit - text.utf8.count) / piece.utf8.count
    let check = SpecCheck(Array((text + String(repeating: piece, count: count)).utf8), .legacy)
    #expect(!check.findings.isEmpty)
  }
}
