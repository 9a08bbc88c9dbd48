import Git
import Platform
import Testing

/// A folder of its own with a home of its own, and git in it.
struct Sandbox: ~Copyable {
  let root: String
  let environment: [String: String]

  init() throws {
    let folder = try FileSystem.resolve(FileSystem.temporaryDirectory(prefix: "git-tests-"))
    try FileSystem.makeDirectory(folder + "/home")
    root = folder
    environment = [
      "HOME": root + "/home", "PATH": "/usr/local/bin:/usr/bin:/bin",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
      "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org",
      "GIT_CEILING_DIRECTORIES": root,
    ]
  }

  deinit { try? FileSystem.removeTree(root) }

  /// Runs git, which must succeed, and gives its output without the last newline.
  @discardableResult
  func git(
    _ arguments: String..., in folder: String = "repo", input: [UInt8] = [],
    also: [String: String] = [:]
  ) throws -> String {
    try run(["git"] + arguments, in: folder, input: input, also: also)
  }

  /// Runs a script, which must succeed.
  @discardableResult
  func shell(_ script: String, in folder: String = "repo") throws -> String {
    try run(["sh", "-ec", script], in: folder)
  }

  private func run(
    _ command: [String], in folder: String, input: [UInt8] = [], also: [String: String] = [:]
  ) throws -> String {
    let result = try Child.run(
      command, in: Path.join(root, folder),
      environment: environment.merging(also) { $1 }, input: input)
    let errors = String(decoding: result.errors, as: UTF8.self)
    try #require(result.succeeded, "\(command): \(errors)")
    let text = String(decoding: result.output, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// A repository without commits, in "repo".
  func initialize() throws {
    try git("init", "-q", "-b", "main", "repo", in: "")
  }

  /// A repository with one commit, opened.
  func repository() throws -> Repository {
    try initialize()
    try git("commit", "-q", "--allow-empty", "-m", "first")
    return try open("repo")
  }

  func open(_ folder: String, also: [String: String] = [:]) throws -> Repository {
    try Repository.open(
      from: Path.join(root, folder), environment: environment.merging(also) { $1 })
  }

  func id(_ revision: String) throws -> ObjectID {
    try #require(ObjectID(hex: try git("rev-parse", "--verify", revision)))
  }

  /// The kind of the error that opening gives.
  func refusal(_ folder: String, also: [String: String] = [:]) throws -> GitError.Kind {
    try #require(throws: GitError.self) { try open(folder, also: also) }.kind
  }
}

let ada = Signature(
  name: "Ada", email: "ada@example.org", seconds: 1_700_000_000, offsetMinutes: 60)
