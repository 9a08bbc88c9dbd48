import Git
public import Ledger
public import Research

/// What one look at a repository and its ledger found.
public struct Finding: Hashable, Sendable {
  /// How it stands.
  public enum Level: String, CaseIterable, Sendable {
    case ok, warning, wrong
  }
  /// What was looked at, in a word: `git`, `branch`, `view`.
  public let check: String
  /// Whether it stands well.
  public let level: Level
  /// What was found.
  public let says: String
  /// How to mend it; nil where there is nothing to mend.
  public let mend: String?

  /// A finding from its parts.
  public init(_ check: String, _ level: Level, _ says: String, mend: String? = nil) {
    self.check = check
    self.level = level
    self.says = says
    self.mend = mend
  }
}

/// `1 file`, `2 files`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Looks at everything around a ledger, and changes nothing.
public struct Diagnosis {
  let ledger: Ledger
  let now: Timestamp
  /// What the caller's environment says of identity.
  let environment: [String: String]

  /// - Parameter environment: the caller's, for who would speak there.
  public init(of ledger: Ledger, now: Timestamp, environment: [String: String]) {
    self.ledger = ledger
    self.now = now
    self.environment = environment
  }

  /// All findings, in the order in which somebody would mend them.
  public func findings() -> [Finding] {
    var all: [Finding] = []
    all += asked("git") { try git() }
    all += asked("repository") { try repositoryKind() }
    all += asked("locks") { try locks() }
    all += asked("branch") { try branch() }
    guard (try? ledger.exists()) == true else {
      all += asked("remote") { try remote() }
      return all
    }
    let version = asked("format") { try format() }
    all += version
    // What cannot be read at all has nothing more to be asked.
    if version.contains(where: { $0.level == .wrong }) {
      return all + asked("remote") { try remote() }
    }
    all += asked("events") { try events() }
    all += asked("roster") { try roster() }
    all += asked("identity") { try identity() }
    all += asked("policy") { try policy() }
    all += asked("index") { try index() }
    all += asked("view") { try view() }
    all += asked("remote") { try remote() }
    all += asked("host") { try host() }
    all += asked("objects") { try objects() }
    return all
  }

  /// A check that cannot be made is a finding too.
  private func asked(_ check: String, _ look: () throws -> [Finding]) -> [Finding] {
    do {
      return try look()
    } catch let error as LedgerError {
      return [Finding(check, .wrong, error.message, mend: error.hint)]
    } catch {
      return [Finding(check, .wrong, "\(error)")]
    }
  }
}
