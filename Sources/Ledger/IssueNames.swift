public import Research

/// What the names of an issue's events tell, without reading one of them.
public struct IssueNames: Sendable {
  /// Comments, results and notices.
  public var comments = 0
  /// The last of these by name; nil when nothing was said.
  public var lastComment: EventName?
  /// Those of a folder without events.
  public init() {}
}

extension Snapshot {
  /// What names tell of an issue.
  public func names(of number: IssueNumber) throws -> IssueNames {
    var names = IssueNames()
    var last: ArraySlice<UInt8> = []
    try forEachEventName(in: .issue(number)) { name in
      if EventKind.isTalk(nameOf: name) {
        names.comments += 1
        if last.lexicographicallyPrecedes(name) { last = name }
      }
    }
    names.lastComment = EventName(bytes: last)
    return names
  }
}
