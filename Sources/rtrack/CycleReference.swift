import ArgumentParsing
import Ledger
import Research

/// A cycle as a call names it: `42`, or `42~p2m7xa` where two clones opened one number and the
/// opening event must be told apart.
struct CycleReference: ExpressibleByArgument, Hashable {
  /// 0 means outside of any.
  let number: Int
  /// The end of the opening event's name, or its beginning.
  let suffix: String?

  init(argument: String) throws(ArgumentFault) {
    let parts = argument.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    guard let number = Int(parts[0]), number >= 0, parts.count == 1 || !parts[1].isEmpty else {
      throw ArgumentFault("expected the number of a cycle, such as 42")
    }
    self.number = number
    suffix = parts.count > 1 ? String(parts[1]) : nil
  }

  /// One that means this cycle for good, whatever it is called later.
  init(_ cycle: Cycle) {
    number = cycle.place
    suffix = cycle.opening.suffix
  }

  var argumentText: String { String(number) + (suffix.map { "~" + $0 } ?? "") }
}

extension Context {
  /// The cycle that something written now belongs to; nil when none is open.
  func cycle(_ given: CycleReference?, in snapshot: Snapshot) throws -> Cycle? {
    var reference = given
    if reference == nil, let variable = environment["RTRACK_CYCLE"], !variable.isEmpty {
      guard let parsed = try? CycleReference(argument: variable) else {
        throw LedgerError(
          .invalid, "RTRACK_CYCLE is \"\(variable)\", not the number of a cycle",
          hint: "unset it, or set it to a number such as 42")
      }
      reference = parsed
    }
    if let reference {
      return reference.number == 0 ? nil : try cycle(named: reference, in: snapshot)
    }
    return try onlyOpenCycle(in: snapshot, hint: "say which with --cycle N or RTRACK_CYCLE=N")
  }

  /// The cycle that a call names.
  ///
  /// - Throws: ``LedgerError`` when there is none, or when its number means several.
  func cycle(named reference: CycleReference, in snapshot: Snapshot) throws -> Cycle {
    let number = reference.number
    let all =
      try reference.suffix.map { suffix in
        try snapshot.cycles(everCalled: number).filter { $0.opening.suffix.hasPrefix(suffix) }
      } ?? snapshot.cycles(number)
    if all.count > 1 {
      let names = all.map { "\(number)~\($0.opening.suffix) (by \($0.opened.agent))" }
      throw LedgerError(
        .ambiguous, "cycle \(number) is ambiguous: two clones opened it before they met",
        hint: "say which: \(names.joined(separator: ", ")); `rtrack sync` settles it")
    }
    guard let cycle = all.first else {
      throw LedgerError(
        .unknownCycle, "there is no cycle \(reference.argumentText)",
        hint: "see them with `rtrack cycle list`")
    }
    return cycle
  }

  /// The only cycle that is open; nil where none is.
  ///
  /// - Throws: ``LedgerError`` when several are.
  func onlyOpenCycle(in snapshot: Snapshot, hint: String) throws -> Cycle? {
    let open = try snapshot.openCycles()
    if open.count > 1 {
      let names = open.map { cycle in
        cycle.isAmbiguous ? "\(cycle.number)~\(cycle.opening.suffix)" : String(cycle.number)
      }
      throw LedgerError(
        .ambiguous, "several cycles are open: \(names.joined(separator: ", "))", hint: hint)
    }
    return open.first
  }
}
