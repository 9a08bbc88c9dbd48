import ArgumentParsing
import Ledger
import Research

/// Answers a question.
struct QuestionAnswerCommand: Command {
  static let name = "answer"
  static let summary = "Answer a question, and say where the answer is shown"
  static let examples = [
    Example(
      "rtrack question answer k3f9q2 --type REFUTED --evidence \"exp-007 in RESEARCH_LOG.md\" "
        + "-m \"No: every seed was worse.\"")
  ]

  @Argument(
    help: "The question: its id, or words of it",
    completion: .command(["question", "list", "-q"]))
  var question: String

  @Argument(help: "The answer")
  var answer: String?

  @Option(value: "TYPE", help: "CONFIRMED, REFUTED, Deferred or Superseded")
  var type: AnswerType?

  @Option(value: "TEXT", help: "Where it is shown, such as exp-007 in RESEARCH_LOG.md")
  var evidence: Line?

  @OptionGroup var text: TextOptions
  @OptionGroup var repetition: OnceOptions
  @OptionGroup var speaker: SpeakerOptions
  @OptionGroup var when: WhenOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard let type else {
      throw ArgumentFault(
        "an answer has a type: --type TYPE is missing",
        hint: "one of CONFIRMED, REFUTED, Deferred, Superseded")
    }
    if evidence == nil, type == .confirmed || type == .refuted {
      throw ArgumentFault(
        "\(type.rawValue) is shown somewhere: --evidence TEXT is missing",
        hint: "such as --evidence \"exp-007 in RESEARCH_LOG.md\"")
    }
  }

  func run(in context: Context) throws -> any Report {
    let body = try text.text(given: answer, in: context, isRequired: true)
    return try context.changeProgram(by: speaker, when, once: repetition.once) { change in
      let asked = try change.question(question)
      if let known = asked.answer {
        throw LedgerError(
          .invalid,
          "question \(asked.id) was answered by \(known.event.agent): \(known.type.rawValue)",
          hint: "take the answer back first: "
            + "`rtrack question edit \(asked.id) --status \"In progress\"`")
      }
      return ProgramAddition(
        kind: .answered,
        entry: .answered(
          QuestionAnswer(
            to: asked.opening.name, type ?? .deferred, evidence: evidence?.text)),
        body: body, act: "question answered", about: asked.text)
    }
  }
}
