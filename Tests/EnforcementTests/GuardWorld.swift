import Enforcement
import Platform
import Research

/// A repository on the disk with the files of the protocol, for judging command lines in.
final class GuardWorld {
  let root: String
  /// The repository's top.
  let top: String

  static let files = [
    "experiments/exp-000-base.md", "experiments/exp-001-lr.md", "experiments/survey-lr.md",
    "experiments/train.py", "results/exp-000-base/metrics.json", "results/exp-000-base/log.txt",
    "results/exp-000-base/analysis.md", "results/exp-001-lr/metrics.json", "QUESTIONS.md",
    "RESEARCH_LOG.md", "program_state.json", "SYNTHESIS.md", "README.md", "notes.md",
    "src/train.py", "src/model.py", "scripts/run.sh", "data/train.csv", "build/a.o", "build/b.o",
    ".kit/experiments/exp-009-kit.md", ".kit/QUESTIONS.md", "out/exp-000-base/metrics.json",
    "out/loss.csv", "main.py",
  ]

  init() throws {
    root = try FileSystem.resolve(try FileSystem.temporaryDirectory(prefix: "rtrack-guard-"))
    top = Path.join(root, "repo")
    for file in Self.files { try write(file, "old\n") }
    for (link, target) in [
      ("link.md", "experiments/exp-001-lr.md"), ("specs", "experiments"), ("src/up", "../results"),
    ] {
      _ = try Child.run(["ln", "-s", target, link], in: top, environment: Self.environment)
    }
    _ = try git("init", "-q", "-b", "main")
    _ = try git("add", "-A")
    _ = try git("commit", "-q", "-m", "Begin")
    try write("experiments/exp-002-draft.md", "new\n")
    try write("list.txt", "QUESTIONS.md\n")
    try write("objects.txt", "build/a.o\nbuild/b.o\n")
    try write("fix.patch", "--- a/src/model.py\n+++ b/src/model.py\n@@ -1 +1 @@\n-old\n+new\n")
    try write(
      "spec.patch",
      "--- a/experiments/exp-001-lr.md\n+++ b/experiments/exp-001-lr.md\n@@ -1 +1 @@\n-old\n+x\n")
  }

  deinit { try? FileSystem.removeTree(root) }

  static let environment = [
    "HOME": "/home/flux", "PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Maya", "GIT_AUTHOR_EMAIL": "m@example.org",
    "GIT_COMMITTER_NAME": "Maya", "GIT_COMMITTER_EMAIL": "m@example.org",
  ]

  @discardableResult
  func git(_ arguments: String...) throws -> ChildResult {
    try Child.run(["git"] + arguments, in: top, environment: Self.environment)
  }

  func write(_ path: String, _ text: String) throws {
    let path = Path.join(top, path)
    try FileSystem.makeDirectory(Path.parent(path))
    try FileSystem.write(Array(text.utf8), to: path)
  }

  /// Why a call is refused; nil when it passes.
  func refusal(
    _ call: ToolCall, phase: String? = "RUN", experiment: String? = "exp-001-lr",
    in directory: String = "", variables: [String: String] = [:]
  ) throws -> Refusal? {
    var environment = Self.environment.merging(variables) { $1 }
    environment["RTRACK_PHASE"] = phase
    environment["RTRACK_EXPERIMENT"] = experiment
    do {
      try Guard(in: Path.join(top, directory), environment: environment).check(call)
      return nil
    } catch let refusal as Refusal {
      return refusal
    }
  }
}
