public import Research

/// What the names of an issue's events tell, without reading one of them.
public struct IssueNames: Sendable {
  /// How many openings there are: one, unless two clones met.
  public var openings = 0
  /// Comments, results and notices.
  public var comments = 0
  /// The last of these by name; nil when nothing was said.
  public var lastComment: EventName?
  /// Whether it was ever closed: only then its text says whether it still is.
  public var wasClosed = false
  /// Whether it was ever linked to anything.
  public var hasLinks = false

  /// Those of a folder without events.
  public init() {}
}

extension Snapshot {
  /// What names tell of an issue.
  public func names(of number: IssueNumber) throws -> IssueNames {
    var names = IssueNames()
    var last: ArraySlice<UInt8> = []
    try forEachEventName(in: .issue(number)) { name in
      let head = name.dropLast(7)
      if EventKind.isTalk(nameOf: name) {
        names.comments += 1
        if last.lexicographicallyPrecedes(name) { last = name }
      } else if head.hasSuffix(Self.opened) {
        names.openings += 1
      } else if head.hasSuffix(Self.close) {
        names.wasClosed = true
      } else if head.hasSuffix(Self.link) {
        names.hasLinks = true
      }
    }
    names.lastComment = EventName(bytes: last)
    return names
  }

  private static let opened = Array("-opened".utf8)
  private static let close = Array("-close".utf8)
  private static let link = Array("-link".utf8)

  /// The open issues that block each issue; only issues with links are read.
  ///
  /// - Parameter names: what names tell, where it is known already.
  public func blockers(
    _ names: [IssueNumber: IssueNames]? = nil
  ) throws -> [IssueNumber: [IssueNumber]] {
    var blockers: [IssueNumber: [IssueNumber]] = [:]
    for number in try issueNumbers() where try (names?[number] ?? self.names(of: number)).hasLinks {
      for issue in try issues(number, conversation: false) where issue.state == .open {
        for blocked in issue.blocks { blockers[blocked, default: []].append(issue.number) }
      }
    }
    return blockers
  }
}

extension ArraySlice<UInt8> {
  fileprivate func hasSuffix(_ end: [UInt8]) -> Bool { suffix(end.count).elementsEqual(end) }
}
