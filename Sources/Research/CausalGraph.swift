/// The events of a thread, each once, by time and then name, and who names whom in `after`.
struct CausalGraph {
  let events: [Event]
  /// For each event the places of those that name it; an event that names itself says nothing.
  private(set) var followers: [[Int]]
  /// Every event stands behind all that it names: honest clocks, and no ring.
  private(set) var isOrdered = true

  init(_ all: [Event]) {
    let sorted = all.sorted { ($0.time, $0.name) < ($1.time, $1.name) }
    var place: [EventName: Int] = [:]
    var events: [Event] = []
    for event in sorted where place[event.name] == nil {
      place[event.name] = events.count
      events.append(event)
    }
    followers = [[Int]](repeating: [], count: events.count)
    for (later, event) in events.enumerated() {
      for name in Set(event.after) {
        guard let earlier = place[name], earlier != later else { continue }
        followers[earlier].append(later)
        if earlier > later { isOrdered = false }
      }
    }
    self.events = events
  }

  /// For each event the first place of its ring; its own place where it is in none.
  ///
  /// A ring is a largest set of events each of which names every other through some chain
  /// (Tarjan's strongly connected components, without recursion).
  func rings() -> [Int] {
    var ring = [Int?](repeating: nil, count: events.count)
    var found = [Int?](repeating: nil, count: events.count)
    var lowest = [Int](repeating: 0, count: events.count)
    var visited = [Int](repeating: 0, count: events.count)
    var open: [Int] = []
    var path: [Int] = []
    var steps = 0
    for root in events.indices where found[root] == nil {
      path.append(root)
      while let at = path.last {
        if found[at] == nil {
          found[at] = steps
          lowest[at] = steps
          steps += 1
          open.append(at)
        }
        if visited[at] < followers[at].count {
          let next = followers[at][visited[at]]
          visited[at] += 1
          if let seen = found[next] {
            if ring[next] == nil { lowest[at] = min(lowest[at], seen) }
          } else {
            path.append(next)
          }
          continue
        }
        path.removeLast()
        if let above = path.last { lowest[above] = min(lowest[above], lowest[at]) }
        if lowest[at] != found[at] { continue }
        var members: [Int] = []
        repeat {
          guard let member = open.popLast() else { break }
          members.append(member)
        } while members.last != at
        let first = members.min() ?? at
        for member in members { ring[member] = first }
      }
    }
    return ring.enumerated().map { $1 ?? $0 }
  }
}
