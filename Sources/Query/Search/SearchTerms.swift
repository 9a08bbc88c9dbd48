public import Research

/// What somebody searches for: words that must all be there, and conditions.
public struct SearchTerms: Hashable, Sendable {
  /// A word or a phrase; `isPrefix` where more may follow, as in `warm*`.
  public struct Word: Hashable, Sendable {
    var text: String
    var isPrefix = false
  }

  /// All of them must be in one text.
  public private(set) var words: [Word] = []
  /// Of the issue that something was said in.
  public private(set) var state: Issue.State?
  /// All of these the issue must have.
  public private(set) var labels: [String] = []
  /// Who said it, as it was spelled.
  public private(set) var agent: String?
  /// In one of these cycles.
  public private(set) var cycles: ClosedRange<Int>?
  /// The status that was given with it.
  public private(set) var status: String?
  /// Only issues in which nobody has spoken in the open cycle.
  public private(set) var isSilent = false
  /// An experiment, or the first part of its name, such as `exp-001`.
  public private(set) var experiment: String?
  /// Not said before.
  public private(set) var since: Timestamp?

  /// Whether nothing is asked for at all.
  public var isEmpty: Bool { self == SearchTerms() }

  /// Whether texts are asked for their words, not only conditions.
  public var hasWords: Bool { !words.isEmpty }

  private init() {}

  /// A term that cannot be read.
  public struct Fault: Error, Hashable, Sendable {
    /// What is wrong with it.
    public let message: String
    /// What can be written instead.
    public let hint: String
  }

  /// The names of the conditions.
  public static let keys = [
    "state", "label", "agent", "cycle", "status", "is", "exp", "since",
  ]

  /// Reads terms such as `warm* "learning rate" agent:flux cycle:40..42`.
  ///
  /// - Parameter now: what ages such as `since:3d` are counted from.
  /// - Throws: ``Fault``.
  public init(_ terms: [String], now: Timestamp) throws {
    for term in terms.flatMap(Self.split) {
      guard !term.isQuoted, let colon = term.text.firstIndex(of: ":") else {
        add(term)
        continue
      }
      let key = String(term.text[..<colon])
      let value = String(term.text[term.text.index(after: colon)...])
      guard Self.keys.contains(key) else {
        throw Fault(
          message: "\(key): is no condition of a search",
          hint: "there are \(Self.keys.joined(separator: ", ")); for the text itself write it in "
            + "quotation marks, '\"\(term.text)\"'")
      }
      if value.isEmpty {
        throw Fault(message: "\(key): lacks what it asks for", hint: "such as \(Self.example(key))")
      }
      try add(key, value, now)
    }
  }

  private struct Term {
    var text: String
    var isQuoted = false
  }

  /// An argument may hold several terms: a shell gives `'a b'` as one.
  private static func split(_ text: String) -> [Term] {
    var terms: [Term] = []
    for (index, part) in text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
    {
      if index.isMultiple(of: 2) {
        terms += part.split(whereSeparator: \.isWhitespace).map { Term(text: String($0)) }
      } else if part.contains(where: { !$0.isWhitespace }) {
        terms.append(Term(text: String(part), isQuoted: true))
      }
    }
    return terms
  }

  private mutating func add(_ term: Term) {
    let isPrefix = !term.isQuoted && term.text.last == "*"
    let text = isPrefix ? String(term.text.dropLast()) : term.text
    // What has no letter and no digit is in no list of words.
    if text.contains(where: { $0.isLetter || $0.isNumber }) {
      words.append(Word(text: text, isPrefix: isPrefix))
    }
  }

  private mutating func add(_ key: String, _ value: String, _ now: Timestamp) throws {
    func fault(_ expected: String) -> Fault {
      Fault(message: "\(key):\(value) cannot be read", hint: "expected is \(expected)")
    }
    switch key {
    case "state":
      guard let state = Issue.State(rawValue: value) else {
        throw fault("state:open or state:closed")
      }
      self.state = state
    case "label": labels.append(value)
    case "agent": agent = value
    case "status": status = value.lowercased()
    case "exp": experiment = value
    case "is":
      guard value == "silent" else { throw fault("is:silent") }
      isSilent = true
    case "cycle":
      guard let cycles = Self.cycles(value) else { throw fault("cycle:42 or cycle:40..42") }
      self.cycles = cycles
    default:
      guard let since = Timestamp(value, ageBefore: now) else {
        throw fault("an age or a time: since:3d, since:12h, since:2026-11-21T05:33:12Z")
      }
      self.since = since
    }
  }

  /// Reads `42` or `40..42`; nil for what is neither.
  public static func cycles(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2,
      first >= 0, first <= last
    else { return nil }
    return first...last
  }

  private static func example(_ key: String) -> String {
    [
      "state": "state:open", "label": "label:simulation", "agent": "agent:flux",
      "cycle": "cycle:40..42", "status": "status:blocked", "is": "is:silent",
      "exp": "exp:exp-001", "since": "since:3d",
    ][key] ?? key
  }
}

extension Timestamp {
  /// Reads a moment, or an age before `now` such as `3d`, `12h`, `30m`, `2w`; nil for neither.
  public init?(_ text: String, ageBefore now: Timestamp) {
    if let moment = Timestamp(text) {
      self = moment
      return
    }
    let lengths: [Character: Int64] = ["m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ lengths[$0] }), let count = Int64(text.dropLast()),
      (0...1_000_000).contains(count)
    else { return nil }
    self = now.adding(seconds: -count * unit)
  }
}
