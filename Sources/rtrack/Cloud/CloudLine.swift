import Execution
import Platform
import Research

/// The line that runs an experiment on another machine, to be called as it stands.
struct CloudLine {
  let text: String

  /// - Parameters:
  ///   - command: as a shell takes it; the word COMMAND where nobody knows it.
  ///   - hours: when it is to end by itself.
  ///   - workTree: the top of it, to see what lies there.
  init(of experiment: ExperimentID, running command: String?, hours: Int, workTree: String?) {
    func kind(_ path: String) -> FileStatus.Kind? {
      workTree.flatMap { try? FileSystem.status(Path.join($0, path)) }?.kind
    }
    let file = "experiments/\(experiment).md"
    var words = ["rtrack", "cloud", "run", ShellQuoting.quoted(command ?? "COMMAND")]
    words += ["--spec", ShellQuoting.plain(kind(file) == .file ? file : experiment.text)]
    if kind("data") == .directory { words += ["--data-dirs", "data"] }
    words += ["--output-dir", ShellQuoting.plain("results/\(experiment)"), "--detach"]
    words += ["--max-hours", "\(hours)"]
    text = words.joined(separator: " ")
  }
}

extension CloudLine {
  /// A command as a shell takes it: what `sh -c` was given is that already.
  static func shell(_ words: [String]) -> String {
    if words.count == 3, words.starts(with: ["sh", "-c"]) { return words[2] }
    return words.map { ShellQuoting.plain($0) }.joined(separator: " ")
  }
}

extension Context {
  /// The machines beyond this one that the clone may use.
  func cloudSettings() throws -> CloudSettings { try CloudSettings(of: try repository()) }
}
