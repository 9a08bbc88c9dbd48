import Platform

/// A host that ssh reaches. Who one is there, ports and keys are the user's own configuration of
/// ssh; nobody is asked for a password.
struct SSHSite: JobSite {
  let host: String
  let environment: [String: String]

  /// Constants only: `rsync` parts them at spaces.
  private static let options = [
    "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=10",
    "-o", "ServerAliveCountMax=3",
  ]

  func call(_ words: [String]) throws(EngineFault) -> ChildResult {
    // ssh makes one line of its words for the shell there: each is quoted for that.
    let line = words.map { ShellQuoting.quoted($0) }.joined(separator: " ")
    let result = try run(["ssh"] + Self.options + ["--", host, line])
    // 255 is ssh's own, and no status of what is called here.
    if result.end == .exited(255) {
      throw EngineFault.unreachable("\(host) does not answer: \(Self.words(of: result))")
    }
    return result
  }

  func bring(_ folder: String, to place: String) throws(EngineFault) {
    try output(of: ["mkdir", "-p", place])
    try synchronize(["-rlptz", "--partial", folder + "/", "\(host):\(place)/"])
  }

  func fetch(_ names: [String], of place: String, into folder: String) throws(EngineFault) {
    let wanted = names.flatMap { ["--include=/\($0)", "--include=/\($0)/**"] }
    // Without links: what they point to lies elsewhere.
    try synchronize(
      ["-rtz", "--partial"] + wanted + ["--exclude=*", "\(host):\(place)/", folder + "/"])
  }

  /// rsync's exit codes for a connection that was cut, or never came about.
  private static let cut: Set<Int32> = [10, 12, 30, 35, 255]

  private func synchronize(_ words: [String]) throws(EngineFault) {
    let shell = (["ssh"] + Self.options).joined(separator: " ")
    let result = try run(["rsync", "-s", "--timeout=60", "-e", shell] + words)
    if result.succeeded { return }
    let said = Self.words(of: result)
    if case .exited(let code) = result.end, Self.cut.contains(code) {
      throw EngineFault.unreachable("the way to \(host) was cut: \(said)")
    }
    throw EngineFault.failed("rsync: \(said)")
  }

  private func run(_ words: [String]) throws(EngineFault) -> ChildResult {
    do throws(SystemError) {
      return try Child.run(words, environment: environment)
    } catch {
      throw EngineFault.failed(
        error.isMissing ? "\(words[0]) is not installed here" : "\(error)")
    }
  }
}
