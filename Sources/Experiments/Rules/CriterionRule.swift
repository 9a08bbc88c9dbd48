import Research

/// There are criteria, each with an id of its own, none ticked; which of them only READ can judge
/// is told.
enum CriterionRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let part = reading.outline.parts[.successCriteria] else { return [] }
    let form = "- [ ] SC-1: `treatment.val_acc >= baseline.val_acc + 0.02` what it means"
    if reading.spec.criteria.isEmpty {
      return [
        SpecFault(
          .criterion, at: part.place, "there is no success criterion",
          remedy: "write one a line: \(form)")
      ]
    }
    var faults: [SpecFault] = []
    var seen: [String: Spec.Place] = [:]
    for criterion in reading.spec.criteria {
      let what = criterion.id ?? "\"\(shortened(criterion.prose, to: 40))\""
      if criterion.id == nil {
        faults.append(
          SpecFault(
            .criterion, at: criterion.place, "the criterion \(what) has no id",
            remedy: "begin with one: \(form)", lack: "criteria have no id"))
      } else if let id = criterion.id, let first = seen[id] {
        faults.append(
          SpecFault(
            .criterion, at: criterion.place, "\(id) is there twice",
            remedy: "give each an id of its own; the first stands in line \(first.line)"))
      }
      if let id = criterion.id, seen[id] == nil { seen[id] = criterion.place }
      if !criterion.hasBox {
        faults.append(
          SpecFault(
            .criterion, at: criterion.place, "\(what) has no box",
            remedy: "write it as an item of a list that begins so: \(form)",
            lack: "criteria have no box `- [ ]`"))
      }
      if criterion.isTicked {
        faults.append(
          SpecFault(
            .ticked, at: criterion.place, "\(what) is ticked",
            remedy: "a spec says what will be judged: write `- [ ]`, and the verdict elsewhere",
            lack: "criteria are ticked: the verdict was written into the spec"))
      }
      if criterion.predicate == nil,
        !reading.hasFault(.criterion, on: criterion.place.line)
      {
        faults.append(
          SpecFault(
            .judgedByRead, at: criterion.place,
            "\(what) has no predicate: READ judges it, and says so",
            remedy: "where numbers can decide it, write \(form)",
            lack: "criteria have no predicate: READ judges them, and says so"))
      }
    }
    return faults
  }
}
