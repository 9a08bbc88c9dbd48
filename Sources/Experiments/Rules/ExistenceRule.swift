import Research

/// A file is a spec when it has at least two of a spec's headings.
enum ExistenceRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    let count = reading.outline.parts.count
    if count >= 2 { return [] }
    let isEmpty = reading.outline.title == nil && reading.outline.others.isEmpty && count == 0
    let all = SpecHeading.allCases.count
    return [
      SpecFault(
        .spec, at: Spec.Place(line: 1),
        isEmpty
          ? "the file has no heading"
          : "this is no experiment spec: "
            + "it has \(count == 0 ? "none" : "one") of its \(all) headings",
        remedy: "start from `rtrack experiment new NAME`; a spec has headings such as "
          + "`## Hypothesis` and `## Success Criteria`")
    ]
  }
}
