/// What stands on the roster: a researcher of either kind, or a machine that only gives notices.
public enum AgentKind: String, CaseIterable, Sendable {
  case agent, human, system
}

/// What a joining or editing event says of an agent; nil where it says nothing.
public struct AgentProfile: Hashable, Sendable {
  /// What it is; the fold takes ``AgentKind/agent`` where nobody said.
  public var kind: AgentKind?
  /// What it is there for, in its lab's words, such as `experimentalist`; see ``Agent/isManager``.
  public var role: String?
  /// The model behind an agent, in its maker's spelling.
  public var model: String?
  /// Other spellings of the same identity, as commits and hosts show them.
  public var aliases: [String]?
  /// May stay silent.
  public var isExempt: Bool?
  /// The cycle by whose end a first result is owed.
  public var due: Int?
  /// To whom it answers.
  public var reportsTo: AgentName?
  /// The public key that signs for this agent, as `ssh-ed25519 AAAA…`.
  public var key: String?

  /// A profile that says what is given, and nothing of the rest.
  public init(
    kind: AgentKind? = nil, role: String? = nil, model: String? = nil, aliases: [String]? = nil,
    isExempt: Bool? = nil, due: Int? = nil, reportsTo: AgentName? = nil, key: String? = nil
  ) {
    self.kind = kind
    self.role = role
    self.model = model
    self.aliases = aliases
    self.isExempt = isExempt
    self.due = due
    self.reportsTo = reportsTo
    self.key = key
  }

  /// True when it says nothing at all.
  public var isEmpty: Bool { self == AgentProfile() }

  mutating func take(_ newer: AgentProfile) {
    kind = newer.kind ?? kind
    role = newer.role ?? role
    model = newer.model ?? model
    aliases = newer.aliases ?? aliases
    isExempt = newer.isExempt ?? isExempt
    due = newer.due ?? due
    reportsTo = newer.reportsTo ?? reportsTo
    key = newer.key ?? key
  }
}

/// One entry of the roster, as its events make it.
public struct Agent: Hashable, Sendable {
  /// A warning, with the event that gave it.
  public enum Warning: Hashable, Sendable {
    case warned(EventName)
    case final(EventName)
  }
  /// A time on the roster, from a joining to a retirement.
  public struct Term: Hashable, Sendable {
    /// The event that began it.
    public let joined: Event
    /// The retirement that ended it; nil while it lasts.
    public var left: Event?
  }

  /// Under which it speaks; the folder of its events.
  public let name: AgentName
  /// What its joinings and edits say together, the later ones first.
  public var profile: AgentProfile
  /// The agent's own page: its instructions, in Markdown.
  public var page: String
  /// Its times on the roster, oldest first.
  public var terms: [Term]
  /// Since it last joined, oldest first.
  public var warnings: [Warning]
  /// The text of its last retirement; nil since it joined again.
  public var retirementReason: String?

  /// What it is.
  public var kind: AgentKind { profile.kind ?? .agent }
  /// Whether it may stay silent.
  public var isExempt: Bool { profile.isExempt ?? false }
  /// Whether it is on the roster now: it joined, and was not retired since.
  public var isActive: Bool { terms.last.map { $0.left == nil } ?? false }
  /// Whether its role has the word manager in it, in any case: managers close, and set the policy.
  public var isManager: Bool { profile.role.map { $0.lowercased().contains("manager") } ?? false }

  /// Whether it was on the roster at that moment.
  public func wasActive(at moment: Timestamp) -> Bool {
    terms.contains { term in
      term.joined.time <= moment && (term.left.map { $0.time > moment } ?? true)
    }
  }

  /// The fold of an agent's events; nil when none of them is a joining.
  public init?(name: AgentName, events: [Event]) {
    self.name = name
    profile = AgentProfile()
    page = ""
    terms = []
    warnings = []
    for event in causalOrder(events) {
      switch event.payload {
      case .joined(let profile):
        if isActive {
          self.profile.take(profile)
        } else {
          terms.append(Term(joined: event))
          self.profile = profile
          warnings = []
          retirementReason = nil
        }
        if !event.body.isEmpty { page = event.body }
      case .edited(let profile):
        self.profile.take(profile)
        if !event.body.isEmpty { page = event.body }
      case .warned(let isFinal):
        warnings.append(isFinal ? .final(event.name) : .warned(event.name))
      case .retired:
        guard isActive else { continue }
        terms[terms.count - 1].left = event
        retirementReason = event.body
      default: continue
      }
    }
    if terms.isEmpty { return nil }
  }
}
