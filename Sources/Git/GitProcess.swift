public import Platform

/// git itself: for transport, work trees and the commits that hooks should see.
public enum GitProcess {
  /// What would bind a git to another repository than the folder it is started in.
  public static let repositoryVariables = [
    "GIT_DIR", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_PREFIX",
  ]

  /// Runs `git` with `arguments` in `directory` and gives what it said, whatever its status.
  ///
  /// It never asks on a terminal, speaks untranslated, and ends when this process is asked to. The
  /// variables by which a hook's git names its repository are left out unless `keepsRepository`;
  /// `index` names one for this call in place of the repository's own. Throws when git cannot be
  /// started: `.libraryMissing` where it is not installed.
  public static func run(
    _ arguments: [String], in directory: String, environment: [String: String],
    input: [UInt8] = [], timeLimit: Duration? = nil, keepsRepository: Bool = false,
    index: String? = nil
  ) throws(GitError) -> ChildResult {
    var environment = environment
    if !keepsRepository {
      for name in repositoryVariables { environment[name] = nil }
    }
    if let index { environment["GIT_INDEX_FILE"] = index }
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C"
    environment["LANGUAGE"] = nil
    do {
      return try Child.run(
        ["git"] + arguments, in: directory, environment: environment, input: input,
        timeLimit: timeLimit, endsWithUs: true)
    } catch {
      let doing = "run git \(arguments.first ?? "")"
      if error.isMissing, error.path == "git" {
        throw GitError(
          .libraryMissing, doing: doing,
          message: "git is not installed, or not in PATH (\(environment["PATH"] ?? "unset"))")
      }
      throw GitError(error, doing: doing)
    }
  }
}
