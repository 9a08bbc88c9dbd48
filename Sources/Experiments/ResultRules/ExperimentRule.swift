import Documents
import Research

/// A result says which experiment it belongs to, and it is this one.
enum ExperimentRule: ResultRule {
  static let name = "experiment"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    guard let id = subject.experiment, let said = subject.metrics.experiment, said != id else {
      return []
    }
    let isCase = said.lowercased() == id.lowercased()
    return [
      subject.finding(
        name, .error, at: [.name(Metrics.Key.experiment.rawValue)],
        isCase
          ? "`experiment` is \"\(short(said))\", which differs from \(id) by case"
          : "`experiment` is \"\(short(said))\"; this is the result of \(id)",
        remedy: isCase || said.isEmpty
          ? "write \"\(id)\""
          : "write \"\(id)\", unless this result is another experiment's and lies in its place")
    ]
  }
}
