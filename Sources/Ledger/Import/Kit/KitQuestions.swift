import Documents
import Research

/// The questions of a kit, as its `QUESTIONS.md` has them.
struct KitQuestions {
  /// One question.
  struct Question {
    var opening: QuestionOpening
    /// Its answer, where it has one: the words, what kind, and where it is shown.
    var answer: (type: AnswerType, text: String, evidence: String?)?
  }

  /// In the order of the page, those that have an answer last.
  private(set) var questions: [Question] = []
  /// The parts of the page that are text.
  private(set) var sections: [(ProgramSection, String)] = []
  /// What could not be taken as it stands.
  private(set) var remarks: [String] = []

  private static let headings: [(String, ProgramSection)] = [
    ("non-goals", .nonGoals), ("goal", .goal), ("constraints", .constraints),
    ("working hypotheses", .hypotheses),
  ]

  init(_ text: String) {
    let outline = MarkdownOutline(text)
    if let title = outline.headings.first(where: { $0.level == 1 }),
      let name = KitPage.sides(of: title.text).right
    {
      sections.append((.title, name))
    }
    for section in outline.sections where section.heading.level == 2 {
      let heading = section.heading.text.lowercased()
      let body = KitPage.section(section.text)
      if heading.contains("open questions") {
        for row in KitPage.rows(in: body) { addOpen(row) }
      } else if heading.contains("answered questions") {
        for row in KitPage.rows(in: body) { addAnswered(row) }
      } else if let part = Self.headings.first(where: { heading.contains($0.0) })?.1 {
        if !body.isEmpty { sections.append((part, body)) }
      } else {
        remarks.append("QUESTIONS.md: \"\(section.heading.text)\" is no part of the page")
      }
    }
  }

  private mutating func addOpen(_ row: [String: String]) {
    guard let text = row["question"] else {
      remarks.append("QUESTIONS.md: an open question without words is left out")
      return
    }
    let digits = (row["priority"] ?? "").filter { $0.isASCII && $0.isNumber }
    let priority = Int(digits).flatMap { (0...4).contains($0) ? $0 : nil }
    if priority == nil { remarks.append("QUESTIONS.md: \"\(text)\" has no priority: P2") }
    var question = Question(
      opening: QuestionOpening(
        text: text, priority: priority ?? 2, parent: row["parent"], blocker: row["blocker"],
        gate: row["decision gate"],
        experiments: Self.names(in: row["experiment(s)"] ?? row["experiments"])))
    if let status = row["status"].map({ $0.filter { $0 != "*" } }) {
      if let known = QuestionStatus(word: status) {
        question.opening.status = known
      } else if let type = Self.type(status) {
        question.answer = (type, status, nil)
      } else {
        remarks.append(
          "QUESTIONS.md: \"\(text)\" has the status \"\(status)\", which is none: Not started")
      }
    }
    questions.append(question)
  }

  private mutating func addAnswered(_ row: [String: String]) {
    guard let text = row["question"] else {
      remarks.append("QUESTIONS.md: an answered question without words is left out")
      return
    }
    let type = Self.type(row["answer type"] ?? "")
    if type == nil { remarks.append("QUESTIONS.md: \"\(text)\" has no type of answer: Superseded") }
    let answer = (type ?? .superseded, row["answer"] ?? "", row["evidence"])
    if let place = questions.firstIndex(where: { $0.opening.text == text }) {
      questions[place].answer = answer
    } else {
      questions.append(Question(opening: QuestionOpening(text: text), answer: answer))
    }
  }

  /// The kind that an answer's first word names.
  private static func type(_ text: String) -> AnswerType? {
    AnswerType(word: text.filter { $0 != "*" }.prefix { $0.isLetter })
  }

  private static func names(in text: String?) -> [String] {
    (text ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
      .filter { ExperimentID($0) != nil }
  }
}
