import Documents
import Research

/// Every part of a spec has its heading, of the second level, once, with something below it.
enum HeadingRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    let outline = reading.outline
    var faults: [SpecFault] = []
    for heading in SpecHeading.allCases {
      let wanted = "## \(heading.rawValue)"
      if let part = outline.parts[heading] {
        if part.level != 2 {
          faults.append(
            SpecFault(
              .heading, at: part.place, "\"\(part.title)\" is a heading of level \(part.level)",
              remedy: "write `\(wanted)`"))
        }
        if part.blocks.allSatisfy({ if case .heading = $0.kind { true } else { false } }) {
          faults.append(
            SpecFault(
              .heading, at: part.place, "nothing stands below \"\(part.title)\"",
              remedy: "say it, or say why there is none"))
        }
      } else if let part = outline.buried[heading] {
        faults.append(
          SpecFault(
            .heading, at: part.place,
            "\"\(part.title)\" is a heading of level \(part.level), within another part",
            remedy: "write `\(wanted)`"))
      } else {
        faults.append(
          SpecFault(
            .heading, at: reading.end, "the heading \"\(heading.rawValue)\" is missing",
            remedy: "write `\(wanted)` and what belongs below it"))
      }
    }
    for (heading, place) in outline.repeated {
      let first = outline.parts[heading]?.place.line ?? 1
      faults.append(
        SpecFault(
          .heading, at: place, "\"\(heading.rawValue)\" stands here once more",
          remedy: "keep one; the first stands in line \(first)"))
    }
    return faults
  }
}

extension SpecReading {
  /// Where something that is missing could be told: at the title.
  var end: Spec.Place { outline.title?.place ?? Spec.Place(line: 1) }
}
