internal import Platform

/// A work tree of a repository and the branch in it.
public struct WorkTreeHead: Hashable, Sendable {
  /// The top of its files; of a bare repository, the repository's folder.
  public let path: String
  /// Where git keeps its HEAD.
  public let gitDirectory: String
  /// The full name of its branch, such as "refs/heads/main"; nil when HEAD is detached.
  public let branch: String?

  /// A work tree from its parts.
  public init(path: String, gitDirectory: String, branch: String?) {
    self.path = path
    self.gitDirectory = gitDirectory
    self.branch = branch
  }
}

extension Repository {
  /// The main work tree and the linked ones, also those whose files are gone; the main one first.
  public func workTreeHeads() throws(GitError) -> [WorkTreeHead] {
    do {
      let isInside = Path.last(commonDirectory) == ".git"
      let main = isInside ? Path.parent(commonDirectory) : commonDirectory
      let top = gitDirectory == commonDirectory ? workTree ?? main : main
      var heads = [try Self.head(in: commonDirectory, path: top)]
      let folder = Path.join(commonDirectory, "worktrees")
      guard try FileSystem.status(folder) != nil else { return heads }
      for name in try FileSystem.entries(folder) {
        let directory = Path.join(folder, name)
        // A work tree that is made or removed right now.
        guard let link = try Self.line(of: Path.join(directory, "gitdir")) else { continue }
        let path = Path.parent(Path.absolute(link, in: directory))
        heads.append(try Self.head(in: directory, path: path))
      }
      return heads
    } catch {
      throw GitError(error, doing: "list the work trees")
    }
  }

  private static func head(
    in directory: String, path: String
  ) throws(SystemError) -> WorkTreeHead {
    let line = try line(of: Path.join(directory, "HEAD")) ?? ""
    var branch: String?
    if line.hasPrefix("ref:") {
      branch = String(line.dropFirst(4).drop { $0 == " " || $0 == "\t" })
    }
    return WorkTreeHead(path: path, gitDirectory: directory, branch: branch)
  }

  /// The first line of a small file; nil when it is not there.
  private static func line(of path: String) throws(SystemError) -> String? {
    do {
      let bytes = try FileSystem.read(path, limit: 65_536)
      return String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    } catch  where error.isMissing {
      return nil
    }
  }
}
