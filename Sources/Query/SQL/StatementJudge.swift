import Database

/// What somebody's statement may do: select from the documented views, by SQLite's own functions.
/// What the views themselves are made of is theirs.
struct StatementJudge {
  private static let views: Set<String> = Set(LedgerView.all.map { $0.name })
  /// Tables that lie nowhere: SQLite makes them of what they are given.
  static let made: Set<String> = ["json_each", "json_tree"]
  /// What reaches beyond the statement.
  private static let refused: Set<String> = ["load_extension", "fts3_tokenizer"]

  /// Told every table that is read, by a view too.
  let reads: (String) -> Void

  init(_ reads: @escaping (String) -> Void) { self.reads = reads }

  func isAllowed(_ access: Database.Access) -> Bool {
    switch access {
    case .select: return true
    case .read(let table, let view):
      reads(table)
      // SQLite names no table where a statement only counts rows of what it made itself.
      if table.isEmpty || Self.made.contains(table) || Self.views.contains(table) { return true }
      return view.map(Self.views.contains) ?? false
    case .function(let name, let view):
      if Self.refused.contains(name.lowercased()) { return false }
      guard LedgerFunctions.names.contains(name) else { return true }
      return view.map(Self.views.contains) ?? false
    case .other: return false
    }
  }
}
