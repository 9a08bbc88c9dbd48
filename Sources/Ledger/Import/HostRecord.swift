import Research

/// Who did something on a host.
struct HostAuthor: Hashable {
  /// The account; `ghost` where the host has deleted it.
  var login: String
  /// Whether the host calls it a stranger to the repository: anybody can post as anybody then.
  var isOutsider = false
}

/// A comment as a host exports it.
struct HostComment: Hashable {
  /// All ids the host gives it, the one that is kept first.
  var ids: [String]
  /// The issue or pull request it was made on.
  var number: Int
  var author: HostAuthor
  var created: Timestamp
  var body: String
}

/// An issue as a host exports it.
struct HostIssue: Hashable {
  var number: Int
  var title: String
  var body: String
  var author: HostAuthor
  var created: Timestamp
  var updated: Timestamp?
  /// Whether the export holds enough to tell that another is newer: its last change, or its
  /// comments.
  var tellsItsAge = false
  var isClosed: Bool
  var closed: Timestamp?
  /// Who closed it, where the export says so.
  var closer: HostAuthor?
  var reason: String?
  /// Nil where the export does not say.
  var labels: [String]?
  var assignees: [String]?
}

/// A pull request as a host exports it: what it is for, not what it holds.
struct HostPullRequest: Hashable {
  var number: Int
  var title: String
  var author: HostAuthor
  var created: Timestamp
  /// The issues that it closes or names, which may be other pull requests.
  var named: [Int]
}

/// All that one call imports.
public struct HostExport {
  var issues: [HostIssue] = []
  var comments: [HostComment] = []
  var pullRequests: [HostPullRequest] = []
  /// Comments on pull requests, which have no thread here.
  var leftOut = 0
  /// The one repository that all addresses name, as `owner/name`.
  var repository: String?

  /// An export that holds nothing yet.
  public init() {}
}
