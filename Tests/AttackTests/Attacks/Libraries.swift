extension Attack {
  /// Programs that write git's files without git.
  static let libraries = [
    Attack(
      30, "libgit2: pygit2 create_commit", seenBy: [.server, .verify, .witness],
      module: "pygit2",
      """
      /usr/bin/python3 - << 'PROGRAM'
      import os, pygit2
      repository = pygit2.Repository(".")
      base = repository[os.environ["BASE"]]
      index = pygit2.Index()
      index.read_tree(base.tree)
      blob = repository.create_blob(b"tampered\\n")
      index.add(pygit2.IndexEntry(os.environ["SPEC"], blob, pygit2.GIT_FILEMODE_BLOB))
      who = pygit2.Signature("Mallory", "mallory@example.org")
      repository.create_commit(
          "refs/heads/" + os.environ["BRANCH"], who, who, "Edit", index.write_tree(repository),
          [base.id])
      PROGRAM
      """),
    Attack(
      31, "dulwich porcelain.commit(no_verify=True)", seenBy: [.server, .verify, .witness],
      module: "dulwich", dulwich("no_verify=True")),
    Attack(
      32, "dulwich porcelain.commit", seenBy: [.client, .server, .verify, .witness],
      module: "dulwich", dulwich("no_verify=False")),
  ]

  private static func dulwich(_ option: String) -> String {
    """
    tamper "$SPEC"
    /usr/bin/python3 - << 'PROGRAM'
    from dulwich import porcelain
    who = b"Mallory <mallory@example.org>"
    porcelain.commit(".", b"Edit", author=who, committer=who, \(option))
    PROGRAM
    """
  }
}
