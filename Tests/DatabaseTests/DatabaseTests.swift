import Database
import Platform
import Testing

@Suite struct DatabaseTests {
  /// A folder of a test's own.
  private func inFolder(_ work: (String) throws -> Void) throws {
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-database-")
    defer { try? FileSystem.removeTree(folder) }
    try work(folder)
  }

  @Test func `values come back as they were given`() throws {
    let database = try Database(at: nil, patience: 0)
    try database.execute("CREATE TABLE kept (value)")
    let values: [Value] = [
      .null, .integer(.min), .integer(.max), "", "a\u{0}b", "é 🜁", .blob([]), .blob([0, 255, 39]),
    ]
    for value in values { try database.run("INSERT INTO kept VALUES (?)", [value]) }
    #expect(try database.rows("SELECT value FROM kept ORDER BY rowid").flatMap { $0 } == values)
  }

  @Test func `a text is a value, never a part of the statement`() throws {
    let database = try Database(at: nil, patience: 0)
    try database.execute("CREATE TABLE kept (value)")
    try database.run("INSERT INTO kept VALUES (?)", ["'); DROP TABLE kept; --"])
    #expect(try database.rows("SELECT count(*) FROM kept") == [[1]])
  }

  @Test func `what goes wrong says what a caller can do about it`() throws {
    try inFolder { folder in
      let path = Path.join(folder, "file")
      try FileSystem.write(Array("no database, by far\n".utf8), to: path)
      #expect(kind { _ = try Database(at: path, patience: 0).rows("SELECT * FROM t") } == .damaged)
      let nowhere = Path.join(folder, "none/file")
      #expect(kind { _ = try Database(at: nowhere, patience: 0) } == .unusable)
      #expect(kind { _ = try Database(at: nil, patience: 0).rows("SELEKT") } == .wrong)

      let held = Path.join(folder, "held")
      let first = try Database(at: held, patience: 0)
      try first.execute("CREATE TABLE kept (value); BEGIN IMMEDIATE")
      let second = try Database(at: held, patience: 1)
      #expect(kind { try second.execute("BEGIN IMMEDIATE") } == .busy)
      try first.execute("COMMIT")
      try second.execute("BEGIN IMMEDIATE")
    }
  }

  private func kind(_ work: () throws -> Void) -> DatabaseError.Kind? {
    do { try work() } catch { return (error as? DatabaseError)?.kind }
    return nil
  }
}
