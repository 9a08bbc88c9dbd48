/// The policy as its events make it.
extension Policy {
  /// The fold of the policy's events. Of those that do not know each other the stricter holds.
  ///
  /// A setting stands until somebody who knew it sets its key anew: one loosening does not undo
  /// a stricter setting made meanwhile elsewhere, however many follow it. Where keys are held, one
  /// that was said without authority takes the place of none, and makes nothing milder.
  ///
  /// - Parameter authorised: the events that may loosen what holds, ``Authority/authorised``.
  public init(_ events: [Event], authorised: Set<EventName> = []) {
    self.init()
    let ordered = causalOrder(events)
    protections = Research.protections(after: ordered, authorised: authorised)
    for event in ordered {
      if case .founded(let version) = event.payload {
        ledgerVersion = max(ledgerVersion ?? 0, version)
      }
    }
    let settings = StandingSettings(ordered, authorised: authorised)
    var seen: Set<String> = []
    for setting in settings.binding {
      var changed = self
      changed.apply(setting)
      let isFirst = seen.insert(setting.key).inserted
      self = isFirst ? changed : changed.stricter(than: self, of: setting.key)
    }
    for setting in settings.others {
      var changed = self
      changed.apply(setting)
      self = changed.stricter(than: self, of: setting.key)
    }
  }
}

/// The settings that nobody who knew them set anew, the oldest first.
private struct StandingSettings {
  /// Those that hold as they are.
  private(set) var binding: [PolicySetting] = []
  /// Those that hold as far as they are stricter.
  private(set) var others: [PolicySetting] = []

  init(_ ordered: [Event], authorised: Set<EventName>) {
    let era = KeyEra(ordered, authorised: authorised)
    // From the end: which keys were set by somebody who knew the event.
    var overtaken: [EventName: Set<String>] = [:]
    for event in ordered.reversed() {
      var keys = overtaken[event.name] ?? []
      var scratch = Policy()
      if case .set(let setting) = event.payload, scratch.apply(setting) == nil {
        if authorised.contains(event.name) || era.isBeyond(event.name) {
          if keys.insert(setting.key).inserted { binding.append(setting) }
        } else if !keys.contains(setting.key) {
          others.append(setting)
        }
      }
      for name in event.after { overtaken[name, default: []].formUnion(keys) }
    }
    binding.reverse()
    others.reverse()
  }
}

/// When keys had authority: not before the first was given, and not once all were taken.
private struct KeyEra {
  private var past: CausalPast?
  private var given: [(name: EventName, key: SigningKey)] = []
  private var taken: [(name: EventName, key: SigningKey)] = []
  /// What the givers of all keys knew.
  private var before: Set<EventName> = []

  init(_ ordered: [Event], authorised: Set<EventName>) {
    for event in ordered where authorised.contains(event.name) {
      guard case .key(let change) = event.payload else { continue }
      if change.removes {
        taken.append((event.name, change.key))
      } else {
        given.append((event.name, change.key))
      }
    }
    guard let first = given.first else { return }
    let past = CausalPast(ordered)
    before = given.dropFirst().reduce(past.names(before: first.name)) {
      $0.intersection(past.names(before: $1.name))
    }
    self.past = past
  }

  /// Whether no key held when an event was written, as far as that event knew.
  func isBeyond(_ event: EventName) -> Bool {
    guard let past, !before.contains(event) else { return true }
    if taken.isEmpty { return false }
    let known = past.names(before: event)
    return given.allSatisfy { one in
      known.contains(one.name)
        && taken.contains { $0.key == one.key && known.contains($0.name) }
    }
  }
}
