import ArgumentParsing
import Ledger
import Research

/// An experiment as a call names it: `exp-001-lr-warmup`, `exp-001`, or `1`.
struct ExperimentReference: ExpressibleByArgument, Hashable {
  let text: String

  init(argument: String) throws(ArgumentFault) {
    let name = argument.hasSuffix(".md") ? argument.dropLast(3) : Substring(argument)
    guard ExperimentID(name) != nil else {
      throw ArgumentFault("expected the id of an experiment, such as exp-001-lr-warmup")
    }
    text = String(name)
  }

  var argumentText: String { text }

  /// The number, where nothing else is said: of `1`, `001` and `exp-001`.
  fileprivate var number: Int? {
    let digits = text.hasPrefix("exp-") ? text.dropFirst(4) : Substring(text)
    return digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
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
    let fitting =
      ids.contains { $0.text == reference.text }
      ? ids.filter { $0.text == reference.text }
      : ids.filter { $0.number != nil && $0.number == reference.number }
    if fitting.count > 1 {
      throw LedgerError(
        .ambiguous, "several experiments have the number \(reference.text)",
        hint: "say which: \(fitting.map(\.text).joined(separator: ", "))")
    }
    guard let id = fitting.first, let experiment = try snapshot.experiments(id).first else {
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
