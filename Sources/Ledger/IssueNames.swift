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
  /// The issues opened under one number, whatever they are called now, and what the names of their
  /// conversation tell: the folder is looked through once, and nothing that was said is read.
  public func outline(of number: IssueNumber) throws -> (issues: [Issue], talk: IssueNames) {
    var talk = IssueNames()
    var last: ArraySlice<UInt8> = []
    let files = try files(in: .issue(number)) { kind in
      !EventKind.talk.contains(String(kind))
    } others: { name in
      talk.comments += 1
      if last.lexicographicallyPrecedes(name) { last = name }
    }
    talk.lastComment = EventName(bytes: last)
    return (try issues(number, folding: files.compactMap { try event(in: $0) }), talk)
  }
}
