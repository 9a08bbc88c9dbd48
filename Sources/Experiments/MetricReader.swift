import Documents
import Research

/// Reads metrics: a list item that starts with a name as a code span, then `in [a, b]` and which
/// way is better, then prose. Adopted specs have names in bold, or tables.
enum MetricReader {
  static func metrics(in blocks: [MarkdownBlock], _ faults: inout [SpecFault]) -> [Spec.Metric] {
    var metrics: [Spec.Metric] = []
    var role: Spec.Metric.Role?
    for block in blocks {
      switch block.kind {
      case .heading: role = self.role(of: block.text)
      case .item(depth: 1):
        if let role, let metric = metric(in: block, role, &faults) { metrics.append(metric) }
      case .table:
        guard let role else { continue }
        for row in block.rows.dropFirst() {
          guard let name = row.cells.first, !name.isEmpty else { continue }
          metrics.append(
            Spec.Metric(
              name, isExact: false, role: role,
              note: row.cells.dropFirst().joined(separator: " — "), at: Spec.Place(line: row.line)))
        }
      default: break
      }
    }
    return metrics
  }

  private static func role(of heading: String) -> Spec.Metric.Role? {
    let words = heading.lowercased()
    if words.hasPrefix("primary") { return .primary }
    if words.hasPrefix("secondary") { return .secondary }
    return words.hasPrefix("sanity") ? .sanity : nil
  }

  private static func metric(
    in block: MarkdownBlock, _ role: Spec.Metric.Role, _ faults: inout [SpecFault]
  ) -> Spec.Metric? {
    guard let first = block.parts.first(where: { !$0.text.allSatisfy(\.isWhitespace) }) else {
      return nil
    }
    guard first.style == .code else {
      let name = first.style == .strong ? first.text[...] : block.text.leadingWords
      return Spec.Metric(
        trimmed(name.drop { $0 == ":" }), isExact: false, role: role, note: trimmed(block.text),
        at: first.place)
    }
    var metric = Spec.Metric(trimmed(first.text), role: role, at: first.place)
    let rest = block.parts.drop { $0 != first }.dropFirst()
    refuseSecondName(rest, metric, &faults)
    let tail = rest.map(\.text).joined()
    var scanner = WordScanner(tail)
    range(&scanner, of: &metric, from: rest.first?.place ?? first.place, &faults)
    // Which way is better is said before the prose begins.
    let words = scanner.rest
    let head = words.prefix { $0 != ":" && $0 != "." && $0 != "—" }.lowercased()
    metric.direction = Spec.Metric.Direction.allCases.first { head.contains($0.rawValue) }
    if Spec.Metric.Direction.allCases.allSatisfy({ head.contains($0.rawValue) }) {
      metric.direction = nil
      faults.append(
        SpecFault(
          .metric, at: metric.place, "both ways are better for `\(shortened(metric.name))`",
          remedy: "keep one of `higher is better` and `lower is better`, or neither"))
    }
    metric.note = trimmed(words.drop { $0 != ":" }.dropFirst())
    if metric.note.isEmpty { metric.note = trimmed(words.drop { ":,—.".contains($0) }) }
    return metric
  }

  /// `in [0, 1]`.
  private static func range(
    _ scanner: inout WordScanner, of metric: inout Spec.Metric, from place: Spec.Place,
    _ faults: inout [SpecFault]
  ) {
    scanner.skipSpaces()
    _ = scanner.take(anyOf: [",", ":"])
    scanner.skipSpaces()
    guard scanner.take(anyOf: ["in", "∈"]) != nil else { return }
    scanner.skipSpaces()
    let start = scanner
    if let open = scanner.take(anyOf: ["[", "("]) {
      scanner.skipSpaces()
      let lower = scanner.number()
      scanner.skipSpaces()
      let isDivided = scanner.take(word: ",")
      scanner.skipSpaces()
      let upper = scanner.number()
      scanner.skipSpaces()
      if let lower, isDivided, let upper, let close = scanner.take(anyOf: ["]", ")"]) {
        metric.range = ValueRange(
          lower, upper, excludesLower: open == "(", excludesUpper: close == ")")
        if metric.range != nil { return }
        faults.append(
          SpecFault(
            .metric, at: place.right(start.column),
            "no value lies in this range of `\(shortened(metric.name))`",
            remedy: "write the least value first, such as [0, 1]"))
        return
      }
    }
    faults.append(
      SpecFault(
        .metric, at: place.right(start.column),
        "no range stands behind `in` for `\(shortened(metric.name))`",
        remedy: "write two numbers such as in [0, 1] or in [0, inf]"))
    scanner = start
  }

  private static func refuseSecondName(
    _ rest: ArraySlice<MarkdownBlock.Part>, _ metric: Spec.Metric, _ faults: inout [SpecFault]
  ) {
    guard rest.count > 1, let joint = rest.first, let second = rest.dropFirst().first,
      second.style == .code, [",", "and", "/", "&", ", and", "or"].contains(trimmed(joint.text))
    else { return }
    faults.append(
      SpecFault(
        .metric, at: second.place,
        "`\(shortened(second.text))` stands in the item of `\(shortened(metric.name))`",
        remedy: "give each metric an item of its own"))
  }
}

extension Spec.Place {
  /// So many characters further on the line.
  func right(_ columns: Int) -> Spec.Place { Spec.Place(line: line, column: column + columns) }
}

extension String {
  /// The words before a dash, a colon or a bracket: a name in prose.
  var leadingWords: Substring {
    let line = prefix { !$0.isNewline }
    let end = line.indices.first { index in
      ":(—–=".contains(line[index]) || line[index...].hasPrefix(" - ")
    }
    return line[..<(end ?? line.endIndex)].prefix(100)
  }
}
