import Documents
import Research

/// Compares what `rtrack silent` answers with what is expected.
struct Check {
  /// One line of the report.
  struct Answer: Equatable {
    let answer: String
    let acts: Int
    let evidence: String?
    /// What the close recorded, where that was something else.
    let recorded: String?
  }

  /// Answers by cycle and agent.
  let answers: [Int: [String: Answer]]
  /// Who spoke on no roster, by cycle.
  let strangers: [Int: [String]]
  let streaks: JSON

  /// Reads what `rtrack silent --json` printed.
  init(_ document: String) throws {
    let json = try JSON.parse(Array(document.utf8))
    var answers: [Int: [String: Answer]] = [:]
    var strangers: [Int: [String]] = [:]
    for cycle in json["cycles"]?.array ?? [] {
      guard let number = cycle["cycle"]?.integer else { continue }
      for line in cycle["answers"]?.array ?? [] {
        guard let agent = line["agent"]?.string, let answer = line["answer"]?.string else {
          continue
        }
        answers[number, default: [:]][agent] = Answer(
          answer: answer, acts: line["acts"]?.integer ?? 0, evidence: line["evidence"]?.string,
          recorded: line["recorded"]?.string)
      }
      strangers[number] = (cycle["not_on_roster"]?.array ?? []).compactMap { $0["name"]?.string }
    }
    self.answers = answers
    self.strangers = strangers
    streaks = json["streaks"] ?? .null
  }

  /// Every difference, in words; empty when all is as expected.
  func differences(from facts: LabRecord.Facts) -> [String] {
    var differences: [String] = []
    for cycle in facts.expected {
      let found = answers[cycle.cycle] ?? [:]
      for (agent, answer) in cycle.answers where found[agent]?.answer != answer {
        differences.append(
          "cycle \(cycle.cycle): \(agent) should be \(answer), is "
            + (found[agent]?.answer ?? "not there"))
      }
      let known = Set(cycle.answers.map(\.agent))
      // Who is not named was not on turn.
      for agent in found.keys.sorted()
      where !known.contains(agent) && found[agent]?.answer != "not-scheduled" {
        differences.append(
          "cycle \(cycle.cycle): \(agent) should not be there, is \(found[agent]?.answer ?? "")")
      }
      let wanted = facts.strangers.first { $0.cycle == cycle.cycle }?.names ?? []
      if strangers[cycle.cycle] ?? [] != wanted {
        differences.append(
          "cycle \(cycle.cycle): on no roster should be \(wanted), is "
            + "\(strangers[cycle.cycle] ?? [])")
      }
    }
    if facts.expected.isEmpty { differences.append("nothing is expected, so nothing was checked") }
    for number in answers.keys.sorted()
    where !facts.expected.contains(where: { $0.cycle == number }) {
      differences.append("cycle \(number) is not among what is expected")
    }
    return differences
  }
}
