import Documents
import Research

/// Nothing of the template is left to be filled in.
enum PlaceholderRule {
  /// What the template's gaps begin with.
  static let mark = "TODO:"

  static func faults(_ reading: SpecReading) -> [SpecFault] {
    let parts = Array(reading.outline.parts.values) + reading.outline.others
    var faults: [SpecFault] = []
    for part in parts {
      for block in part.blocks {
        if let words = block.parts.first(where: { $0.text.contains(mark) }) {
          let line = words.text.split(
            separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
          let what = line.count > 1 ? shortened(line[1].prefix { !$0.isNewline }, to: 40) : ""
          faults.append(
            SpecFault(
              .placeholder, at: block.place, "a gap is left: \(mark) \(what)",
              remedy: "fill it in, or take it out"))
        }
      }
    }
    if let title = reading.outline.title, title.title.contains(mark) {
      faults.append(
        SpecFault(
          .placeholder, at: title.place, "the title is a gap", remedy: "name the experiment"))
    }
    return faults
  }
}
