import Research

/// Somebody said in advance when to stop early.
enum AbortRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let part = reading.outline.parts[.abortCriteria], reading.spec.abortCriteria.isEmpty
    else { return [] }
    return [
      SpecFault(
        .abort, at: part.place, "there is no abort criterion",
        remedy: "say when to stop early, one a line: - `train_loss` is not a number for 3 steps")
    ]
  }
}
