/// What a path is to the experiment protocol.
public enum ProtocolPlace: Hashable, Sendable {
  /// `experiments/survey-*.md`.
  case survey
  /// A spec, or an event that registers, amends or withdraws one.
  case spec(of: String)
  /// A result directory, or anything in it but its analysis.
  case measured(of: String)
  /// `analysis.md` of a result directory, an analysis or a verdict in the ledger.
  case analysis(of: String)
  /// Questions, the research log, hand-offs, the program's state.
  case program
  /// `SYNTHESIS.md`.
  case synthesis
  /// Ledger files that everybody writes: issues, agents, cycles, policy.
  case common
  /// Everything else.
  case code
}

/// Tells what paths are to the protocol: the ledger's own, and those of adopted projects.
///
/// An adopted project has its files at the repository's root, or in a folder such as `.kit/`.
/// Letters count the same in either case, as some file systems take them.
public struct ProtocolPlaces: Sendable {
  private let roots: Set<String>

  /// - Parameter roots: folders that hold `experiments/` and `results/` beside the repository's
  ///   root and hidden folders in it, which always count.
  public init(roots: some Sequence<String> = []) {
    self.roots = Set(roots.map { $0.lowercased() })
  }

  /// With the folders that a policy's protections show to hold specs or results.
  public init(protections: some Sequence<Protection>) {
    var roots: [String] = []
    for protection in protections where protection.content != .files {
      let parts = protection.pattern.lowercased().split(separator: "/").map(String.init)
      guard let index = parts.firstIndex(where: { $0 == "experiments" || $0 == "results" }),
        parts[..<index].allSatisfy({ part in !part.contains { "*?[".contains($0) } })
      else { continue }
      roots.append(parts[..<index].joined(separator: "/"))
    }
    self.init(roots: roots)
  }

  /// What a path from the repository's root is, without `.` and `..` in it.
  public func place(of path: String) -> ProtocolPlace {
    let parts = path.split(separator: "/").map(String.init)
    let folded = parts.map { $0.lowercased() }
    guard let last = folded.last else { return .code }
    if folded[0] == ".research" { return Self.ledgerPlace(parts, folded) }
    for (index, part) in folded.enumerated().dropLast() {
      let isFolder = part == "experiments" || part == "results" || part == "handoffs"
      guard isFolder, isRoot(folded[..<index]) || Self.isNumbered(part, folded[index + 1])
      else { continue }
      let rest = Array(parts[(index + 1)...])
      switch part {
      case "results": return Self.resultPlace(rest, last)
      case "handoffs": return .program
      default:
        if let place = Self.specPlace(rest, last) { return place }
      }
    }
    guard isRoot(folded.dropLast()[...]) else { return .code }
    switch last {
    case "questions.md", "research_log.md", "handoff.md", "program_state.json": return .program
    case "synthesis.md": return .synthesis
    default: return .code
    }
  }

  /// The repository's root, a hidden folder in it, or one that was given.
  private func isRoot(_ folders: ArraySlice<String>) -> Bool {
    if folders.isEmpty { return true }
    if folders.count == 1, folders.first?.hasPrefix(".") == true { return true }
    return roots.contains(folders.joined(separator: "/"))
  }

  /// Names such as `exp-001-x` and `survey-x.md` mean the protocol wherever they lie.
  private static func isNumbered(_ folder: String, _ name: String) -> Bool {
    if folder == "experiments", name.hasPrefix("survey-"), name.hasSuffix(".md") { return true }
    guard folder != "handoffs", name.hasPrefix("exp-") else { return false }
    return name.utf8.dropFirst(4).first.map { $0 >= 48 && $0 <= 57 } == true
  }

  private static func specPlace(_ rest: [String], _ last: String) -> ProtocolPlace? {
    guard last.hasSuffix(".md"), let first = rest.first else { return nil }
    if first.lowercased().hasPrefix("survey-") { return .survey }
    return .spec(of: rest.count == 1 ? String(first.dropLast(3)) : first)
  }

  private static func resultPlace(_ rest: [String], _ last: String) -> ProtocolPlace {
    rest.count > 1 && last == "analysis.md" ? .analysis(of: rest[0]) : .measured(of: rest[0])
  }

  private static func ledgerPlace(_ parts: [String], _ folded: [String]) -> ProtocolPlace {
    guard parts.count > 2, let last = folded.last else {
      switch folded.last {
      case "questions.md", "research_log.md", "handoff.md", "program_state.json": return .program
      case "synthesis.md": return .synthesis
      default: return .common
      }
    }
    switch folded[1] {
    case "experiments":
      let name = parts.count == 3 && last.hasSuffix(".md") ? parts[2].dropLast(3) : parts[2][...]
      let kind = last.hasSuffix(".md") ? EventName(parts[parts.count - 1].dropLast(3))?.kind : nil
      switch kind?.rawValue {
      case "verdict", "analysis": return .analysis(of: String(name))
      default: return .spec(of: String(name))
      }
    case "results": return resultPlace(Array(parts[2...]), last)
    case "program", "handoffs": return .program
    default: return .common
    }
  }
}
