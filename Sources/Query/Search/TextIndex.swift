import Database
import Git
import Ledger
import Research

/// The words of all that was said: the part of the index that `search` asks, made when it is asked
/// for the first time, and brought further as the other tables are.
struct TextIndex {
  let database: Database
  let progress: (Int, Int) -> Void

  private static let tables = """
    CREATE TABLE IF NOT EXISTS words_state (roots TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS said (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, folder TEXT NOT NULL, agent TEXT NOT NULL,
      cycle INTEGER NOT NULL, status TEXT, number INTEGER, opening TEXT, experiment TEXT,
      UNIQUE (name, folder));
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
      text, content = '', tokenize = 'unicode61 remove_diacritics 2');
    """

  /// The trees that the words stand for; none where they were never asked for.
  func indexed() throws -> [ObjectID] {
    let known = try database.rows(
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'words_state'")
    guard !known.isEmpty,
      case .text(let text)? = try database.rows("SELECT roots FROM words_state").first?.first
    else { return [] }
    return LedgerIndex.roots(in: text)
  }

  /// Brings the words to what a snapshot holds; within a writing transaction.
  func follow(_ snapshot: Snapshot) throws {
    let old = try indexed()
    if old == snapshot.roots { return }
    try database.execute(Self.tables)
    let growth = IndexGrowth(repository: snapshot.repository)
    if !old.isEmpty, case .grown(let paths) = try growth.outcome(from: old, to: snapshot.roots) {
      try add(paths, from: snapshot)
    } else {
      try fill(from: snapshot)
    }
    try database.run("DELETE FROM words_state")
    try database.run(
      "INSERT INTO words_state VALUES (?)", [.text(LedgerIndex.text(of: snapshot.roots))])
  }

  private func fill(from snapshot: Snapshot) throws {
    // Words without their texts cannot be taken out one by one.
    try database.execute("DROP TABLE words; DROP TABLE said")
    try database.execute(Self.tables)
    let folders = try snapshot.eventFolders()
    for (index, folder) in folders.enumerated() {
      progress(index, folders.count)
      let part = try snapshot.again()
      try add(part.files(in: folder), of: folder, from: part)
    }
  }

  private func add(_ paths: [String], from snapshot: Snapshot) throws {
    var files: [Layout.EventFolder: [Snapshot.File]] = [:]
    for path in paths {
      guard case .event(let folder, let name)? = Layout.place(of: path),
        let file = try snapshot.file(name, in: folder)
      else { continue }
      files[folder, default: []].append(file)
    }
    for (folder, files) in files { try add(files, of: folder, from: snapshot) }
  }

  private func add(
    _ files: [Snapshot.File], of folder: Layout.EventFolder, from snapshot: Snapshot
  ) throws {
    for file in files {
      guard let event = try snapshot.event(in: file),
        let text = SaidText(event, in: snapshot).text
      else { continue }
      var (number, opening, status, experiment) = (Value.null, Value.null, Value.null, Value.null)
      switch event.thread {
      case .issue(let issue, let name):
        number = .integer(issue.key)
        opening = .text(name.description)
      case .experiment(let id, _), .results(let id): experiment = .text(id.text)
      case .policy, .program, .numbers, .agent, .cycle: break
      }
      if case .comment(let comment) = event.payload {
        status = .optional(comment.status?.lowercased())
      }
      let place: [Value] = [.text(file.name.description), .text(Snapshot.path(of: folder))]
      try database.run(
        "INSERT OR IGNORE INTO said VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
        place + [
          .text(file.name.agent.text), .integer(file.name.cycle), status, number, opening,
          experiment,
        ])
      // Two lines of the ledger may bring the same one.
      if database.changes == 0 { continue }
      try database.run(
        """
        INSERT INTO words (rowid, text)
        VALUES ((SELECT id FROM said WHERE name = ? AND folder = ?), ?)
        """, place + [.text(text)])
    }
  }
}

/// What of an event people search through.
struct SaidText {
  /// Its title and text; nil where it says nothing in words.
  let text: String?

  init(_ event: Event, in snapshot: Snapshot) {
    var parts: [String] = []
    switch event.payload {
    case .opened(let start): parts.append(start.title)
    case .edit(let title): parts += title.map { [$0] } ?? []
    case .registered(let record): parts.append(Self.spec(record, in: snapshot))
    case .amended(let amendment):
      parts.append(Self.spec(amendment.record, in: snapshot))
    default: break
    }
    parts.append(event.body)
    let text = parts.filter { !$0.isEmpty }.joined(separator: "\n")
    self.text = text.isEmpty ? nil : text
  }

  private static func spec(
    _ record: SpecRecord, in snapshot: Snapshot
  ) -> String {
    guard let id = ObjectID(hex: record.blob), let bytes = try? snapshot.repository.blob(id) else {
      return record.title
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
