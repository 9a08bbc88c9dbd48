internal import Platform

extension Repository {
  /// The tree that a commit made now would have, as a hook must see it.
  ///
  /// git names the index it is about to commit in `GIT_INDEX_FILE` (`index.lock`, or a temporary
  /// one of `git commit <path>`); read is that one, else the work tree's own. Where the index does
  /// not say its tree, `git write-tree` does, called in `directory`, where the hook runs.
  public func stagedTree(from directory: String) throws(GitError) -> ObjectID {
    let named = environment["GIT_INDEX_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    let path =
      named.map { Path.absolute($0, in: directory) } ?? Path.join(gitDirectory, "index")
    let id = unsafe try? FileSystem.withMapped(path, limit: 1 << 30) {
      unsafe IndexFile.rootTree($0)
    }
    if let id, try kind(of: id) == .tree { return id }
    let result = try GitProcess.run(
      ["write-tree"], in: directory, environment: environment, keepsRepository: true)
    let words = String(decoding: result.output.prefix { $0 != 10 }, as: UTF8.self)
    guard result.succeeded, let id = ObjectID(hex: words) else {
      throw GitError(
        .other, doing: "read what is staged",
        message: String(decoding: result.errors, as: UTF8.self))
    }
    return id
  }
}
