/// Whether a branch of code carries a copy of the ledger, as the policy has it.
public enum Carrying: Hashable, Sendable {
  /// Whoever wants to runs `rtrack carry`; what holds when nothing is set.
  case byHand
  /// Each `sync` that is made where this branch is checked out brings its copy in step.
  case branch(String)
  /// No branch is to carry it any longer; a copy that is there stays as it is.
  case stopped

  /// Reads `by-hand`, `none` or the plain name of a branch; nil for what is none of them.
  public init?(_ text: String) {
    switch text {
    case "by-hand": self = .byHand
    case "none": self = .stopped
    default:
      let isName =
        (1...200).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasPrefix("refs/")
        && text.utf8.allSatisfy { $0 > 32 && $0 != 127 && !":?*[\\^~".utf8.contains($0) }
      if !isName { return nil }
      self = .branch(text)
    }
  }

  /// As it is set.
  public var text: String {
    switch self {
    case .byHand: "by-hand"
    case .branch(let name): name
    case .stopped: "none"
    }
  }
}
