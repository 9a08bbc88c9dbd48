/// Puts the events of a thread into one order that every clone agrees on.
///
/// An event comes after all that it names in `after`. Of events that do not know each other the
/// earlier time comes first, then the lower name, so that a clock that is years off decides
/// nothing once somebody has answered. The order of arrival has no part in it. The events of a
/// ring of `after`, which only tampering makes, stand together, by time and name, before whatever
/// follows any of them.
public func causalOrder(_ events: [Event]) -> [Event] {
  if events.count < 2 { return events }
  let graph = CausalGraph(events)
  if graph.isOrdered { return graph.events }

  let ring = graph.rings()
  var members = [[Int]](repeating: [], count: ring.count)
  var waitsFor = [Int](repeating: 0, count: ring.count)
  for (place, first) in ring.enumerated() {
    members[first].append(place)
    for follower in graph.followers[place] where ring[follower] != first {
      waitsFor[ring[follower]] += 1
    }
  }
  var ready = Heap(ring.indices.filter { ring[$0] == $0 && waitsFor[$0] == 0 })
  var ordered: [Event] = []
  while let first = ready.removeFirst() {
    for place in members[first] {
      ordered.append(graph.events[place])
      for follower in graph.followers[place] where ring[follower] != first {
        waitsFor[ring[follower]] -= 1
        if waitsFor[ring[follower]] == 0 { ready.insert(ring[follower]) }
      }
    }
  }
  return ordered
}

/// The ends of the thread, by name: the events that no other of these names in `after`.
///
/// Naming itself, or a ring, hides no event: somebody who writes next must name it, lest its
/// clock decide for ever.
public func causalEnds(_ events: [Event]) -> [EventName] {
  let graph = CausalGraph(events)
  let ring = graph.isOrdered ? Array(graph.events.indices) : graph.rings()
  var isNamed = [Bool](repeating: false, count: ring.count)
  for (place, first) in ring.enumerated() {
    if graph.followers[place].contains(where: { ring[$0] != first }) { isNamed[first] = true }
  }
  return graph.events.indices.filter { !isNamed[ring[$0]] }.map { graph.events[$0].name }.sorted()
}

/// A binary heap of indices, smallest first.
private struct Heap {
  private var items: [Int]

  init(_ sorted: [Int]) { items = sorted }

  mutating func insert(_ item: Int) {
    items.append(item)
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if items[parent] <= items[child] { break }
      items.swapAt(parent, child)
      child = parent
    }
  }

  mutating func removeFirst() -> Int? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if items.isEmpty { return first }
    items[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
        if items[child] < items[least] { least = child }
      }
      if least == parent { return first }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
