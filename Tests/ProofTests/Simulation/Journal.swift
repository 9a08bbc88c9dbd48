/// What one clone was told: the only thing that its ledger is later held to.
struct Journal: Sendable {
  /// A call that said yes.
  struct Yes: Sendable {
    let act: Plan.Act
    /// What it says it has written.
    let paths: [String]
    let word: String
  }

  var yes: [Yes] = []
  /// How many writes were killed: each may have happened or not, but never by half.
  var unknown = 0
  /// Calls, by what was called.
  var calls: [Plan.Act: Int] = [:]
  /// What was refused and why, by act and kind of error.
  var refusals: [String: Int] = [:]
  /// Syncs that said yes.
  var syncs = 0
  var kills = 0
  var cuts = 0
  /// What syncs told of entries that others had changed or taken away.
  var accusations: [String] = []
  /// What may never happen.
  var faults: [String] = []

  /// The same, for several clones.
  static func sum(_ journals: [Journal]) -> Journal {
    journals.reduce(into: Journal()) { sum, journal in
      sum.yes += journal.yes
      sum.unknown += journal.unknown
      sum.calls.merge(journal.calls, uniquingKeysWith: +)
      sum.refusals.merge(journal.refusals, uniquingKeysWith: +)
      sum.syncs += journal.syncs
      sum.kills += journal.kills
      sum.cuts += journal.cuts
      sum.accusations += journal.accusations
      sum.faults += journal.faults
    }
  }
}

extension Journal: CustomStringConvertible {
  var description: String {
    let total = calls.values.reduce(0, +)
    let acts = Plan.Act.allCases.map { "\($0.rawValue) \(calls[$0] ?? 0)" }
    let refused = refusals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return """
      \(total) operations (\(acts.joined(separator: ", "))); \(yes.count) writes said yes, \
      \(kills) calls were killed, \(cuts) cut, \(syncs) syncs said yes; \
      \(accusations.count) lies were named by syncs; \
      refused: \(refused.isEmpty ? "none" : refused.joined(separator: ", "))
      """
  }
}
