import Documents
import Platform
import Research

/// Plays a lab's history into a repository: its commits by git, all else by rtrack.
struct Replay {
  /// A call that did not do what it should have.
  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  let lab: LabRecord
  /// The repository's folder.
  let directory: String
  let environment: [String: String]
  /// Calls rtrack; gives its standard output.
  let rtrack: ([String]) throws -> String

  /// Plays all of it into the repository, which must be there and empty; tells how many calls of
  /// how many it has made.
  func play(_ script: Script, telling progress: (Int, Int) throws -> Void = { _, _ in }) throws {
    _ = try rtrack(["init"])
    var next = 0
    for (index, call) in script.calls.enumerated() {
      try progress(index, script.calls.count)
      let from = next
      // A closing's moment belongs to the next cycle; what cites a commit needs it to be there.
      let isCiting = call.rank > 2
      while next < lab.commits.count,
        isCiting ? lab.commits[next].time <= call.time : lab.commits[next].time < call.time
      {
        next += 1
      }
      try commit(lab.commits[from..<next], isFirst: from == 0)
      _ = try rtrack(call.words)
    }
    try commit(lab.commits[next...], isFirst: next == 0)
    _ = try git(["reset", "-q", "--hard"])
    try progress(script.calls.count, script.calls.count)
  }

  @discardableResult
  private func git(_ words: [String], input: [UInt8] = []) throws -> String {
    let result = try Child.run(
      ["git"] + words, in: directory, environment: environment, input: input,
      timeLimit: .seconds(60))
    guard result.succeeded else {
      throw Failed(
        description: "git \(words.joined(separator: " ")): "
          + String(decoding: result.errors, as: UTF8.self))
    }
    return String(decoding: result.output, as: UTF8.self)
  }

  private func commit(_ commits: ArraySlice<LabRecord.Commit>, isFirst: Bool) throws {
    if commits.isEmpty { return }
    var stream = ""
    for (index, commit) in commits.enumerated() {
      // As in the lab, all commits bear one git author; only subjects tell who it was.
      let who = "Lab <lab@example.org> \(commit.time.seconds) +0000"
      stream += "commit refs/heads/main\nauthor \(who)\ncommitter \(who)\n"
      stream += data(commit.subject + "\n")
      if !(isFirst && index == 0) {
        stream += index == 0 ? "from refs/heads/main^0\n" : ""
      }
      for path in paths(of: commit) {
        stream += "M 100644 inline \(path)\n" + data("\(commit.id): \(commit.subject)\n")
      }
      stream += "\n"
    }
    try git(["fast-import", "--quiet", "--force"], input: Array((stream + "done\n").utf8))
  }

  private func data(_ text: String) -> String { "data \(text.utf8.count)\n\(text)" }

  /// What a commit touches: notes only, or code and its own notes too when it touches more.
  private func paths(of commit: LabRecord.Commit) -> [String] {
    let spelled = commit.agent.isEmpty ? "monitor" : commit.agent
    let name = AgentName(folding: spelled)?.text ?? "lab"
    let notes = "agent/workspace/\(name)/notes.md"
    let others = lab.rosters.last?.workers ?? []
    if commit.isNote {
      return [notes] + others.prefix(commit.files - 1).map { "agent/workspace/\($0)/notes.md" }
    }
    var paths = lab.facts.results.filter { $0.commit == commit.id }.map(\.path)
    switch commit.agent {
    case "": paths.append("agent/monitor/server.js")
    case let name where lab.facts.systems.contains(name.lowercased()): paths.append("paper.pdf")
    default: paths.append("paper/\(name).tex")
    }
    if commit.files > 1 { paths.append(notes) }
    return paths + (2..<max(2, min(commit.files, 20))).map { "scripts/part\($0).py" }
  }
}
