import ArgumentParsing
import Ledger
import Research

/// An experiment as a call names it: `exp-001-lr-warmup`, `exp-001`, or `1`; with `~p2m7xa`, the
/// end of its opening, where two clones registered one before they met.
struct ExperimentReference: ExpressibleByArgument, Hashable {
  let text: String
  /// The beginning of its opening's end.
  let suffix: String?

  init(argument: String) throws(ArgumentFault) {
    let parts = argument.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0].hasSuffix(".md") ? parts[0].dropLast(3) : parts[0]
    guard ExperimentID(name) != nil, parts.count == 1 || !parts[1].isEmpty else {
      throw ArgumentFault("expected the id of an experiment, such as exp-001-lr-warmup")
    }
    text = String(name)
    suffix = parts.count == 2 ? String(parts[1]) : nil
  }

  var argumentText: String { text + (suffix.map { "~" + $0 } ?? "") }

  /// The number, where nothing else is said: of `1`, `001` and `exp-001`.
  fileprivate var number: Int? {
    let digits = text.hasPrefix("exp-") ? text.dropFirst(4) : Substring(text)
    return digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
  }

  /// What it means. A whole name means the one that kept its number, once that is settled; and of
  /// a number that was given to another, also with the words of that one's name.
  fileprivate func experiments(in snapshot: Snapshot) throws -> [Experiment] {
    let ids = try snapshot.experimentIDs()
    if let id = ids.first(where: { $0.text == text }) {
      let all = try snapshot.experiments(id)
      if let suffix { return all.filter { $0.opening.suffix.hasPrefix(suffix) } }
      let keepers = all.filter { $0.number == id.number && !$0.isAmbiguous }
      return all.count > 1 && keepers.count == 1 ? keepers : all
    }
    if let number {
      let all = try snapshot.experiments(numbered: number)
      return all.filter { suffix.map($0.opening.suffix.hasPrefix) ?? true }
    }
    guard let number = ExperimentID(text)?.number else { return [] }
    return try snapshot.experiments(numbered: number).filter { $0.calledName == text }
  }
}

extension Experiment {
  /// Its name with the number that it is called by.
  fileprivate var calledName: String? {
    guard let number, let own = id.number, number != own else { return nil }
    let words = id.text.dropFirst(4).drop { $0.isNumber }.drop { $0 == "-" }
    return ExperimentID(number: number, title: words)?.text
  }
}

/// The first word of every verb of an experiment.
struct ExperimentTarget: ParsableArguments {
  @Argument(
    help: "The experiment, such as exp-001-lr-warmup or 1",
    completion: .command(["experiment", "list", "-q"]))
  var experiment: ExperimentReference
}

extension Context {
  /// The experiment that a call names.
  func experiment(
    _ reference: ExperimentReference, in snapshot: Snapshot
  ) throws -> Experiment {
    let ids = try snapshot.experimentIDs()
    let fitting = try reference.experiments(in: snapshot)
    if fitting.count > 1 {
      let names = fitting.map { experiment in
        let isTwice = fitting.count { $0.id == experiment.id } > 1
        return experiment.id.text + (isTwice ? "~\(experiment.opening.suffix)" : "")
      }
      throw LedgerError(
        .ambiguous,
        "experiment \(reference.text) is ambiguous: clones registered it before they met",
        hint: "say which: \(names.joined(separator: ", ")); `rtrack sync` settles it")
    }
    guard let experiment = fitting.first else {
      let near = ids.filter { $0.text.contains(reference.text) }.prefix(3).map(\.text)
      throw LedgerError(
        .unknownExperiment, "there is no experiment \(reference.text)",
        hint: near.isEmpty
          ? "see them with `rtrack experiment list`; `rtrack experiment register FILE` makes one"
          : "did you mean \(near.joined(separator: ", "))?")
    }
    return experiment
  }
}
