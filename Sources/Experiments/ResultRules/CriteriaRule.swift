import Documents
import Research

/// Whatever a criterion compares was measured: else the verdict cannot be computed.
enum CriteriaRule: ResultRule {
  static let name = "criteria"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    guard let spec = subject.spec else { return [] }
    var seen: Set<Predicate.Input> = []
    var told: Set<String> = []
    var found: [ResultFinding] = []
    for criterion in spec.criteria {
      for input in criterion.predicate?.inputs ?? [] {
        guard seen.insert(input).inserted, found.count < 20,
          let (place, path) = absent(input, subject), told.insert(place).inserted
        else { continue }
        let who = criterion.id ?? "a criterion"
        found.append(
          subject.finding(
            name, subject.levelOfAbsence, at: path,
            "\(who) compares `\(short(place))`, which has no value",
            remedy: "report it there, or write \(MetricsReader.missing)"))
      }
    }
    return found
  }

  /// Where a predicate looks and finds nothing; nil where it finds a value, or why there is none.
  private static func absent(
    _ input: Predicate.Input, _ subject: ResultSubject
  ) -> (place: String, path: [JSONPlaces.Step])? {
    switch input {
    case .arm(let arm, let metric):
      if subject.metrics.value(of: metric, in: arm)?.isReported == true { return nil }
      return ("\(arm.rawValue).\(metric)", [.name(arm.rawValue)])
    case .seeds(let metric):
      let seeds = subject.metrics.perSeed
      if seeds.isEmpty { return ("per_seed.\(metric)", [.name("per_seed")]) }
      guard let index = seeds.firstIndex(where: { $0.metrics[metric]?.isReported != true })
      else { return nil }
      return ("per_seed[\(index)].\(metric)", [.name("per_seed"), .index(index)])
    }
  }
}

extension Predicate {
  /// Where a predicate takes a value from.
  enum Input: Hashable {
    case arm(Arm, String)
    case seeds(String)
  }

  /// All values that the predicate needs, in order, each once.
  var inputs: [Input] {
    var inputs: [Input] = []
    var seen: Set<Input> = []
    func visit(_ expression: Expression) {
      switch expression {
      case .number, .percent: break
      case .metric(let arm, let name): add(.arm(arm, name))
      case .summary(_, let name): add(.seeds(name))
      case .absolute(let inner), .negative(let inner): visit(inner)
      case .arithmetic(let left, _, let right):
        visit(left)
        visit(right)
      }
    }
    func add(_ input: Input) {
      if seen.insert(input).inserted { inputs.append(input) }
    }
    func visit(_ condition: Condition) {
      switch condition {
      case .comparison(let left, _, let right):
        visit(left)
        visit(right)
      case .and(let a, let b), .or(let a, let b):
        visit(a)
        visit(b)
      case .not(let inner): visit(inner)
      }
    }
    visit(condition)
    return inputs
  }
}
