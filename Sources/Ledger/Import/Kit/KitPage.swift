import Documents
import Research

/// What the pages of a research kit share: tables of one line a row, keys in bold, rules between.
enum KitPage {
  /// The rows of the first table in a text, each as a map from its heading, in lower case, to the
  /// cell as written. Cells that say nothing (`—`) are left out.
  static func rows(in text: String) -> [[String: String]] {
    var names: [String] = []
    var rows: [[String: String]] = []
    for line in text.split(whereSeparator: \.isNewline) {
      guard line.drop(while: \.isWhitespace).first == "|" else {
        if names.isEmpty { continue }
        break
      }
      let cells = cells(of: line)
      if names.isEmpty {
        names = cells.map { $0.lowercased() }
      } else if !cells.allSatisfy({ $0.allSatisfy { "-: ".contains($0) } && !$0.isEmpty }) {
        var row: [String: String] = [:]
        for (name, cell) in zip(names, cells) where !["", "—", "-", "–"].contains(cell) {
          row[name] = cell
        }
        rows.append(row)
      }
    }
    return rows
  }

  /// The cells of a row, parted at bars that are not escaped.
  private static func cells(of line: Substring) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in trimmed(line) {
      if isEscaped {
        if character != "|" { cells[cells.count - 1].append("\\") }
        cells[cells.count - 1].append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    if isEscaped { cells[cells.count - 1].append("\\") }
    if cells.first == "" { cells.removeFirst() }
    if let last = cells.last, trimmed(last[...]).isEmpty { cells.removeLast() }
    return cells.map { trimmed($0[...]) }
  }

  /// The values of lines such as `**Date:** 2026-02-11`, by their keys in lower case, and what
  /// stands below or between them.
  static func keys(in text: String) -> (values: [String: String], rest: String) {
    var values: [String: String] = [:]
    var rest: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("**"), let end = line.firstRange(of: ":**"), rest.allSatisfy(\.isEmpty)
      else {
        rest.append(line)
        continue
      }
      let key = line[line.index(line.startIndex, offsetBy: 2)..<end.lowerBound].lowercased()
      if values[key] == nil {
        values[key] = trimmed(line[end.upperBound...])
      } else {
        rest.append(line)
      }
    }
    return (values, trimmed(rest.joined(separator: "\n")[...]))
  }

  /// A section's text without the rule at its end.
  static func section(_ text: String) -> String {
    var text = trimmed(text[...])
    if text == "---" { return "" }
    if text.hasSuffix("\n---") { text = trimmed(text.dropLast(4)) }
    return text
  }

  /// The two sides of a heading such as `exp-007 — REFUTED`.
  static func sides(of heading: String) -> (left: String, right: String?) {
    for dash in [" — ", " -- ", " – "] {
      if let place = heading.firstRange(of: dash) {
        return (
          trimmed(heading[..<place.lowerBound]), trimmed(heading[place.upperBound...])
        )
      }
    }
    return (heading, nil)
  }

  /// Midnight of a day such as `2026-02-11`, in UTC; a whole time stays as it is.
  static func time(_ text: String?) -> Timestamp? {
    guard let text else { return nil }
    let word = String(text.prefix { !$0.isWhitespace })
    return Timestamp(word) ?? Timestamp("\(word)T00:00:00Z")
      ?? Timestamp(word.hasSuffix("Z") ? word : word + "Z")
  }

  static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
