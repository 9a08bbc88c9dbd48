import Database
import Git
import Ledger
import Research

/// Finds what a listing is about without reading the ledger: tables in SQLite, beside the ledger
/// and worth nothing alone. They stand for trees by their object ids; where these are others, what
/// was added is read, and where the tables cannot be had they are made in memory.
public final class LedgerIndex {
  let database: Database
  private let progress: (Int, Int) -> Void
  /// Whether the words of all that was said are wanted too.
  private let hasWords: Bool

  /// Opens the tables at a path, or in memory, and makes them where there are none.
  ///
  /// - Parameters:
  ///   - path: nil for memory; an empty one for a file without a name, gone with this value.
  ///   - hasWords: whether the words of all that was said are wanted too.
  ///   - progress: told how many of the ledger's folders were read, and of how many, while all of
  ///     it is.
  init(
    at path: String?, hasWords: Bool = false,
    progress: @escaping (Int, Int) -> Void = { _, _ in }
  ) throws {
    self.hasWords = hasWords
    self.progress = progress
    // Others that fill an index hold it for as long as that takes.
    database = try Database(at: path, patience: 60_000)
    // What statements sort lies in memory, where it can be bounded.
    try database.execute("PRAGMA temp_store = MEMORY")
    if path == nil {
      try database.execute(IndexSchema.statements)
      return
    }
    if try isMade { return }
    try database.execute("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE")
    if try !isMade { try database.execute(IndexSchema.statements) }
    try database.execute("COMMIT")
  }

  /// The tables of something else lie at the index's path.
  struct Foreign: Error {}

  private var isMade: Bool {
    get throws {
      switch try database.rows("PRAGMA user_version") {
      case [[.integer(IndexSchema.version)]]: true
      case [[0]]: false
      default: throw Foreign()
      }
    }
  }

  /// Brings the tables to what a snapshot holds, and keeps them there for this process.
  ///
  /// - Returns: false when the tables are ahead of the snapshot: a new one is to be taken.
  func follow(_ snapshot: Snapshot) throws -> Bool {
    if try hold(snapshot.roots) { return true }
    // Nothing is lost with the last commits; the file must only never be half written. Whoever
    // opens it first reads the log of writes, so that stays short.
    try database.execute(
      "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 64; BEGIN IMMEDIATE")
    let step: Step
    do {
      step = try advance(to: snapshot)
      if hasWords, step != .behind { try words.follow(snapshot) }
      try database.execute("COMMIT")
    } catch {
      try? database.execute("ROLLBACK")
      throw error
    }
    if step == .filled || hasWords { shortenLog() }
    return try step != .behind && hold(snapshot.roots)
  }

  /// Reads the tables at one moment until the end, if they stand for these trees.
  private func hold(_ roots: [ObjectID]) throws -> Bool {
    try database.execute("BEGIN")
    if try indexed() == roots, try !hasWords || words.indexed() == roots { return true }
    try database.execute("COMMIT")
    return false
  }

  /// What was done to bring the tables further.
  private enum Step {
    case followed, filled, behind
  }

  private func advance(to snapshot: Snapshot) throws -> Step {
    let filling = IndexFilling(writer: IndexWriter(database: database), progress: progress)
    if let old = try indexed() {
      // Another process may have done it while this one waited.
      if old == snapshot.roots { return .followed }
      let growth = IndexGrowth(repository: snapshot.repository)
      switch try growth.outcome(from: old, to: snapshot.roots) {
      case .grown(let paths):
        try filling.add(paths, from: snapshot)
        return .followed
      case .behind: return .behind
      case .other: break
      }
    }
    try filling.fill(from: snapshot)
    return .filled
  }

  /// Puts what a filling wrote into the file itself, unless somebody reads there just now.
  private func shortenLog() {
    _ = try? database.rows("PRAGMA busy_timeout = 0")
    _ = try? database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// The trees that the tables stand for; nil where there are none yet.
  private func indexed() throws -> [ObjectID]? {
    guard case .text(let text)? = try database.rows("SELECT roots FROM state").first?.first else {
      return nil
    }
    return Self.roots(in: text)
  }

  /// Whether the words of all that was said were ever asked for here.
  var hasMadeWords: Bool { get throws { try !words.indexed().isEmpty } }

  private var words: TextIndex { TextIndex(database: database, progress: progress) }

  static func roots(in text: String) -> [ObjectID] {
    text.split(separator: " ").compactMap { ObjectID(hex: String($0)) }
  }

  static func text(of roots: [ObjectID]) -> String { roots.map(\.hex).joined(separator: " ") }

  /// Files that should hold events and do not.
  func faults() throws -> [EventFault] {
    try database.rows("SELECT path, message FROM fault").map { row in
      guard case .text(let path) = row[0], case .text(let message) = row[1] else {
        throw DatabaseError(strange: row)
      }
      return EventFault(path: path, message: message)
    }
  }
}

extension DatabaseError {
  /// A row of the index that nobody has put in like that.
  init(strange row: [Value]) {
    self.init(.damaged, "a row that cannot be: \(row)")
  }
}
