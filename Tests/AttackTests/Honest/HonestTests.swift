import Platform
import Testing

/// A hook that blocks a merge is as bad as none: honest work passes as if there were no hooks.
@Suite struct HonestTests {
  @Test(arguments: [Target.carried, .beside])
  func `honest work passes undisturbed`(beside target: Target) throws {
    let field = try Field(target)
    for work in HonestWork.all.enumerated()
    where Program.isFull || work.offset % 6 == (target == .beside ? 2 : 5) {
      try Self.compare(work.element, in: field, target)
    }
  }

  private static func compare(_ work: HonestWork, in field: Field, _ target: Target) throws {
    let name = "\(work.name), \(target)"
    // The same moment for both, so that their commits are the same.
    let now = "@\(WallClock.now().seconds) +0000"
    let plain = try outcome(of: work, in: "unhooked", of: field, at: now)
    let hooked = try outcome(of: work, in: "client", of: field, at: now)
    if plain.status != .exited(0) || hooked != plain {
      Issue.record("\(name), without hooks:\n\(plain)\nwith hooks:\n\(hooked)")
    }
    let isSmaller = try field.holds(
      "BASE=$LEDGER; BRANCH=rtrack-ledger; \(Attack.isChanged)", in: "client")
    #expect(!isSmaller, "\(name): the ledger lost something")
    try field.shell("git fsck --no-dangling --no-progress 2>&1", in: "client")
    let verified = try field.run("rtrack verify", in: "client")
    #expect(
      verified.succeeded,
      "\(name), verified: \(String(decoding: verified.output + verified.errors, as: UTF8.self))")
  }

  /// What somebody sees of it.
  private struct Outcome: Equatable, CustomStringConvertible {
    let status: ChildResult.End
    let said: String
    let state: String

    var description: String { "\(status)\n\(said)\n\(state)" }
  }

  private static func outcome(
    of work: HonestWork, in clone: String, of field: Field, at now: String
  ) throws -> Outcome {
    try field.restore()
    let result = try field.run(
      HonestWork.words + work.script, in: clone,
      also: ["GIT_AUTHOR_DATE": now, "GIT_COMMITTER_DATE": now])
    let state = try field.run("git status --short --branch; git rev-parse HEAD^{tree}", in: clone)
    let said = withoutIDs(result.output + Array("\n".utf8) + result.errors)
    return Outcome(
      status: result.end, said: said.split(separator: "/live/\(clone)").joined(separator: "/lab"),
      state: String(decoding: state.output, as: UTF8.self))
  }

  /// Commit ids hold the time; all else must be the same.
  private static func withoutIDs(_ bytes: [UInt8]) -> String {
    var text = ""
    var word = ""
    for character in String(decoding: bytes, as: UTF8.self) + "\n" {
      if character.isHexDigit && !character.isUppercase {
        word.append(character)
      } else {
        text += (word.count >= 7 ? "ID" : word) + String(character)
        word = ""
      }
    }
    return text
  }
}
