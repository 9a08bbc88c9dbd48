public import Git
public import Research

/// Something that a look at a whole repository found, and that somebody should know of.
public struct HistoryFinding: Hashable, Sendable {
  /// Whether it counts against the repository.
  public enum Standing: Hashable, Sendable {
    /// Nothing authorised covers it.
    case open
    /// Worth knowing, and nobody's fault.
    case told
    /// Older than the protection of its path.
    case older
    /// An authorised event covers it.
    case covered(by: String)
  }

  /// The rule's name, or what was found beside the rules of commits.
  public var rule: String
  /// What became of the path, as ``Violation/Act`` says it; nil where nothing did.
  public var act: String?
  /// From the repository's root; nil for what concerns no path.
  public var path: String?
  /// The commit that did it.
  public var commit: ObjectID?
  /// Who wrote that commit.
  public var author: String?
  /// What that commit says of its time.
  public var time: Timestamp?
  /// What was there.
  public var before: Tree.Entry?
  /// What is there.
  public var after: Tree.Entry?
  /// Where: branches that hold the commit, or the witness.
  public var places: [String] = []
  /// What it means, in one sentence.
  public var message: String
  /// What to do.
  public var remedy: String
  /// Whether it counts.
  public var standing: Standing

  /// A finding from its parts.
  public init(
    _ rule: String, path: String? = nil, commit: ObjectID? = nil, message: String,
    remedy: String, standing: Standing = .open
  ) {
    self.rule = rule
    self.path = path
    self.commit = commit
    self.message = message
    self.remedy = remedy
    self.standing = standing
  }

  /// A violation that a commit is.
  init(_ violation: Violation, in commit: ObjectID) {
    self.init(
      violation.rule.rawValue, path: violation.path, commit: commit, message: violation.message,
      remedy: violation.remedy)
    act = violation.act.rawValue
    before = violation.before
    after = violation.after
  }

  /// What it is called, so that it can be acknowledged: the same in every clone. The rule, the
  /// commit that broke it, and the path; where no commit did, what was there before.
  public var id: String {
    let place = commit ?? before?.id ?? after?.id ?? .zero
    return "\(rule)@\(place.short):\(path ?? places.first ?? "commit")"
  }

  /// True when it counts against the repository.
  public var isOpen: Bool { standing == .open }

  /// In the order people read: what counts first, then by time, path and rule.
  public static func isBefore(_ a: HistoryFinding, _ b: HistoryFinding) -> Bool {
    if a.rank != b.rank { return a.rank < b.rank }
    let times = (a.time ?? Timestamp(seconds: 0), b.time ?? Timestamp(seconds: 0))
    if times.0 != times.1 { return times.0 < times.1 }
    return (a.path ?? "", a.rule, a.commit?.hex ?? "") < (b.path ?? "", b.rule, b.commit?.hex ?? "")
  }

  private var rank: Int {
    switch standing {
    case .open: 0
    case .covered: 1
    case .older: 2
    case .told: 3
    }
  }
}
