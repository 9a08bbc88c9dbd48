import Documents
import Research

/// Reads the predicate in a code span.
enum PredicateReader {
  /// Whether a code span holds a predicate that can be read.
  static func isOne(_ text: String) -> Bool {
    Predicate.isMeant(by: text) && (try? Predicate(parsing: text)) != nil
  }

  /// Whether it names where a value stands, so that it can only be meant as one.
  static func namesAnArm(_ text: String) -> Bool {
    (Predicate.Arm.allCases.map(\.rawValue) + ["per_seed"]).contains { text.contains($0 + ".") }
  }

  /// The predicate of a code span in its place; nil where it holds other code, or cannot be read,
  /// which is told.
  static func predicate(
    in span: MarkdownBlock.Part, _ rule: SpecRule, _ faults: inout [SpecFault]
  ) -> Predicate? {
    let isMeant = rule == .abort ? namesAnArm(span.text) : Predicate.isMeant(by: span.text)
    do {
      return try Predicate(parsing: span.text)
    } catch {
      if isMeant || namesAnArm(span.text) {
        faults.append(
          SpecFault(
            rule, at: span.place.right(error.column - 1),
            "this predicate cannot be read: \(error.message)",
            remedy: "such as `treatment.val_acc >= baseline.val_acc + 0.02`"))
      }
      return nil
    }
  }
}

/// Reads abort criteria: list items, or the rows of a table; an item may hold a predicate.
enum AbortReader {
  static func criteria(
    in blocks: [MarkdownBlock], _ faults: inout [SpecFault]
  ) -> [Spec.AbortCriterion] {
    var criteria: [Spec.AbortCriterion] = []
    for block in blocks {
      switch block.kind {
      case .item(depth: 1):
        let words = trimmed(block.text)
        guard !words.isEmpty else { continue }
        let predicate = span(in: block).flatMap {
          PredicateReader.predicate(in: $0, .abort, &faults)
        }
        var criterion = Spec.AbortCriterion(predicate: predicate, prose: words, at: block.place)
        if predicate == nil {
          criterion.time = AbortWords.time(in: words)
          criterion.notANumber = AbortWords.notANumber(in: block.parts)
        }
        criteria.append(criterion)
      case .table:
        for row in block.rows.dropFirst() where row.cells.contains(where: { !$0.isEmpty }) {
          var criterion = Spec.AbortCriterion(
            prose: row.cells.joined(separator: " — "), at: Spec.Place(line: row.line))
          criterion.time = AbortWords.time(in: row.cells.first ?? "")
          criteria.append(criterion)
        }
      default: break
      }
    }
    if !criteria.isEmpty { return criteria }
    // A sentence is enough, unless it says that there is none.
    return blocks.compactMap { block in
      let words = trimmed(block.text)
      let isNone = words.isEmpty || words.lowercased().hasPrefix("none")
      return block.kind == .paragraph && !isNone
        ? Spec.AbortCriterion(prose: words, at: block.place) : nil
    }
  }

  /// The code span that says when: the first of an item, or the first that names an arm.
  private static func span(in block: MarkdownBlock) -> MarkdownBlock.Part? {
    let first = block.parts.first { !$0.text.allSatisfy(\.isWhitespace) }
    if let first, first.style == .code, PredicateReader.isOne(first.text) { return first }
    return block.parts.first { $0.style == .code && PredicateReader.namesAnArm($0.text) }
  }
}
