import Database

/// The tables of the index. They say where to look, and nothing that is shown comes from them.
enum IndexSchema {
  /// Another number is another file: versions of rtrack with other tables do not meet.
  static let version = 2

  /// Made once, in one step. `number` is the one that an issue was opened under, where it lies, and
  /// `rank` which of those it is; `called` is the number that it is called by.
  static let statements = """
    CREATE TABLE state (roots TEXT NOT NULL, events INTEGER NOT NULL);
    CREATE TABLE event (
      name TEXT NOT NULL, folder TEXT NOT NULL, agent TEXT NOT NULL, cycle INTEGER NOT NULL,
      PRIMARY KEY (name, folder)) WITHOUT ROWID;
    CREATE TABLE issue (
      number INTEGER NOT NULL, rank INTEGER NOT NULL, called INTEGER NOT NULL,
      opening TEXT NOT NULL, state TEXT NOT NULL,
      priority INTEGER NOT NULL, deferred INTEGER NOT NULL, created INTEGER NOT NULL,
      updated INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
      PRIMARY KEY (number, rank)) WITHOUT ROWID;
    CREATE INDEX issue_by_urgency ON issue (state, deferred, priority, called, rank);
    CREATE INDEX issue_by_change ON issue (updated, called, rank);
    CREATE INDEX issue_by_state ON issue (state, called, rank);
    CREATE INDEX issue_by_number ON issue (called, rank);
    CREATE TABLE label (
      number INTEGER NOT NULL, rank INTEGER NOT NULL, label TEXT NOT NULL,
      PRIMARY KEY (label, number, rank)) WITHOUT ROWID;
    CREATE INDEX label_of ON label (number);
    CREATE TABLE assignee (
      number INTEGER NOT NULL, rank INTEGER NOT NULL, agent TEXT NOT NULL,
      PRIMARY KEY (agent, number, rank)) WITHOUT ROWID;
    CREATE INDEX assignee_of ON assignee (number);
    CREATE TABLE desk (
      agent TEXT NOT NULL, priority INTEGER NOT NULL, called INTEGER NOT NULL,
      number INTEGER NOT NULL, rank INTEGER NOT NULL,
      PRIMARY KEY (agent, priority, called, number, rank)) WITHOUT ROWID;
    CREATE INDEX desk_of ON desk (number);
    CREATE TABLE blocker (
      blocked INTEGER NOT NULL, called INTEGER NOT NULL, number INTEGER NOT NULL,
      PRIMARY KEY (blocked, called, number)) WITHOUT ROWID;
    CREATE INDEX blocker_of ON blocker (number);
    CREATE TABLE part (
      number INTEGER NOT NULL, agent TEXT NOT NULL, cycle INTEGER NOT NULL,
      PRIMARY KEY (number, agent, cycle)) WITHOUT ROWID;
    CREATE TABLE act (
      cycle INTEGER NOT NULL, agent TEXT NOT NULL, kind TEXT NOT NULL, within INTEGER NOT NULL,
      first TEXT NOT NULL, last TEXT NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (cycle, agent, kind, within)) WITHOUT ROWID;
    CREATE TABLE notice (
      cycle INTEGER NOT NULL, name TEXT NOT NULL, folder TEXT NOT NULL,
      PRIMARY KEY (cycle, name, folder)) WITHOUT ROWID;
    CREATE TABLE fault (path TEXT PRIMARY KEY NOT NULL, message TEXT NOT NULL) WITHOUT ROWID;
    PRAGMA user_version = \(version);
    """

  /// All tables, for emptying them.
  static let tables = [
    "state", "event", "issue", "label", "assignee", "desk", "blocker", "part", "act", "notice",
    "fault",
  ]
}
