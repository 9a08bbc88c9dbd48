/// The protections that stand after the policy's events: each pattern once, in the order of names.
///
/// Only an authorised event takes a protection back or makes it milder, and only what it knew; any
/// other that names the pattern adds to it, and of what stands side by side the stricter holds.
func protections(after ordered: [Event], authorised: Set<EventName>) -> [Protection] {
  // By bytes: to git, "é" in one code point and in two are two names.
  var standing: [[UInt8]: [(name: EventName, rule: Protection)]] = [:]
  var past: CausalPast?
  for event in ordered {
    let pattern: [UInt8]
    var added: Protection?
    switch event.payload {
    case .protect(let rule, _): (pattern, added) = (Array(rule.pattern.utf8), rule)
    case .unprotect(let taken): pattern = Array(taken.utf8)
    default: continue
    }
    if authorised.contains(event.name) {
      let known = (past ?? CausalPast(ordered))
      past = known
      let before = known.names(before: event.name)
      standing[pattern]?.removeAll { before.contains($0.name) }
    }
    if let added { standing[pattern, default: []].append((event.name, added)) }
  }
  return standing.values.compactMap { rules in
    rules.first.map { rules.dropFirst().reduce($0.rule) { $0.stricter(with: $1.rule) } }
  }.sorted { $0.pattern.utf8.lexicographicallyPrecedes($1.pattern.utf8) }
}

extension Policy {
  /// Whether an event makes anything milder that this policy says.
  public func isLoosened(by event: Event) -> Bool {
    switch event.payload {
    case .set(let setting):
      var changed = self
      guard changed.apply(setting) == nil else { return false }
      return changed.stricter(than: self, of: setting.key) != changed
    case .protect(let rule, _):
      return protections.contains {
        $0.pattern.utf8.elementsEqual(rule.pattern.utf8) && $0.stricter(with: rule) != rule
      }
    default: return event.payload.needsAuthority
    }
  }
}

/// Which events an event knew, through however many others.
struct CausalPast {
  private let after: [EventName: [EventName]]

  init(_ events: [Event]) {
    after = Dictionary(events.map { ($0.name, $0.after) }, uniquingKeysWith: { first, _ in first })
  }

  /// The names of all that lie before an event; itself only where it is in a ring.
  func names(before name: EventName) -> Set<EventName> {
    var found: Set<EventName> = []
    var open = after[name] ?? []
    while let next = open.popLast() {
      if found.insert(next).inserted { open += after[next] ?? [] }
    }
    return found
  }
}
