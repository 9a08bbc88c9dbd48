import Platform
import Research

/// Covers the values of secret variables in the logs of a job that has ended, before its folder
/// goes where others read it. What the job wrote down of these logs is written anew.
public struct JobCover {
  private let folder: String
  private let environment: [String: String]
  /// No value is longer; what may be the beginning of one waits for the rest.
  private let longest: Int

  /// - Parameter environment: what the job's command could see.
  public init(of folder: String, _ environment: [String: String]) {
    self.folder = folder
    self.environment = environment.filter { SecretRule.isSecret(name: $0.key) }
    longest = self.environment.values.map(\.utf8.count).max() ?? 0
  }

  /// Covers what there is to cover.
  ///
  /// - Returns: whether there was any.
  /// - Throws: `SystemError`; the folder is then no job that came to its end.
  public func run() throws -> Bool {
    var changed: [String: String] = [:]
    for log in JobLog.allCases {
      let path = Path.join(folder, log.rawValue)
      guard longest > 0, try FileSystem.status(path)?.kind == .file,
        try cover(path, into: path + ".part")
      else { continue }
      changed[log.rawValue] = try FileSystem.digestPlain(path + ".part").digest
    }
    if changed.isEmpty { return false }
    // While the end is not there nothing of it can be taken for whole.
    let end = try text("exit_code").split(whereSeparator: \.isWhitespace).map(String.init)
    try FileSystem.remove(Path.join(folder, "exit_code"))
    for name in changed.keys {
      try FileSystem.rename(Path.join(folder, name + ".part"), to: Path.join(folder, name))
    }
    let lines = try text("manifest.sha256").split(separator: "\n").map { line -> String in
      let name = String(line.dropFirst(66))
      return changed[name].map { "\($0)  \(name)" } ?? String(line)
    }
    let manifest = Array(lines.map { $0 + "\n" }.joined().utf8)
    try FileSystem.write(manifest, to: Path.join(folder, "manifest.sha256"))
    let last = ([end.first ?? "126", SHA256.digest(of: manifest)] + end.dropFirst(2))
    try FileSystem.write(
      Array((last.joined(separator: " ") + "\n").utf8), to: Path.join(folder, "exit_code"))
    return true
  }

  private func text(_ name: String) throws -> String {
    String(
      decoding: try FileSystem.readPlain(Path.join(folder, name), limit: 64 << 20), as: UTF8.self)
  }

  /// Writes a log with its secrets covered beside it, where it has some.
  private func cover(_ path: String, into part: String) throws -> Bool {
    try FileSystem.remove(part)
    let file = try AppendedFile(part)
    var isCovered = false
    var waiting: [UInt8] = []
    var fault: SystemError?
    func put(keeping: Int) {
      let covered = OutputLog.covered(waiting, environment)
      isCovered = isCovered || covered != waiting
      let cut = max(0, covered.count - keeping)
      do throws(SystemError) {
        try file.append(Array(covered[..<cut]))
      } catch {
        fault = fault ?? error
      }
      waiting = Array(covered[cut...])
    }
    try FileSystem.readPlain(path) { bytes in
      waiting += bytes
      put(keeping: longest - 1)
    }
    put(keeping: 0)
    if let fault { throw fault }
    if !isCovered { try FileSystem.remove(part) }
    return isCovered
  }
}
