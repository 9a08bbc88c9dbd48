public import Research

/// Who did something on a host.
public struct HostAuthor: Hashable, Sendable {
  /// The account; `ghost` where the host has deleted it.
  public var login: String
  /// Whether the host calls it a stranger to the repository: anybody can post as anybody then.
  public var isOutsider = false
}

/// A comment as a host exports it.
public struct HostComment: Hashable, Sendable {
  /// All ids the host gives it, the one that is kept first.
  public var ids: [String]
  /// The issue or pull request it was made on.
  public var number: Int
  public var author: HostAuthor
  public var created: Timestamp
  public var body: String
}

/// An issue as a host exports it.
public struct HostIssue: Hashable, Sendable {
  public var number: Int
  public var title: String
  public var body: String
  public var author: HostAuthor
  public var created: Timestamp
  public var updated: Timestamp?
  /// Whether the export holds enough to tell that another is newer: its last change, or its
  /// comments.
  public var tellsItsAge = false
  public var isClosed: Bool
  public var closed: Timestamp?
  /// Who closed it, where the export says so.
  public var closer: HostAuthor?
  public var reason: String?
  /// Nil where the export does not say.
  public var labels: [String]?
  public var assignees: [String]?
}

/// A pull request as a host exports it: what it is for, not what it holds.
public struct HostPullRequest: Hashable, Sendable {
  public var number: Int
  public var title: String
  public var author: HostAuthor
  public var created: Timestamp
  /// The issues that it closes or names, which may be other pull requests.
  public var named: [Int]
}

/// All that one call imports.
public struct HostExport: Sendable {
  public var issues: [HostIssue] = []
  public var comments: [HostComment] = []
  public var pullRequests: [HostPullRequest] = []
  /// Comments on pull requests, which have no thread here.
  public var leftOut = 0
  /// The one repository that all addresses name, as `owner/name`.
  public internal(set) var repository: String?

  /// An export that holds nothing yet.
  public init() {}
}
