internal import CLibgit2
internal import Platform

/// A folder of objects that are not yet the repository's.
final class Quarantine {
  let objects: Handle
  private let folder: String
  private let target: String
  private var written: [ObjectID] = []
  private var known: Set<ObjectID> = []

  /// Makes the folder inside the repository's own, so that objects can be renamed out of it.
  init(in target: String, _ library: Library) throws(GitError) {
    let doing = "write objects"
    let name = "tmp_objdir-rtrack-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let folder = Path.join(target, name)
    self.folder = folder
    self.target = target
    do {
      try FileSystem.makeDirectory(folder)
    } catch {
      throw GitError(error, doing: doing)
    }
    do {
      let objects = try unsafe Handle(library, doing, free: library.call.git_odb_free) { made in
        unsafe library.call.git_odb_new(&made)
      }
      var backend: UnsafeMutablePointer<git_odb_backend>?
      try library.check(
        unsafe library.call.git_odb_backend_loose(&backend, folder, -1, 0, 0, 0), doing)
      // From here on the database frees it.
      try library.check(
        unsafe library.call.git_odb_add_backend(objects.pointer, backend, 1), doing)
      self.objects = objects
    } catch {
      try? FileSystem.removeTree(folder)
      throw error
    }
  }

  /// Remembers what is being written; false when it was before.
  func note(_ id: ObjectID) -> Bool {
    if !known.insert(id).inserted { return false }
    written.append(id)
    return true
  }

  /// Flushes all contents, then moves each object to its place, in the order of writing: what an
  /// object names is there before it is.
  func publish() throws(SystemError) {
    let names = written.map(\.hex)
    try FileSystem.synchronize(names.map { Self.path(of: $0, in: folder) })
    for name in names {
      let place = Self.path(of: name, in: target)
      do {
        try FileSystem.rename(Self.path(of: name, in: folder), to: place)
      } catch  where error.isMissing {
        try FileSystem.makeDirectory(Path.parent(place))
        try FileSystem.rename(Self.path(of: name, in: folder), to: place)
      }
    }
  }

  func remove() { try? FileSystem.removeTree(folder) }

  private static func path(of name: String, in folder: String) -> String {
    Path.join(folder, "\(name.prefix(2))/\(name.dropFirst(2))")
  }
}
