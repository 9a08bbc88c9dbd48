import ArgumentParsing
import Platform
import Research

/// What a call of `rtrack run` asks for.
struct RunOrder {
  var command: [String]
  var seed: Int?
  /// Seeds that the command is run with one after another; empty for none.
  var seeds: [Int] = []
  /// Whether the baseline alone is to be reproduced.
  var isBaseline = false
  /// Why the treatment is run although the baseline was not reproduced.
  var invalid: String?
  /// The start of the run that this one repeats; nil for one of its own.
  var repeated: RunStart?
  /// The run that this one goes on from.
  var resumed: KnownRun?
  /// When the command is asked to stop, in seconds; nil for never.
  var limit: Double?
  /// How long it may take to stop, in seconds.
  var grace: Double
  /// When to say that it is time for something else, in seconds.
  var pivot: Double?
  var issue: IssueReference?
  var isConcurrent: Bool
  /// Why the run is to be made although the budget is used up.
  var overBudget: String?
  var variables: [String]
  var speaker: String?
  var cycle: CycleReference?
  /// Whether standard output is kept for the report.
  var isQuiet: Bool
}

/// A length of time as calls spell it: `90s`, `30m`, `2h`, `1d`, `0.5s`.
struct TimeSpan: ExpressibleByArgument, Hashable {
  let seconds: Double

  init(argument: String) throws(ArgumentFault) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = argument.last.flatMap({ units[$0] }),
      let number = Double(String(argument.dropLast())), number.isFinite, number > 0,
      number * unit <= 366 * 86_400,
      argument.dropLast().utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || $0 == 46 })
    else { throw ArgumentFault("expected a time such as 90s, 30m or 2h, up to 366 days") }
    seconds = number * unit
  }

  var argumentText: String { "\(seconds)s" }
}

extension Duration {
  /// So many seconds; no more than a year's, and none below 0.
  init(seconds: Double) {
    self = .milliseconds(Int64(min(max(0, seconds), 366 * 86_400) * 1000))
  }
}
