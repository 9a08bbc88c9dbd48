import Research

/// What is asked of a program's event that was written by hand.
extension IntakeCheck {
  /// What a program's event is about must be there, and one hand-off is open at a time.
  func check(_ entry: ProgramEntry, _ path: String) throws {
    let program = try snapshot.program()
    switch entry {
    case .question, .logged, .section: return
    case .revised(let change): try refuseUnasked(change.question, program, path)
    case .answered(let answer): try refuseUnasked(answer.question, program, path)
    case .handoff:
      if let pending = program.pendingHandoff { throw pending.refusal(of: "a second hand-off") }
    case .resolved(let name):
      guard program.handoffs.contains(where: { $0.opening.name == name && $0.resolved == nil })
      else {
        throw LedgerError(.invalid, "\(path): no hand-off of that name waits to be resolved")
      }
    }
  }

  private func refuseUnasked(
    _ question: EventName, _ program: ResearchProgram, _ path: String
  ) throws {
    if program.questions.contains(where: { $0.opening.name == question }) { return }
    throw LedgerError(
      .invalid, "\(path): no question was asked by \(question)",
      hint: "see them with `rtrack question list`")
  }
}
