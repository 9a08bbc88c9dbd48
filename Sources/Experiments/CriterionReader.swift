import Documents
import Research

/// Reads success criteria: `- [ ] SC-1: `, a predicate as a code span, and prose.
enum CriterionReader {
  static func criteria(
    in blocks: [MarkdownBlock], _ faults: inout [SpecFault]
  ) -> [Spec.Criterion] {
    let items = blocks.filter { $0.kind == .item(depth: 1) && !$0.parts.isEmpty }
    let boxed = items.filter { Box($0) != nil }
    // Without any box, those that begin with an id; else all: a guide to the verdict may follow.
    let named = items.filter { Identifier(leading: $0.text) != nil }
    let chosen = !boxed.isEmpty ? boxed : !named.isEmpty ? named : items
    var criteria = chosen.map { criterion($0, &faults) }
    for table in blocks where table.kind == .table {
      for row in table.rows.dropFirst() {
        guard let first = row.cells.first, let id = Identifier(leading: first) else { continue }
        criteria.append(
          Spec.Criterion(
            id: id.text, prose: row.cells.dropFirst().joined(separator: " — "), hasBox: false,
            at: Spec.Place(line: row.line)))
      }
    }
    return criteria
  }

  private static func criterion(
    _ block: MarkdownBlock, _ faults: inout [SpecFault]
  ) -> Spec.Criterion {
    let box = Box(block)
    var parts = block.parts[...]
    // What stands before the first code span says the id.
    let lead = String(
      parts.prefix { $0.style != .code }.map(\.text).joined().dropFirst(box?.length ?? 0))
    let id = Identifier(leading: lead)
    var criterion = Spec.Criterion(
      id: id?.text, hasBox: box != nil, isTicked: box?.isTicked ?? false, at: block.place)
    let between = lead.dropFirst(id?.length ?? 0)
    parts = parts.drop { $0.style != .code }
    if let span = parts.first {
      if between.allSatisfy(\.isWhitespace) {
        criterion.predicate = PredicateReader.predicate(in: span, .criterion, &faults)
        if criterion.predicate != nil { parts = parts.dropFirst() }
      } else {
        for span in parts where span.style == .code {
          guard PredicateReader.isOne(span.text) else { continue }
          faults.append(
            SpecFault(
              .criterion, at: span.place,
              "this predicate stands behind prose, where it judges nothing",
              remedy: "write it right behind the id: - [ ] SC-1: `…` and then the prose"))
        }
      }
    }
    criterion.prose = trimmed(
      (criterion.predicate == nil ? String(between) : "") + parts.map(\.text).joined())
    return criterion
  }

  /// `[ ]` or `[x]` at the start of an item.
  private struct Box {
    let isTicked: Bool
    /// How many characters it takes.
    let length: Int

    init?(_ block: MarkdownBlock) {
      let text = block.text
      let spaces = text.prefix { $0 == " " }.count
      let box = text.dropFirst(spaces).prefix(3).lowercased()
      guard ["[ ]", "[x]"].contains(box) else { return nil }
      isTicked = box == "[x]"
      length = spaces + 3
    }
  }
}

/// The name of a criterion: `SC-1`, `C1`, `SC1`, `SC-S1`.
struct Identifier {
  let text: String
  /// How many characters it takes, with the sign behind it.
  let length: Int

  /// Nil where the text does not begin with one.
  init?(leading words: String) {
    let spaces = words.prefix { $0.isWhitespace }.count
    let word = words.dropFirst(spaces).prefix(13) {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".")
    }
    let id = word.last == "." || word.last == "-" ? word.dropLast() : word
    guard let first = id.first, first.isLetter, first.isUppercase, id.count <= 12,
      let last = id.last,
      last.isNumber || (last.isLowercase && id.dropLast().last?.isNumber == true),
      id.prefix(while: { !$0.isNumber }).allSatisfy({ $0.isUppercase || $0 == "-" })
    else { return nil }
    let behind = words.dropFirst(spaces + id.count)
    let gap = behind.prefix { $0 == " " }.count
    let sign = behind.dropFirst(gap).first
    let isSigned = sign.map { ":—–-.)".contains($0) } ?? false
    // `C2 results` is prose.
    guard isSigned || sign == nil || behind.allSatisfy(\.isWhitespace) else { return nil }
    text = String(id)
    length = spaces + id.count + (isSigned ? gap + 1 : 0)
  }
}

extension Substring {
  /// The longest start of at most so many characters that all fit.
  fileprivate func prefix(_ limit: Int, _ fits: (Character) -> Bool) -> Substring {
    prefix(limit).prefix(while: fits)
  }
}
