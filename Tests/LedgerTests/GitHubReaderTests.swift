import Research
import Testing

@testable import Ledger

@Suite struct GitHubReaderTests {
  private func read(_ texts: String...) throws -> HostExport {
    var reader = GitHubReader()
    for (index, text) in texts.enumerated() {
      try reader.read(Array(text.utf8), path: "file\(index).json")
    }
    return reader.export
  }

  static let gh = #"""
    [{"number":194,"title":"[Athena] -> [Flux] Execute","body":"Do it.\r\n","state":"CLOSED",
      "author":{"login":"lab-owner"},"createdAt":"2026-02-07T15:00:00Z",
      "closedAt":"2026-02-08T15:00:00Z","stateReason":"COMPLETED",
      "labels":[{"name":"active:flux"}],"assignees":[{"login":"flux-bot"}],
      "url":"https://github.com/o/r/issues/194",
      "comments":[{"id":"IC_1","author":{"login":"lab-owner"},"authorAssociation":"OWNER",
        "body":"# [Flux]","createdAt":"2026-02-07T16:00:00Z",
        "url":"https://github.com/o/r/issues/194#issuecomment-77"}]}]
    """#

  static let rest = #"""
    {"number":194,"title":"[Athena] -> [Flux] Execute","body":"Do it.\r\n","state":"closed",
     "user":{"login":"lab-owner"},"created_at":"2026-02-07T15:00:00Z",
     "closed_at":"2026-02-08T15:00:00Z","state_reason":"completed","comments":1,
     "labels":[{"name":"active:flux"}],"assignees":[{"login":"flux-bot"}],
     "html_url":"https://github.com/o/r/issues/194",
     "url":"https://api.github.com/repos/o/r/issues/194"}
    {"id":77,"node_id":"IC_1","user":{"login":"lab-owner"},"author_association":"OWNER",
     "body":"# [Flux]","created_at":"2026-02-07T16:00:00Z",
     "html_url":"https://github.com/o/r/issues/194#issuecomment-77",
     "issue_url":"https://api.github.com/repos/o/r/issues/194"}
    """#

  @Test func `both shapes of an issue and its comment read the same`() throws {
    let one = try read(Self.gh)
    let other = try read(Self.rest)
    var issue = try #require(other.issues.first)
    issue.tellsItsAge = true
    #expect(one.issues == [issue])
    #expect(one.comments.map(\.ids) == [["77", "IC_1"]])
    #expect(other.comments.map(\.ids) == [["77", "IC_1"]])
    #expect(one.comments[0].created == other.comments[0].created)
    #expect(issue.labels == ["active:flux"])
    #expect(issue.assignees == ["flux-bot"])
    #expect(issue.reason == "completed")
    #expect(issue.closed == Timestamp("2026-02-08T15:00:00Z"))
  }

  @Test func `a pull request is known by its address, its keys or the issue that carries it`()
    throws
  {
    let common = #""title":"Fix #3","user":{"login":"a"},"created_at":"2026-02-07T15:00:00Z""#
    for mark in [
      #""html_url":"https://github.com/o/r/pull/9""#, #""merged_at":null"#,
      #""pull_request":{"url":"x"}"#, #""headRefName":"flux/astra""#,
    ] {
      let export = try read("{\"number\":9,\(common),\(mark)}")
      #expect(export.pullRequests.map(\.number) == [9], "\(mark)")
      #expect(export.pullRequests.first?.named == [3])
      #expect(export.issues.isEmpty)
    }
  }

  @Test func `what a pull request closes comes before what it names, each once`() throws {
    let export = try read(
      #"""
      {"number":9,"title":"See #3","body":"Closes #4, GH-5, x/y#6 and `#7`.\n```\n#8\n```\n#9 #3",
       "author":{"login":"a"},"createdAt":"2026-02-07T15:00:00Z","isDraft":false,
       "closingIssuesReferences":[{"number":10}]}
      """#)
    #expect(export.pullRequests.first?.named == [10, 3, 4, 5])
  }

  @Test func `comments on pull requests have no thread here, and are counted`() throws {
    let export = try read(
      #"""
      {"id":1,"body":"x","user":{"login":"a"},"created_at":"2026-02-07T15:00:00Z",
       "html_url":"https://github.com/o/r/pull/9#issuecomment-1"}
      """#)
    #expect(export.leftOut == 1 && export.comments.isEmpty)
  }

  @Test func `gh issue view with comments only leads to its issue by their addresses`() throws {
    let comment = #"{"body":"x","author":{"login":"a"},"createdAt":"2026-02-07T15:00:00Z","url":"#
    let export = try read(
      "{\"comments\":[\(comment)\"https://github.com/o/r/issues/7#issuecomment-3\"}]}")
    #expect(export.comments.map(\.number) == [7])
  }

  @Test(arguments: [
    ("[\n {\"number\":1}]", "file0.json:2:2: issue 1: `title` is missing"),
    ("{\"number\":1,\"title\":\"x\",\"state\":\"MERGED\"}", "neither open nor closed"),
    ("{\"number\":0,\"title\":\"x\",\"state\":\"open\"}", "`number` is no number of an issue"),
    ("{\"number\":1,\"title\":\"x\",\"state\":\"open\"}", "`author` is missing"),
    (
      "{\"number\":1,\"title\":\"x\",\"state\":\"open\",\"author\":null,\"createdAt\":\"never\"}",
      "`createdAt` is no time"
    ),
    ("{\"message\":\"Not Found\"}", "the host's answer \"Not Found\""),
    ("\n  7", "file0.json:2:3: expected an issue"),
    ("", "file0.json:1:1: there is no JSON in it"),
    ("[{\"number\":}]", "file0.json:1:12: found \"}\"; expected a value"),
  ])
  func `a bad file is told with the place of its fault`(text: String, words: String) {
    let fault = #expect(throws: EventFault.self) { try read(text) }
    #expect(fault?.text.contains(words) == true, "\(fault?.text ?? "")")
  }

  @Test func `two repositories in one call are refused`() {
    let other = Self.gh.split(separator: "o/r").joined(separator: "o/other")
    let fault = #expect(throws: EventFault.self) { try read(Self.gh, other) }
    #expect(fault?.text.contains("one repository a call") == true)
  }

  @Test func `an empty list is an export of nothing`() throws {
    #expect(try read("[]").issues.isEmpty)
  }
}
