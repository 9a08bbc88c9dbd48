import Git
import Research

/// How much of the ledger a view shows: `ledger.files` of git's configuration.
enum ViewScope: String {
  /// Everything.
  case all
  /// Of the issues those that are open, and everything else: a ledger may hold a million files, and
  /// few of them are still worked on.
  case open

  /// What this clone is set to.
  init(of repository: Repository) throws {
    let word = try repository.setting("ledger.files") ?? Self.all.rawValue
    guard let scope = Self(rawValue: word) else {
      throw LedgerError(
        .invalid, "the configured ledger.files is \"\(word)\"",
        hint: "set it with `git config ledger.files all`, or `open` for open issues only")
    }
    self = scope
  }
}

/// Which of the ledger's files a view shows.
struct ViewSelection {
  private let scope: ViewScope
  private var snapshot: Snapshot
  private var isOpen: [IssueNumber: Bool] = [:]

  /// - Throws: what reading the ledger throws.
  init(_ scope: ViewScope, of snapshot: Snapshot) throws {
    self.scope = scope
    self.snapshot = try scope == .all ? snapshot : snapshot.again()
  }

  /// The numbers whose issues were asked about, where that decides what is shown.
  var issues: [IssueNumber] { isOpen.keys.sorted() }

  /// Whether a file of the ledger has its place in the view. What was sealed lies beside the code
  /// already; a search would find all of it twice.
  mutating func shows(_ path: String) throws -> Bool {
    guard View.isWritable(path), !path.hasPrefix(Seal.folder + "/") else { return false }
    if scope == .all { return true }
    switch Layout.place(of: path) {
    case .event(let folder, _)?, .attachment(let folder, _, _)?: return try shows(folder)
    default: return true
    }
  }

  /// Whether the view shows what lies in a folder of events.
  mutating func shows(_ folder: Layout.EventFolder) throws -> Bool {
    guard scope == .open, case .issue(let number) = folder else { return true }
    if let known = isOpen[number] { return known }
    // What was read for one issue is of no use for the next; for hundreds of thousands of them it
    // would not fit.
    if isOpen.count % 500 == 499 { snapshot = try snapshot.again() }
    let issues = try snapshot.issues(openedUnder: number, conversation: false)
    // Events without an opening are shown: somebody has to see them.
    let isShown = issues.isEmpty || issues.contains { $0.state == .open }
    isOpen[number] = isShown
    return isShown
  }
}
