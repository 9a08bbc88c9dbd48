import Research

/// The first heading is `# Experiment: <name>`.
enum TitleRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let title = reading.outline.title else {
      return [
        SpecFault(
          .title, at: Spec.Place(line: 1), "the spec has no title",
          remedy: "write `# Experiment: <name>` on its first line")
      ]
    }
    if SpecTitle.isWhole(title.title) { return [] }
    return [
      SpecFault(
        .title, at: title.place, "the title is \"\(shortened(title.title))\"",
        remedy: "write `# Experiment: <name>`")
    ]
  }
}
