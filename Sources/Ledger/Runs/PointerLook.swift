public import Git
import Platform

/// Looks at the bytes that pointers stand for, as far as they can be reached from a clone. Nothing
/// is fetched, and no link is followed out of git-annex's own folder.
public struct PointerLook {
  private let top: String?
  private let git: String?

  /// What a look gives.
  public enum Answer: Hashable, Sendable {
    /// They are what the pointer says.
    case same
    /// They are others: what they are.
    case other(String)
    /// They cannot be seen from here: why.
    case unseen(String)
  }

  /// - Parameter repository: whose work tree paths begin at; nil where there is none.
  public init(in repository: Repository?) {
    top = repository?.workTree
    git = repository?.commonDirectory
  }

  /// Holds what there is against what a pointer says.
  public func answer(of pointer: PointerFile) -> Answer {
    let place = pointer.place
    if place.hasPrefix(PointerFile.lfs) {
      let id = pointer.digest
      let path = git.map { "\($0)/lfs/objects/\(id.prefix(2))/\(id.dropFirst(2).prefix(2))/\(id)" }
      return answer(of: pointer, at: path, else: "git-lfs has not brought it")
    }
    if place.hasPrefix(PointerFile.annex) {
      let key = String(place.dropFirst(PointerFile.annex.count))
      return answer(of: pointer, at: object(key), else: "git-annex has not brought it")
    }
    if place.contains("://") { return .unseen("it lies at \(place)") }
    let path = place.hasPrefix("/") ? place : top.map { Path.join($0, place) }
    return answer(of: pointer, at: path, else: "there is no \(place) here")
  }

  private func answer(
    of pointer: PointerFile, at path: String?, else absence: String
  ) -> Answer {
    guard let path, let status = try? FileSystem.status(path) else { return .unseen(absence) }
    if status.kind == .symbolicLink, let key = (try? FileSystem.readLink(path)).map(Path.last),
      let object = object(key)
    {
      return answer(of: pointer, at: object, else: absence)
    }
    guard status.kind == .file else { return .unseen("\(path) is no plain file") }
    if status.size != pointer.size { return .other("\(status.size) bytes") }
    guard let digest = try? FileSystem.digestPlain(path).digest else {
      return .unseen("\(path) cannot be read")
    }
    return digest == pointer.digest ? .same : .other("SHA-256 \(digest)")
  }

  /// Where git-annex keeps a key's bytes in this clone: two folders deep, by a sum of the key.
  private func object(_ key: String) -> String? {
    guard let objects = git.map({ Path.join($0, "annex/objects") }), !key.contains("/") else {
      return nil
    }
    for outer in (try? FileSystem.entries(objects)) ?? [] {
      for inner in (try? FileSystem.entries(Path.join(objects, outer))) ?? [] {
        let path = Path.join(objects, "\(outer)/\(inner)/\(key)/\(key)")
        if (try? FileSystem.status(path))??.kind == .file { return path }
      }
    }
    return nil
  }
}
