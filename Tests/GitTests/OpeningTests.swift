import Git
import Platform
import Testing

@Suite struct OpeningTests {
  @Test func `a repository opens from its top, a subfolder, a linked work tree and GIT_DIR`() throws
  {
    let box = try Sandbox()
    _ = try box.repository()
    try box.git("worktree", "add", "-q", "../linked", "-b", "side")
    try FileSystem.makeDirectory(box.root + "/repo/a/b")
    let top = box.root + "/repo"
    for folder in ["repo", "repo/a/b"] {
      let repository = try box.open(folder)
      #expect(repository.gitDirectory == top + "/.git")
      #expect(repository.commonDirectory == top + "/.git")
      #expect(repository.workTree == top)
      #expect(!repository.isBare && !repository.isShallow)
    }
    let linked = try box.open("linked")
    #expect(linked.gitDirectory == top + "/.git/worktrees/linked")
    #expect(linked.commonDirectory == top + "/.git")
    #expect(linked.workTree == box.root + "/linked")
    #expect(try linked.head().branch == "refs/heads/side")
    let named = try box.open("", also: ["GIT_DIR": "repo/.git", "GIT_WORK_TREE": "repo"])
    #expect(named.gitDirectory == top + "/.git")
    #expect(named.workTree == top)
    #expect(
      try linked.workTreeHeads() == [
        WorkTreeHead(path: top, gitDirectory: top + "/.git", branch: "refs/heads/main"),
        WorkTreeHead(
          path: box.root + "/linked", gitDirectory: top + "/.git/worktrees/linked",
          branch: "refs/heads/side"),
      ])
  }

  @Test func `a bare repository and a submodule open`() throws {
    let box = try Sandbox()
    _ = try box.repository()
    try box.git("clone", "-q", "--bare", "repo", "bare", in: "")
    let bare = try box.open("bare")
    #expect(bare.isBare && bare.workTree == nil)
    #expect(bare.gitDirectory == box.root + "/bare")
    #expect(try bare.workTreeHeads().map(\.path) == [box.root + "/bare"])
    try box.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", box.root + "/bare", "sub")
    let sub = try box.open("repo/sub")
    #expect(sub.gitDirectory == box.root + "/repo/.git/modules/sub")
    #expect(sub.workTree == box.root + "/repo/sub")
  }

  @Test func `where there is none, that is told`() throws {
    let box = try Sandbox()
    #expect(try box.refusal("home") == .notRepository)
    #expect(try box.refusal("", also: ["GIT_DIR": "nothing"]) == .notRepository)
    #expect(throws: GitError.self) { try box.open("a\0b") }
  }

  @Test(arguments: ["worktreeConfig", "relativeWorktrees", "preciousObjects", "partialClone"])
  func `extensions that change no storage are accepted`(_ name: String) throws {
    let box = try Sandbox()
    try box.initialize()
    try box.git("config", "core.repositoryFormatVersion", "1")
    let value = name == "partialClone" ? "origin" : "true"
    let config = box.root + "/repo/.git/config"
    let text = try FileSystem.read(config) + Array("[extensions]\n\t\(name) = \(value)\n".utf8)
    try FileSystem.write(text, to: config)
    #expect(try box.open("repo").head().branch == "refs/heads/main")
  }

  @Test func `other storage is refused by its name`() throws {
    let box = try Sandbox()
    try box.git("init", "-q", "--object-format=sha256", "sha", in: "")
    #expect(try box.refusal("sha") == .unsupported("SHA-256 objects"))
    try box.initialize()
    let config = box.root + "/repo/.git/config"
    let plain = String(decoding: try FileSystem.read(config), as: UTF8.self)
    for (name, expected) in [("refStorage = reftable", "reftable"), ("novelty = true", "novelty")] {
      let text =
        plain + "[core]\n\trepositoryformatversion = 1\n[extensions]\n\t\(name)\n"
      try FileSystem.write(Array(text.utf8), to: config)
      #expect(try box.refusal("repo") == .unsupported(expected))
      try FileSystem.makeDirectory(box.root + "/repo/deep")
      #expect(try box.refusal("repo/deep") == .unsupported(expected))
    }
  }

  /// What makes chown work: nothing for root, sudo where it asks for no password; else nil.
  static let asRoot: String? = {
    if Machine.userID == 0 { return "" }
    let tried = try? Child.run(["sudo", "-n", "true"], environment: Machine.environment)
    return tried?.succeeded == true ? "sudo -n " : nil
  }()

  @Test(.enabled(if: asRoot != nil, "only root can give a folder away"))
  func `a repository of another user opens only when git trusts it`() throws {
    let box = try Sandbox()
    _ = try box.repository()
    let chown = try #require(Self.asRoot) + "chown -R"
    try box.shell("\(chown) 4321 repo", in: "")
    // Its folder is this user's again before it is removed.
    defer { _ = try? box.shell("\(chown) \(Machine.userID) repo", in: "") }
    #expect(try box.refusal("repo") == .foreignOwner(path: box.root + "/repo/.git"))
    try box.git("config", "--global", "safe.directory", box.root + "/repo", in: "")
    #expect(try box.open("repo").head().commit != nil)
    try box.git("config", "--global", "safe.directory", "/elsewhere", in: "")
    #expect(try box.refusal("repo") == .foreignOwner(path: box.root + "/repo/.git"))
    try box.git("config", "--global", "safe.directory", "*", in: "")
    #expect(try box.open("repo").head().commit != nil)
  }

  @Test func `settings come from every level of the environment that was given`() throws {
    let box = try Sandbox()
    _ = try box.repository()
    try box.git("config", "--global", "rtrack.agent", "from-home")
    try box.git("config", "--global", "user.name", "Home")
    try box.git("config", "user.name", "Local")
    let repository = try box.open("repo")
    #expect(try repository.setting("rtrack.agent") == "from-home")
    #expect(try repository.setting("user.name") == "Local")
    #expect(try repository.setting("no.such") == nil)
    #expect(throws: GitError.self) { try repository.setting("nonsense") }
    let variables = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Env",
    ]
    #expect(try box.open("repo", also: variables).setting("user.name") == "Env")
    try box.git("config", "extensions.worktreeConfig", "true")
    try box.git("config", "--worktree", "user.name", "Tree")
    #expect(try box.open("repo").setting("user.name") == "Tree")
  }

  @Test func `what a push brought is seen from its quarantine`() throws {
    let box = try Sandbox()
    _ = try box.repository()
    try box.git("init", "-q", "--bare", "other", in: "")
    let id = try #require(
      ObjectID(hex: try box.git("hash-object", "-w", "--stdin", in: "other", input: [7])))
    #expect(try !box.open("repo").contains(id))
    let pushed = try box.open("repo", also: ["GIT_OBJECT_DIRECTORY": box.root + "/other/objects"])
    #expect(try pushed.blob(id) == [7])
  }
}
