import ArgumentParsing
import Ledger
import Research

/// Says that the work of a hand-off is done.
struct HandoffComplete: Command {
  static let name = "complete"
  static let summary = "Say that what was handed over is done; the program goes on"
  static let examples = [
    Example("rtrack handoff complete -m \"The cache has all 22 features since 4f2c9e1.\"")
  ]

  @Argument(help: "How it was resolved")
  var resolution: String?

  @OptionGroup var text: TextOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let body = try text.text(given: resolution, in: context, isRequired: true)
    return try context.changeProgram(by: speaker, when) { change in
      guard let pending = change.program.pendingHandoff else {
        throw LedgerError(.invalid, "no hand-off is open, so none can be completed")
      }
      return ProgramAddition(
        kind: .resolved, entry: .resolved(handoff: pending.opening.name), body: body,
        act: "handoff complete", about: pending.handoff.title)
    }
  }
}
