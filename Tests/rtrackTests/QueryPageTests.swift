import Platform
import Query
import Testing

@testable import rtrack

/// The page on asking says what is so: its statements are answered, and no view is missing from it.
@Suite struct QueryPageTests {
  private static let page = try? FormatPageTests.text(
    FormatPageTests.top("Documentation/queries.md"))

  @Test func `every statement of the page is answered`() throws {
    let page = try #require(Self.page)
    let session = try Session()
    for line in ["init", "agent add flux", "cycle open --as flux", "issue open First --as flux"] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    let blocks = FormatPageTests.blocks(page).filter { $0.title == "sql" }
    #expect(blocks.flatMap(\.lines).count > 3)
    for statement in blocks.flatMap(\.lines) {
      let outcome = session.rtrack(["query", String(statement)])
      #expect(outcome.status == 0, "\(statement): \(outcome.errors)")
    }
  }

  @Test func `the page names every view`() throws {
    let page = try #require(Self.page)
    let table = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
    for view in LedgerView.all {
      #expect(table.contains { $0.contains("`\(view.name)`") }, "\(view.name)")
    }
  }
}
