import Documents
import Enforcement
import Ledger
import Research

/// How much of what other clones wrote an answer can know: part of every answer.
///
/// One a call: a command that asks the ledger leaves it here, and what prints the answer adds it.
final class AnswerBasis {
  /// Nil where the call asked nothing of the ledger.
  fileprivate(set) var freshness: Freshness?

  /// What is said of it beside the answer, for programs.
  ///
  /// - Parameter now: asked only where a remote was seen.
  func members(at now: () -> Timestamp) -> [JSON.Member] {
    guard let freshness else { return [] }
    var seen: Timestamp?
    if case .seen(_, let at) = freshness { seen = at }
    let words = FreshnessWords(freshness, now: seen == nil ? Timestamp(seconds: 0) : now())
    return [
      JSON.Member("freshness", .string(words.text)),
      JSON.Member("seen_at", .optional(seen?.description)),
    ]
  }

  /// The line below an answer on a terminal; nil where there is no remote that could know more.
  func line(at now: () -> Timestamp) -> String? {
    guard let freshness, freshness != .local else { return nil }
    return FreshnessWords(freshness, now: now()).text
  }
}

extension Context {
  /// The ledger, for an answer from it: with a look at the remote before where the configuration
  /// asks for that.
  func asked() throws -> Ledger {
    let ledger = try ledger()
    let judge = RedactionRule(ledger.repository, environment: environment).redactions
    if let remark = Autofetch(of: ledger, writer: writer(of: ledger), judge: judge).run() {
      note(terminalSafe("rtrack: \(remark)"))
    }
    basis.freshness = Witness(of: ledger).freshness()
    return ledger
  }
}

/// How fresh what was read is, in words.
struct FreshnessWords {
  let text: String

  init(_ freshness: Freshness, now: Timestamp) {
    switch freshness {
    case .local: text = "no remote: what is here is all there is"
    case .seen(let remote, let at): text = "\(remote) seen \(at.age(at: now)) ago"
    case .never(let remote): text = "\(remote) never seen: `rtrack sync` looks there"
    }
  }
}
