import Git
import Ledger
import Platform
import Research

/// The ledger itself.
extension Diagnosis {
  func branch() throws -> [Finding] {
    let name = ledger.branchName
    guard try ledger.exists() else {
      return [
        Finding(
          "branch", .wrong, "there is no ledger: no branch \(name)",
          mend: "`rtrack init` makes one, takes the remote's, or builds it again from a carried "
            + "copy")
      ]
    }
    var found: [Finding] = []
    for head in try ledger.checkouts() {
      found.append(
        Finding(
          "branch", .wrong, "\(name) is checked out at \(head.path), so nothing can be written",
          mend: "`git -C \(head.path) switch --detach`"))
    }
    if try !ledger.repository.isBare && !ledger.isHeld() {
      found.append(
        Finding(
          "branch", .warning, "nothing keeps others from checking out or deleting \(name)",
          mend: "`rtrack doctor --fix` holds it"))
    }
    if !found.isEmpty { return found }
    let kept = ledger.repository.isBare ? "others push to it here" : "held"
    let tip = try ledger.tip()?.short ?? ""
    return [Finding("branch", .ok, "\(name) at \(tip), \(kept)")]
  }

  func format() throws -> [Finding] {
    // A newer version is an error that names itself.
    let version = try ledger.snapshot().plainPolicy().ledgerVersion
    guard let version else {
      return [
        Finding(
          "format", .warning, "no event says which version of the format this is",
          mend: "it is read as version \(Policy.currentLedgerVersion)")
      ]
    }
    return [Finding("format", .ok, "version \(version)")]
  }

  /// Reads every event there is.
  func events() throws -> [Finding] {
    let snapshot = try ledger.snapshot()
    var readable = 0
    for folder in try snapshot.eventFolders() {
      for file in try snapshot.files(in: folder) where try snapshot.event(in: file) != nil {
        readable += 1
      }
    }
    var found = snapshot.faults.prefix(10).map { fault in
      Finding(
        "events", .warning, "cannot be read: \(fault.text)",
        mend: "it stays as it is and counts for nothing; say the same in a new event")
    }
    if snapshot.faults.count > 10 {
      found.append(Finding("events", .warning, "and \(snapshot.faults.count - 10) more like these"))
    }
    for number in try snapshot.issueNumbers() {
      let all = try snapshot.issues(number, conversation: false)
      if all.count > 1 { found.append(twice("issue \(number)", all.map(\.opening))) }
    }
    for number in try snapshot.cycleNumbers() {
      let all = try snapshot.cycles(number)
      if all.count > 1 { found.append(twice("cycle \(number)", all.map(\.opening))) }
    }
    if found.isEmpty {
      found.append(Finding("events", .ok, "\(counted(readable, "event")), all readable"))
    }
    return found
  }

  private func twice(_ what: String, _ openings: [EventName]) -> Finding {
    let suffixes = openings.map { "~\($0.suffix)" }.joined(separator: ", ")
    return Finding(
      "events", .warning, "\(what) was opened \(openings.count) times before clones met",
      mend: "name the one you mean by its opening, \(suffixes); `rtrack sync` settles what it "
        + "brings together")
  }

  func roster() throws -> [Finding] {
    let roster = try ledger.snapshot().roster()
    let active = roster.active
    if active.isEmpty {
      return [
        Finding(
          "roster", .warning, "nobody is on it, so nobody can speak",
          mend: "`rtrack agent add NAME`, or `rtrack init --adopt DIR`")
      ]
    }
    let counts = [AgentKind.agent, .human, .system].compactMap { kind -> String? in
      let count = active.filter { $0.kind == kind }.count
      return count == 0 ? nil : counted(count, kind.rawValue)
    }
    return [Finding("roster", .ok, counts.joined(separator: ", "))]
  }

