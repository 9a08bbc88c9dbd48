import Documents
import Research

/// Who runs reports facts; what they mean is for READ.
enum NotesRule: ResultRule {
  static let name = "notes"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    let phrases = Interpretation.phrases(in: subject.metrics.notes ?? "")
    return phrases.prefix(20).map { phrase in
      subject.finding(
        name, subject.isRunPhase ? .error : .warning, at: [.name(Metrics.Key.notes.rawValue)],
        "line \(phrase.line) of the notes interprets: \"\(phrase.text)\"",
        remedy: "write what was seen, such as \"the loss decreased\"; READ says what it means")
    }
  }
}
