import Database
import Documents
import Query

/// What a statement of SQL gave.
struct QueryReport: Report {
  let answer: LedgerSQL.Answer
  let csv: Bool
  let unreadable: JSON.Member

  /// The first column.
  var ids: [String] { answer.rows.compactMap(\.first).map(Self.plain) }

  var json: [JSON.Member] {
    let rows = answer.rows.map { row in
      JSON.object(zip(answer.columns, row).map { JSON.Member($0, Self.document($1)) })
    }
    return [
      JSON.Member("columns", .strings(answer.columns)), JSON.Member("rows", .array(rows)),
      JSON.Member("more", .boolean(answer.hasMore)), unreadable,
    ]
  }

  func text(for terminal: Terminal) -> String {
    if csv { return CSV.text(answer.columns, answer.rows.map { $0.map(Self.plain) }, terminal) }
    if answer.rows.isEmpty { return terminal.isOutput ? "No rows.\n" : "" }
    var table = Table(answer.columns)
    for row in answer.rows { table.add(row.map(Self.plain)) }
    return table.text(for: terminal)
  }

  /// A value as text: nothing for NULL, bytes in hexadecimal.
  private static func plain(_ value: LedgerSQL.Cell) -> String {
    switch value {
    case .null: return ""
    case .integer(let number): return String(number)
    case .real(let number): return "\(number)"
    case .text(let text): return text
    case .blob(let bytes):
      let digits = Array("0123456789abcdef")
      return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
  }

  /// What JSON has no number for is told by its name.
  private static func document(_ value: LedgerSQL.Cell) -> JSON {
    switch value {
    case .null: .null
    case .integer(let number): .integer(number)
    case .real(let number): number.isFinite ? .number(number) : .string("\(number)")
    case .text, .blob: .string(plain(value))
    }
  }
}

/// The views of `rtrack query`, and what is in them.
struct SchemaReport: Report {
  let csv: Bool

  var ids: [String] { LedgerView.all.map(\.name) }

  var json: [JSON.Member] {
    [
      JSON.Member(
        "views",
        .array(
          LedgerView.all.map { view in
            .object([
              JSON.Member("view", .string(view.name)), JSON.Member("row", .string(view.meaning)),
              JSON.Member(
                "columns",
                .array(
                  view.columns.map {
                    .object([
                      JSON.Member("column", .string($0.name)),
                      JSON.Member("meaning", .string($0.meaning)),
                    ])
                  })),
            ])
          }))
    ]
  }

  func text(for terminal: Terminal) -> String {
    if csv || !terminal.isOutput {
      let rows = LedgerView.all.flatMap { view in
        view.columns.map { [view.name, $0.name, $0.meaning] }
      }
      if csv { return CSV.text(["view", "column", "meaning"], rows, terminal) }
      var table = Table(["VIEW", "COLUMN", "MEANING"])
      for row in rows { table.add(row) }
      return table.text(for: terminal)
    }
    let style = Style(terminal)
    return LedgerView.all.map { view in
      let width = view.columns.map(\.name.count).max() ?? 0
      return style.bold(view.name) + ": a row is \(view.meaning)\n"
        + view.columns.map { column in
          "  " + column.name + String(repeating: " ", count: width + 2 - column.name.count)
            + column.meaning + "\n"
        }.joined()
    }.joined(separator: "\n")
  }
}

/// Comma-separated values as RFC 4180 has them.
enum CSV {
  /// A program gets every byte as it is; a terminal nothing that it would obey.
  static func text(_ header: [String], _ rows: [[String]], _ terminal: Terminal) -> String {
    let text = ([header] + rows).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    return terminal.isOutput ? terminalSafe(String(text.map { $0 == "\r\n" ? "\n" : $0 })) : text
  }

  private static func cell(_ text: String) -> String {
    let needsMarks = text.utf8.contains { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }
    guard needsMarks else { return text }
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }
}