  /// Who would speak here, and whether that can go wrong.
  func identity() throws -> [Finding] {
    let roster = try ledger.snapshot().roster()
    var found: [Finding] = []
    let variable = environment["RTRACK_AGENT"].flatMap { $0.isEmpty ? nil : $0 }
    let configured = try ledger.repository.setting("rtrack.agent")
    let agents = roster.active.filter { $0.kind == .agent }.count
    if agents > 1, let configured {
      found.append(
        Finding(
          "identity", .warning,
          "git's rtrack.agent is \(configured), but \(agents) agents share the roster, so it "
            + "counts for nobody",
          mend: "`git config --unset rtrack.agent`, and say --as NAME or RTRACK_AGENT=NAME"))
    }
    if let name = variable ?? (agents > 1 ? nil : configured) {
      if let agent = roster.agent(spelled: name), agent.isActive {
        if found.isEmpty { found.append(Finding("identity", .ok, "\(agent.name) speaks here")) }
      } else {
        let source = variable == nil ? "git's rtrack.agent" : "RTRACK_AGENT"
        found.append(
          Finding(
            "identity", .wrong, "\(source) is \(name), who is not on the roster",
            mend: "see it with `rtrack agent list`"))
      }
    } else if found.isEmpty {
      found.append(
        Finding("identity", .ok, "nobody speaks by default: --as NAME or RTRACK_AGENT=NAME"))
    }
    if try ledger.repository.setting("user.name") == nil, environment["GIT_COMMITTER_NAME"] == nil {
      found.append(
        Finding(
          "identity", .warning, "git's user.name is not set, so commits name rtrack as committer",
          mend: "`git config user.name \"Your Name\"`"))
    }
    return found
  }

  func policy() throws -> [Finding] {
    let snapshot = try ledger.snapshot()
    let policy = try snapshot.policy()
    var found: [Finding] = []
    for event in try snapshot.events(in: .policy) {
      guard case .set(let setting) = event.payload else { continue }
      var scratch = Policy()
      if let reason = scratch.apply(setting) {
        found.append(
          Finding("policy", .warning, "\(event.name) has no effect: \(reason)"))
      }
    }
    if found.isEmpty {
      found.append(
        Finding(
          "policy", .ok,
          "silence: warn after \(policy.warnAfter), final after \(policy.finalWarningAfter), "
            + "retire after \(policy.retireAfter); numbers: \(policy.numbering.rawValue)"))
    }
    return found
  }

  func view() throws -> [Finding] {
    guard let view = View(of: ledger) else {
      return [Finding("view", .ok, "none: there is no work tree")]
    }
    var found: [Finding] = []
    let standing = try view.standing()
    switch standing {
    case .current: break
    case .behind(let backlog):
      found.append(
        Finding(
          "view", .warning, ".research/ is \(backlog.text) behind", mend: "`rtrack files`"))
    case .carried where try ledger.snapshot().policy().carrying == .stopped:
      found.append(Finding("view", .ok, "this branch carries a copy that is no longer kept"))
    case .carried(let backlog) where backlog.files > 0:
      found.append(
        Finding(
          "view", .warning, "the copy on this branch lacks \(backlog.text) of the ledger",
          mend: "`rtrack carry`"))
    case .carried: found.append(Finding("view", .ok, "this branch carries all of the ledger"))
    case .missing:
      found.append(Finding("view", .warning, "there is no .research/", mend: "`rtrack files`"))
    case .blocked:
      found.append(
        Finding(
          "view", .wrong, "\(view.folder) is no folder, and it is the view's place",
          mend: "move it away, then `rtrack files`"))
    }
    let damaged = standing == .blocked ? [] : try view.damage()
    if !damaged.isEmpty {
      let names = damaged.prefix(3).joined(separator: ", ")
      found.append(
        Finding(
          "view", .warning,
          "not what the ledger holds: \(names)"
            + (damaged.count > 3 ? " and \(damaged.count - 3) more" : ""),
          mend: "`rtrack files` puts it right"))
    }
    for stray in try view.strays().prefix(10) {
      found.append(
        Finding(
          "view", .warning, "\(stray) is not in the ledger",
          mend: "`rtrack add \(stray)` takes an event in"))
    }
    if try !ledger.isExcluded() {
      if case .carried = standing {
      } else {
        found.append(
          Finding(
            "view", .warning, "git shows .research/ as untracked",
            mend: "`rtrack doctor --fix` puts it into info/exclude"))
      }
    }
    return found.isEmpty ? [Finding("view", .ok, ".research/ shows the ledger")] : found
  }
}
