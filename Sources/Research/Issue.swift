/// An issue as its events make it.
public struct Issue: Hashable, Sendable {
  /// Whether there is still something to do.
  public enum State: String, CaseIterable, Sendable {
    case open, closed
  }

  /// What people call it; two issues have one where two clones opened it before they met, until
  /// that is settled.
  public var number: IssueNumber
  /// The number that it was opened under: the folder where its events lie, for good.
  public let place: IssueNumber
  /// Whether its number means another issue as well, which is to be settled.
  public var isAmbiguous = false
  /// The issue's identity, whatever number it is called by.
  public let opening: EventName
  /// The event that opened it.
  public let opened: Event
  /// The last one given, in causal order.
  public var title: String
  /// The description; the last edit's.
  public var text: String
  /// Open until closed, and again when reopened.
  public var state: State
  /// Why it was closed, when it is.
  public var closedReason: String?
  /// In the order in which they were added.
  public var labels: [String]
  /// In the order in which they were assigned.
  public var assignees: [AgentName]
  /// 0 (first) … 4 (last); nil when nobody said, see ``usualPriority``.
  public var priority: Int?
  /// Put off, and until when if that was said.
  public var deferral: EventName?
  /// As it was said, which need not be a date; nil when it was not.
  public var deferredUntil: String?
  /// The issues that cannot be worked on before this one is closed.
  public var blocks: [IssueNumber]
  /// The issues whose directive this one follows.
  public var per: [IssueNumber]
  /// Numbers of pull requests on the host.
  public var pullRequests: [Int]
  /// The issue that this one is a part of.
  public var parent: IssueNumber?
  /// The number that the host gave to an issue opened here.
  public var hostNumber: Int?
  /// All of its events in causal order, those without effect too.
  public let events: [Event]

  /// Who opened it; `system` for an imported issue of somebody on no roster.
  public var creator: AgentName { opened.agent }
  /// Whether it was put off and neither taken up nor reopened since.
  public var isDeferred: Bool { deferral != nil }
  /// Issues without a priority stand in the middle.
  public static let usualPriority = 2

  /// Comments and notices, in order.
  public var conversation: [Event] {
    events.filter {
      switch $0.payload {
      case .comment, .notice: true
      default: false
      }
    }
  }

  /// The last status an agent gave, whoever it was.
  public var lastStatus: String? {
    for event in events.reversed() {
      if case .comment(let comment) = event.payload, let status = comment.status {
        return status
      }
    }
    return nil
  }

  /// The folds of all issues that were opened under one number: the keeper of the number first.
  ///
  /// Two clones can open the same number before they meet. The number stays with the opening that
  /// comes first causally, then by the lowest name; events name the opening they belong to.
  public static func folding(_ number: IssueNumber, _ events: [Event]) -> [Issue] {
    var byOpening: [EventName: [Event]] = [:]
    var openings: [Event] = []
    for event in events {
      guard case .issue(number, let opening) = event.thread else { continue }
      byOpening[opening, default: []].append(event)
      if case .opened = event.payload { openings.append(event) }
    }
    return keeperFirst(openings).compactMap {
      Issue(number: number, opening: $0, byOpening[$0.name] ?? [])
    }
  }

  private init?(number: IssueNumber, opening: Event, _ events: [Event]) {
    guard case .opened(let start) = opening.payload else { return nil }
    self.number = number
    place = number
    self.opening = opening.name
    opened = opening
    title = start.title
    text = opening.body
    state = .open
    labels = []
    assignees = []
    priority = start.priority
    blocks = []
    per = []
    pullRequests = []
    self.events = causalOrder(events)
    var lists = Lists()
    lists.labels.add(start.labels)
    lists.assignees.add(start.assignees)
    for event in self.events where event.name != opening.name { apply(event, &lists) }
    labels = lists.labels.elements
    assignees = lists.assignees.elements
    blocks = lists.blocks.elements
    per = lists.per.elements
    pullRequests = lists.pullRequests.elements
  }

  /// What events add to and take from, while they are folded.
  private struct Lists {
    var labels = Distinct<String>()
    var assignees = Distinct<AgentName>()
    var blocks = Distinct<IssueNumber>()
    var per = Distinct<IssueNumber>()
    var pullRequests = Distinct<Int>()
  }

  private mutating func apply(_ event: Event, _ lists: inout Lists) {
    switch event.payload {
    case .edit(let newTitle):
      title = newTitle ?? title
      if !event.body.isEmpty { text = event.body }
    case .close(let reason):
      state = .closed
      closedReason = reason
    case .reopen:
      state = .open
      closedReason = nil
      deferral = nil
      deferredUntil = nil
    case .label(let add, let remove):
      lists.labels.remove(remove)
      lists.labels.add(add)
    case .assign(let add, let remove):
      lists.assignees.remove(remove)
      lists.assignees.add(add)
    case .deferral(let until):
      deferral = event.name
      deferredUntil = until
    case .resumed:
      deferral = nil
      deferredUntil = nil
    case .priority(let value): priority = value
    case .link(let link): apply(link, &lists)
    default: break
    }
  }

  private mutating func apply(_ link: IssueLink, _ lists: inout Lists) {
    if link.removes {
      lists.blocks.remove(link.blocks)
      lists.per.remove(link.per)
      lists.pullRequests.remove(link.pullRequests)
      if link.parent != nil, link.parent == parent { parent = nil }
      if link.host != nil, link.host == hostNumber { hostNumber = nil }
    } else {
      lists.blocks.add(link.blocks)
      lists.per.add(link.per)
      lists.pullRequests.add(link.pullRequests)
      parent = link.parent ?? parent
      hostNumber = link.host ?? hostNumber
    }
  }
}
