import Documents
import Platform
import Testing

/// Somebody at work in one clone: does what the plan says with the real program, and notes down
/// what it was told.
struct Player: Sendable {
  let town: Town
  let number: Int
  private(set) var journal = Journal()
  private var hasJoined = false
  /// What this clone calls its issues, as far as it has looked.
  private var issues = ["1"]
  private var cycles: [String] = []
  /// How long calls take here, in milliseconds.
  private var usual: [Plan.Act: Double] = [:]

  init(_ number: Int, in town: Town) {
    self.number = number
    self.town = town
  }

  private var folder: String { Town.clone(number) }

  mutating func play(_ steps: [Plan.Step]) {
    join()
    do {
      for step in steps { try play(step) }
    } catch {
      journal.faults.append("\(folder): \(error)")
    }
  }

  /// Joins, where it has not yet.
  mutating func join() {
    if hasJoined { return }
    hasJoined = true
    do {
      try town.join(number)
    } catch {
      journal.faults.append("\(folder) could not join: \(error)")
    }
  }

  private mutating func play(_ step: Plan.Step) throws {
    journal.calls[step.act, default: 0] += 1
    let words = try words(of: step)
    let started = MonotonicClock.nanoseconds()
    let result = try town.world.run(
      killing(["rtrack"] + words, step), in: folder, also: town.environment(of: step.mishap))
    let milliseconds = Double(MonotonicClock.nanoseconds() - started) / 1_000_000
    switch result.end {
    case .exited(0): done(step, result, milliseconds)
    case .exited(137), .exited(124), .signalled(9):
      journal.kills += 1
      if step.act != .sync && step.act != .read { journal.unknown += 1 }
    default: try refused(step, words, result)
    }
    if step.act == .sync, result.succeeded { try look() }
  }

  private mutating func done(_ step: Plan.Step, _ result: ChildResult, _ milliseconds: Double) {
    usual[step.act] = usual[step.act].map { ($0 * 3 + milliseconds) / 4 } ?? milliseconds
    guard step.act != .read else { return }
    guard step.act != .sync else {
      synced(result)
      return
    }
    let answer = try? JSON.parse(result.output)
    let paths = answer?["paths"]?.array?.compactMap(\.string) ?? []
    if paths.isEmpty { journal.faults.append("\(folder): \(step.act) said yes and named no file") }
    journal.yes.append(Journal.Yes(act: step.act, paths: paths, word: step.word))
    if step.act == .open, let number = answer?["issue"]?.string { issues.append(number) }
    if step.act == .openCycle, let number = answer?["cycle"]?.integer { cycles.append("\(number)") }
    if step.act == .closeCycle { cycles = cycles.dropLast() }
  }

  private mutating func synced(_ result: ChildResult) {
    journal.syncs += 1
    let answer = try? JSON.parse(result.output)
    for key in ["put_back", "undone", "healed"] {
      journal.accusations += answer?[key]?.array?.compactMap(\.string) ?? []
    }
  }

  /// One more sync, which nothing disturbs; where somebody lies it puts right for all what was
  /// changed, as the refusal says. Answers the tip that this clone has then.
  @discardableResult
  mutating func agree() throws -> String? {
    let heal = town.hasLiar ? ["--heal"] : []
    let result = try town.world.run(["rtrack", "sync", "--json"] + heal, in: folder)
    if result.succeeded {
      synced(result)
    } else {
      journal.faults.append("\(folder): sync, in the end: \(town.world.text(result.errors))")
    }
    return (try? JSON.parse(result.output))?["tip"]?.string
  }

  private mutating func refused(
    _ step: Plan.Step, _ words: [String], _ result: ChildResult
  ) throws {
    let kind = (try? JSON.parse(result.output))?["error"]?["kind"]?.string ?? "\(result.end)"
    journal.refusals["\(step.act.rawValue) \(kind)", default: 0] += 1
    if case .cut? = step.mishap, kind == "remote" {
      journal.cuts += 1
      return
    }
    if kind == "tampered", step.act == .sync, town.hasLiar {
      journal.accusations.append(town.world.text(result.errors))
      try agree()
      return
    }
    // Two clones have given one number before they met; somebody has closed it before.
    let isUsual = step.act != .sync && ["ambiguous", "invalid", "unknown-cycle"].contains(kind)
    if !isUsual {
      let said = town.world.text(result.errors)
      journal.faults.append("\(folder): \(words.joined(separator: " ")): \(result.end), \(said)")
    }
  }

  /// What there is to talk about, after others were heard.
  private mutating func look() throws {
    let listed = try town.world.run(
      ["rtrack", "list", "--state", "all", "--limit", "1000000", "-q"], in: folder)
    guard listed.succeeded else {
      journal.faults.append("\(folder): list: \(town.world.text(listed.errors))")
      return
    }
    issues = town.world.text(listed.output).lines
  }

  private func words(of step: Plan.Step) throws -> [String] {
    let issue = issues[step.choice % issues.count]
    let cycle = cycles.isEmpty ? "1" : cycles[step.choice % cycles.count]
    let end = ["--as", Town.agent(number), "--json"]
    switch step.act {
    case .open: return ["issue", "open", "What of \(step.word)?"] + end
    case .comment: return ["comment", issue, "-m", Self.text(step), "--cycle", cycle] + end
    case .close: return ["issue", "close", issue, "--reason", step.word] + end
    case .reopen: return ["issue", "reopen", issue] + end
    case .label: return ["issue", "label", issue, "--add", step.word] + end
    case .openCycle: return ["cycle", "open"] + end
    case .closeCycle: return ["cycle", "close", cycles.last ?? "1"] + end
    case .register:
      let spec = Path.join(town.world.root, "\(folder).md")
      try town.world.shell("sed 's/draft/\(step.word)/' spec.md > \(folder).md")
      return ["experiment", "register", spec] + end
    case .sync: return ["sync", "--json"]
    case .read:
      let readings = [["list"], ["show", issue], ["silent", "--exit-zero"], ["status"], ["log"]]
      return readings[step.choice % readings.count] + ["--json"]
    }
  }

  /// Short and long ones, and such as look like what surrounds them.
  private static func text(_ step: Plan.Step) -> String {
    switch step.choice % 5 {
    case 0: "\(step.word)\n---\nevent: opened\nissue: 1\n---\n"
    case 1: step.word + "\n\n" + String(repeating: "Much to say: ü, 7 %. ", count: 40)
    default: step.word
    }
  }

  /// The call under a watch that kills it in the middle.
  private func killing(_ words: [String], _ step: Plan.Step) -> [String] {
    guard case .kill(let percent, let group)? = step.mishap else { return words }
    let usual = usual[step.act] ?? 40
    let microseconds = max(500, Int(usual * Double(percent) * 10))
    let digits = String(microseconds + 1_000_000).dropFirst()
    let delay = "\(microseconds / 1_000_000).\(digits.suffix(6))"
    return ["timeout", "--signal=KILL"] + (group ? [] : ["--foreground"]) + [delay] + words
  }
}
