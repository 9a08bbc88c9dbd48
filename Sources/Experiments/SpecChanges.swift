import Research

/// What is different between two specs of one experiment, part by part.
public struct SpecChanges: Sendable {
  /// A line each, such as `Success Criteria: SC-2 changed, SC-4 added`; empty where only white
  /// space between parts differs.
  public let lines: [String]

  /// What `new` says otherwise than `old`.
  public init(from old: SpecReading, to new: SpecReading) {
    var lines: [String] = []
    if old.spec.name != new.spec.name { lines.append("title: \(new.spec.name)") }
    for heading in SpecHeading.allCases {
      let (before, after) = (old.outline.parts[heading], new.outline.parts[heading])
      if before?.text == after?.text { continue }
      let name = heading.title
      if before == nil {
        lines.append("\(name): added")
      } else if after == nil {
        lines.append("\(name): removed")
      } else {
        let details = Self.details(heading, old.spec, new.spec)
        lines.append("\(name): " + (details.isEmpty ? "changed" : details.joined(separator: ", ")))
      }
    }
    lines += Self.sections(old.outline.others, new.outline.others)
    self.lines = lines
  }

  /// By name what was added, removed or changed, where a part has names.
  private static func details(_ heading: SpecHeading, _ old: Spec, _ new: Spec) -> [String] {
    switch heading {
    case .metrics:
      named(old.metrics, new.metrics, \.name) { a, b in
        a.role == b.role && a.range == b.range && a.direction == b.direction
      }
    case .independentVariables:
      named(old.variables, new.variables, \.name) { $0.values == $1.values }
    case .successCriteria:
      named(old.criteria, new.criteria, { $0.id ?? $0.prose }) { a, b in
        a.predicate == b.predicate && a.prose == b.prose
      }
    case .baselines:
      named(old.baselines, new.baselines, { $0.metric ?? $0.name }) { a, b in
        a.value == b.value && a.tolerance == b.tolerance
      }
    case .hypothesis, .controls, .minimumViableExperiment, .fullProtocol, .resourceBudget,
      .abortCriteria, .confounds:
      []
    }
  }

  private static func named<Element>(
    _ old: [Element], _ new: [Element], _ name: (Element) -> String,
    isSame: (Element, Element) -> Bool
  ) -> [String] {
    let before = Dictionary(old.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
    let after = Set(new.map(name))
    let changed = new.compactMap { element -> String? in
      let what = shortened(name(element), to: 40)
      guard let there = before[name(element)] else { return "\(what) added" }
      return isSame(there, element) ? nil : "\(what) changed"
    }
    let removed = old.filter { !after.contains(name($0)) }
    return changed + removed.map { "\(shortened(name($0), to: 40)) removed" }
  }

  private static func sections(_ old: [SpecOutline.Part], _ new: [SpecOutline.Part]) -> [String] {
    let before = Dictionary(old.map { ($0.title, $0.text) }, uniquingKeysWith: { a, _ in a })
    let after = Set(new.map(\.title))
    let changed = new.compactMap { part -> String? in
      let what = shortened(part.title, to: 40)
      guard let there = before[part.title] else { return "\(what): added" }
      return there == part.text ? nil : "\(what): changed"
    }
    let removed = old.filter { !after.contains($0.title) }
    return changed + removed.map { "\(shortened($0.title, to: 40)): removed" }
  }
}

extension SpecHeading {
  /// The words before the bracket.
  var title: String { trimmed(rawValue.prefix { $0 != "(" }) }
}
