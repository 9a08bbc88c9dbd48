import Documents

/// Rows of cells: aligned for a person's terminal, separated by tabs in a pipe.
struct Table {
  var header: [String]
  var rows: [[String]] = []
  /// True where the last column is what is looked for: too long for its line, it gets the next one.
  var keepsLast = false

  init(_ header: [String]) { self.header = header }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  func text(for terminal: Terminal) -> String {
    terminal.isOutput ? aligned(to: terminal) : separated
  }

  /// No header, so that `cut` and `awk` see only rows.
  private var separated: String {
    rows.map { row in
      row.map { cell in
        String(terminalSafe(cell).map { $0 == "\t" || $0.isNewline ? " " : $0 })
      }
      .joined(separator: "\t") + "\n"
    }
    .joined()
  }

  private func aligned(to terminal: Terminal) -> String {
    let all = ([header] + rows).map { row in
      row.map { cell in String(terminalSafe(cell).map { $0.isNewline || $0 == "\t" ? " " : $0 }) }
    }
    var widths = [Int](repeating: 0, count: header.count)
    for row in all {
      for (column, cell) in row.enumerated() where column < widths.count {
        widths[column] = max(widths[column], cell.count)
      }
    }
    let last = header.count - 1
    let before = widths.dropLast().reduce(0) { $0 + $1 + 2 }
    let room = max(20, terminal.columns - before)
    return all.enumerated().map { index, row in
      let line = row.enumerated().map { column, cell in
        if column == last, keepsLast {
          return cell.count > room ? "\n  " + cell : cell
        }
        if column == last {
          return cell.count > room ? cell.prefix(room - 1) + "…" : cell
        }
        return cell + String(repeating: " ", count: widths[column] - cell.count + 2)
      }
      .joined()
      let trimmed = line.split(separator: "\n", omittingEmptySubsequences: false).map { part in
        String(part.reversed().drop { $0 == " " }.reversed())
      }
      .joined(separator: "\n")
      return index == 0 && terminal.hasColour ? "\u{1b}[1m\(trimmed)\u{1b}[0m\n" : trimmed + "\n"
    }
    .joined()
  }
}
