import Documents
import Research

/// Reads what GitHub's `gh` program and its REST interface export: issues, comments and pull
/// requests, in any mixture, as arrays, single documents or lines.
public struct GitHubReader {
  /// What to ask `gh` for.
  public static let fields =
    "number,title,body,author,createdAt,state,closedAt,labels,assignees,comments,url"

  /// What was read.
  public private(set) var export = HostExport()

  /// A reader that has read nothing yet.
  public init() {}

  /// Reads one file.
  ///
  /// - Throws: ``EventFault`` with the place of what is wrong.
  public mutating func read(_ bytes: [UInt8], path: String) throws(EventFault) {
    do throws(Fault) {
      var stream = try JSONStream(bytes)
      var isEmpty = true
      while let item = try stream.next() {
        try record(item)
        isEmpty = false
      }
      if isEmpty && !bytes.contains(UInt8(ascii: "[")) {
        throw Fault(line: 1, column: 1, message: "there is no JSON in it")
      }
    } catch {
      throw EventFault(error, path: path)
    }
  }

  private mutating func record(_ item: JSONStream.Item) throws(Fault) {
    guard item.value.object != nil else {
      throw item.fault("expected an issue, a comment or a pull request, as `gh … --json` writes")
    }
    let value = item.value
    let addresses = ["html_url", "url", "issue_url", "pull_request_url"]
      .compactMap { value[$0]?.string }.compactMap { HostAddress($0) }
    for address in addresses { try belongs(address.repository, item) }
    let isComment =
      value["title"] == nil && value["number"] == nil && value["body"] != nil
    if isComment { return try comment(item, value, on: nil) }
    if value["title"] == nil, let comments = value["comments"]?.array {
      // `gh issue view 194 --json comments`: only the comments' addresses tell the issue.
      let number = value["number"]?.integer
      for entry in comments { try comment(item, entry, on: number) }
      return
    }
    if let message = value["message"]?.string, value["title"] == nil {
      throw item.fault("this is no export but the host's answer \(quoted(message))")
    }
    let marks = [
      "headRefName", "baseRefName", "mergedAt", "merged_at", "isDraft", "closingIssuesReferences",
      "head", "base",
    ]
    let isPullRequest =
      value["pull_request"].map { !$0.isNull } == true
      || marks.contains { value[$0] != nil } || addresses.first?.kind == "pull"
    if isPullRequest { try pullRequest(item) } else { try issue(item) }
  }

  private mutating func belongs(_ repository: String, _ item: JSONStream.Item) throws(Fault) {
    let name = repository.lowercased()
    if let known = export.repository, known != name {
      throw item.fault(
        "this is of \(name), and what came before is of \(known); import one repository a call")
    }
    export.repository = name
  }

  private mutating func issue(_ item: JSONStream.Item) throws(Fault) {
    let number = item.value["number"]?.integer
    let fields = HostFields(item, item.value, what: number.map { "issue \($0)" } ?? "an issue")
    guard let title = try fields.text("title") else { throw fields.missing("title") }
    guard let state = try fields.text("state") else { throw fields.missing("state") }
    guard ["open", "closed"].contains(state.lowercased()) else {
      throw fields.fault("`state` is \(quoted(state)), neither open nor closed")
    }
    var issue = HostIssue(
      number: try fields.number(), title: Self.line(title), body: try fields.text("body") ?? "",
      author: try fields.author(), created: try fields.created(),
      isClosed: state.lowercased() == "closed")
    if issue.title.isEmpty { throw fields.fault("`title` is empty") }
    try check(issue.body, fields)
    issue.updated = try fields.time("updatedAt", "updated_at")
    issue.tellsItsAge = issue.updated != nil || item.value["comments"]?.array != nil
    issue.closed = try fields.time("closedAt", "closed_at")
    if let login = fields.value("closed_by")?["login"]?.string {
      issue.closer = HostAuthor(login: login)
    }
    let reason = try fields.text("stateReason", "state_reason")?.lowercased()
    issue.reason = reason.flatMap { $0.isEmpty || !issue.isClosed ? nil : $0 }
    issue.labels = try fields.names("labels", key: "name")
    issue.assignees = try fields.names("assignees", key: "login")
    export.issues.append(issue)
    // The REST interface gives only how many there are.
    for entry in fields.value("comments")?.array ?? [] {
      try comment(item, entry, on: issue.number)
    }
  }

  private mutating func comment(
    _ item: JSONStream.Item, _ value: JSON, on issue: Int?
  ) throws(Fault) {
    let fields = HostFields(
      item, value, what: issue.map { "a comment on issue \($0)" } ?? "a comment")
    guard value.object != nil else { throw fields.fault("it is no object") }
    let address = ["html_url", "url"].lazy.compactMap { value[$0]?.string }
      .compactMap { HostAddress($0) }.first { $0.comment != nil }
    if let address { try belongs(address.repository, item) }
    let parent = ["issue_url", "pull_request_url"].lazy.compactMap { value[$0]?.string }
      .compactMap { HostAddress($0) }.first
    if address?.kind == "pull" || parent?.kind == "pull" {
      export.leftOut += 1
      return
    }
    guard let number = issue ?? address?.number ?? parent?.number, IssueNumber(number) != nil
    else { throw fields.fault("nothing tells its issue; export its `url` too") }
    var ids: [String] = []
    if let id = address?.comment { ids.append(String(id)) }
    if let id = value["id"]?.integer { ids.append(String(id)) }
    ids += [value["id"], value["node_id"]].compactMap { $0?.string }.filter { !$0.isEmpty }
    guard let first = ids.first else {
      throw fields.fault("it has neither `id` nor `url`, so that it could be told from others")
    }
    let comment = HostComment(
      ids: [first] + ids.dropFirst().filter { $0 != first }, number: number,
      author: try fields.author(), created: try fields.created(),
      body: try fields.text("body") ?? "")
    try check(comment.body, fields)
    export.comments.append(comment)
  }

  private mutating func pullRequest(_ item: JSONStream.Item) throws(Fault) {
    let number = item.value["number"]?.integer
    let fields = HostFields(
      item, item.value, what: number.map { "pull request \($0)" } ?? "a pull request")
    guard let title = try fields.text("title") else { throw fields.missing("title") }
    let body = try fields.text("body") ?? ""
    var named: [Int] = []
    for reference in fields.value("closingIssuesReferences")?.array ?? [] {
      if let number = reference["number"]?.integer { named.append(number) }
    }
    named += MentionedIssues.numbers(in: title + "\n" + body, of: export.repository)
    let own = try fields.number()
    var seen: Set<Int> = [own]
    export.pullRequests.append(
      HostPullRequest(
        number: own, title: Self.line(title), author: try fields.author(),
        created: try fields.created(), named: named.filter { seen.insert($0).inserted }))
    export.leftOut += fields.value("comments")?.array?.count ?? 0
  }

  /// An event's text has a limit everywhere, so that no clone refuses what another wrote.
  private func check(_ body: String, _ fields: HostFields) throws(Fault) {
    let largest = 1 << 20
    if body.utf8.count > largest {
      throw fields.fault("its text has \(body.utf8.count) bytes; at most \(largest) are kept")
    }
  }

  private static func line(_ title: String) -> String {
    let words = title.split(whereSeparator: { $0.isNewline })
    return String(words.joined(separator: " ").drop { $0.isWhitespace })
  }

  private func quoted(_ text: String) -> String { "\"\(text.prefix(60))\"" }
}
