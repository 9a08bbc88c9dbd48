/// One setting of the policy, as an event changes it.
public struct PolicySetting: Hashable, Sendable {
  /// One of ``Policy/keys``; what is none of them has no effect.
  public var key: String
  /// What it is set to; most keys take one.
  public var values: [String]

  /// A setting; ``Policy/apply(_:)`` says whether it is one.
  public init(key: String, values: [String]) {
    self.key = key
    self.values = values
  }
}

/// How the numbers of issues are given out.
public enum Numbering: String, CaseIterable, Sendable {
  /// By this ledger.
  case own
  /// By a host; what is opened here is called `L7` until it is linked to a number there.
  case mirror
}

/// What holds for the whole ledger, as the policy's events make it.
public struct Policy: Hashable, Sendable {
  /// The version of the format that the ledger was founded with; nil before it is founded.
  public var ledgerVersion: Int?
  /// Silent cycles in a row until a warning, a final warning, and retirement are due.
  public var warnAfter = 1
  /// Silent cycles in a row until a final warning is due.
  public var finalWarningAfter = 2
  /// Silent cycles in a row until retirement is due.
  public var retireAfter = 3
  /// Patterns of paths that hold notes: a commit that touches nothing else is activity, not output.
  public var notePaths = ["notes/**", "**/notes.md"]
  /// Seconds for which a look at the remote counts as fresh.
  public var freshSeconds: Int64 = 600
  /// Seconds by which an event may be dated after its commit: clocks differ.
  public var skewSeconds: Int64 = 600
  /// Who gives out the numbers of issues.
  public var numbering = Numbering.own
  /// What is protected beside the code, by pattern.
  public internal(set) var protections: [Protection] = []
  /// The most bytes that a file of a run's results may have; of larger ones a pointer is kept.
  public var largestArtefact = 10 << 20
  /// Whether a branch of code carries a copy of the ledger.
  public var carrying = Carrying.byHand

  /// What holds before anybody has set anything.
  public init() {}

  /// The format version that this program reads and writes.
  public static let currentLedgerVersion = 1

  /// The keys that can be set, with what they take.
  public static let keys: [(key: String, takes: String)] = [
    ("silence.warn", "silent cycles in a row until a warning is due (1)"),
    ("silence.final", "silent cycles in a row until a final warning is due (2)"),
    ("silence.retire", "silent cycles in a row until retirement is due (3)"),
    ("silence.notes", "patterns of paths that hold only notes (notes/** **/notes.md)"),
    ("silence.fresh", "how old a look at the remote may be, as 10m (10m)"),
    ("numbers", "own or mirror: who gives out the numbers of issues (own)"),
    ("clock.skew", "how far an event may be dated after its commit, as 10m (10m)"),
    ("carry", "the branch that sync keeps a copy of the ledger on, by-hand or none (by-hand)"),
    ("results.artefact", "the largest file of a result that is kept, as 10M (10M)"),
  ]

  /// Takes one setting; answers what is wrong with it, or nil.
  @discardableResult
  public mutating func apply(_ setting: PolicySetting) -> String? {
    func count() -> Int? {
      setting.values.count == 1 ? setting.values.first.flatMap { Int($0) } : nil
    }
    switch setting.key {
    case "silence.warn", "silence.final", "silence.retire":
      guard let number = count(), (1...1000).contains(number) else {
        return "\(setting.key) takes a number of cycles from 1 to 1000"
      }
      if setting.key == "silence.warn" { warnAfter = number }
      if setting.key == "silence.final" { finalWarningAfter = number }
      if setting.key == "silence.retire" { retireAfter = number }
    case "silence.notes":
      if let bad = setting.values.first(where: { $0.isEmpty || $0.hasPrefix("/") }) {
        return "silence.notes takes patterns below the repository's root, not \"\(bad)\""
      }
      notePaths = setting.values
    case "silence.fresh":
      guard setting.values.count == 1, let value = setting.values.first,
        let seconds = Self.seconds(value), (1...604_800).contains(seconds)
      else { return "silence.fresh takes a time such as 30s, 10m or 2h, up to 7 days" }
      freshSeconds = seconds
    case "clock.skew":
      guard setting.values.count == 1, let value = setting.values.first,
        let seconds = Self.seconds(value), (1...86_400).contains(seconds)
      else { return "clock.skew takes a time such as 30s, 10m or 2h, up to a day" }
      skewSeconds = seconds
    case "numbers":
      guard setting.values.count == 1, let value = setting.values.first,
        let choice = Numbering(rawValue: value)
      else { return "numbers takes own or mirror" }
      numbering = choice
    case "results.artefact":
      guard setting.values.count == 1, let value = setting.values.first,
        let bytes = Self.bytes(value), (1...(64 << 20)).contains(bytes)
      else { return "results.artefact takes a size such as 500K or 10M, up to 64M" }
      largestArtefact = bytes
    case "carry":
      guard setting.values.count == 1, let choice = setting.values.first.flatMap(Carrying.init)
      else { return "carry takes by-hand, none or the plain name of a branch" }
      carrying = choice
    default:
      let known = Self.keys.map(\.key).joined(separator: ", ")
      return "\"\(setting.key)\" is no key of the policy; known are \(known)"
    }
    return nil
  }

  /// The values a key has now, as they would be set.
  public func values(of key: String) -> [String] {
    switch key {
    case "silence.warn": [String(warnAfter)]
    case "silence.final": [String(finalWarningAfter)]
    case "silence.retire": [String(retireAfter)]
    case "silence.notes": notePaths
    case "silence.fresh": ["\(freshSeconds)s"]
    case "clock.skew": ["\(skewSeconds)s"]
    case "numbers": [numbering.rawValue]
    case "carry": [carrying.text]
    case "results.artefact": [Self.spelled(bytes: largestArtefact)]
    default: []
    }
  }

  func stricter(than other: Policy, of key: String) -> Policy {
    var policy = self
    switch key {
    case "silence.warn": policy.warnAfter = min(warnAfter, other.warnAfter)
    case "silence.final":
      policy.finalWarningAfter = min(finalWarningAfter, other.finalWarningAfter)
    case "silence.retire": policy.retireAfter = min(retireAfter, other.retireAfter)
    case "silence.notes": policy.notePaths = unique(other.notePaths + notePaths)
    case "silence.fresh": policy.freshSeconds = min(freshSeconds, other.freshSeconds)
    case "clock.skew": policy.skewSeconds = min(skewSeconds, other.skewSeconds)
    case "results.artefact":
      policy.largestArtefact = min(largestArtefact, other.largestArtefact)
    default: break
    }
    return policy
  }

  /// Reads `45s`, `10m`, `2h` or `3d`, or plain seconds.
  public static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let last = text.last else { return nil }
    let unit = units[last]
    let digits = unit == nil ? Substring(text) : text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }),
      let number = Int64(digits), number < 1_000_000_000
    else { return nil }
    return number * (unit ?? 1)
  }
}
