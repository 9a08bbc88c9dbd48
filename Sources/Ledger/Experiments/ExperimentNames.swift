public import Research

/// How experiments are called here: which names and numbers are taken, and which is the next.
public struct ExperimentNames: Sendable {
  /// The ids of the ledger.
  public let registered: [ExperimentID]
  /// Every number that an experiment here has, in the ledger or beside the code.
  private let numbers: Set<Int>
  /// The highest that a settlement gave.
  private let highestSettled: Int
  private let lowercased: Set<String>

  /// - Parameter drafts: names of specs that are not in the ledger, and not committed.
  public init(in snapshot: Snapshot, drafts: [String] = []) throws {
    let beside = try ProtectedNames(in: snapshot)
    let results = try snapshot.folderNames(in: "\(Layout.root)/results")
    self.init(
      try snapshot.experimentIDs(), settled: try snapshot.settled().highest(in: .experiment),
      results + Array(beside.specs) + Array(beside.results.keys) + drafts)
  }

  private init(_ registered: [ExperimentID], settled: Int = 0, _ others: [String]) {
    self.registered = registered
    highestSettled = settled
    numbers = Set(
      registered.compactMap(\.number) + others.compactMap { ExperimentID($0)?.number })
    lowercased = Set(registered.map { $0.text.lowercased() })
  }

  /// Names where there is no ledger yet.
  public init(beside drafts: [String]) { self.init([], drafts) }

  /// The id that a spec's file asks for by its name: `exp-007-lr-warmup`, when no experiment of the
  /// ledger has it or its number, nor one that differs by case alone.
  public func free(_ stem: String) -> ExperimentID? {
    guard let id = ExperimentID(stem), let number = id.number,
      !registered.contains(where: { $0.number == number }), number > highestSettled,
      !lowercased.contains(id.text.lowercased())
    else { return nil }
    return id
  }

  /// The next free number with the words of a name; nil where it has no letter and no digit.
  public func next(called name: String) -> ExperimentID? {
    ExperimentID(
      number: max(numbers.max() ?? 0, highestSettled) + 1, title: Self.withoutNumber(name))
  }

  /// The words of `exp-007-lr-warmup` without its number.
  private static func withoutNumber(_ name: String) -> String {
    guard let number = ExperimentID(name)?.number else { return name }
    let digits = name.dropFirst(4).prefix { $0.isNumber }
    let words = name.dropFirst(4 + digits.count).drop { $0 == "-" }
    return words.isEmpty ? "experiment \(number)" : String(words)
  }
}
