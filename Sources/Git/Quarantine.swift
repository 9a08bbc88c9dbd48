internal import CLibgit2
internal import Platform

/// Objects that are on their way into a repository: files beside its objects that nobody reads yet.
///
/// Their names begin as those do which `git gc` clears away, should the process die. Plain files
/// in one folder, renamed once: folders of their own, made and removed at each write, cost ext4
/// more than all the rest.
final class Quarantine {
  private let objects: String
  private let prefix: String
  private var written: [(id: ObjectID, path: String)] = []
  private var known: Set<ObjectID> = []

  /// - Parameter objects: the repository's folder of objects.
  init(in objects: String) {
    self.objects = objects
    let random = String(UInt64.random(in: 0 ... .max), radix: 36)
    prefix = Path.join(objects, "tmp_obj_rtrack_\(random)_")
  }

  /// Writes an object as git's loose files hold it; once, however often it comes.
  func add(_ id: ObjectID, _ kind: ObjectKind, _ bytes: [UInt8]) throws(GitError) {
    if !known.insert(id).inserted { return }
    let path = prefix + String(written.count)
    let file = try Self.deflated(Array("\(kind.rawValue) \(bytes.count)\u{0}".utf8) + bytes)
    written.append((id, path))
    do {
      try FileSystem.create(file, at: path, mode: 0o444, flushes: true)
    } catch {
      throw GitError(error, doing: "write objects")
    }
  }

  /// Flushes all contents, `other` with them, then moves each object to its place, in the order of
  /// writing: what an object names is there before it is.
  func publish(flushing other: String?) throws(SystemError) {
    try FileSystem.synchronize(written.map(\.path) + (other.map { [$0] } ?? []))
    for (id, path) in written {
      let name = id.hex
      let folder = Path.join(objects, String(name.prefix(2)))
      try Self.move(path, to: Path.join(folder, String(name.dropFirst(2))), in: folder)
    }
    written = []
  }

  /// The folder may not be there yet, or no longer: `git gc` removes folders that it has emptied,
  /// also one that was made here this moment.
  private static func move(
    _ object: String, to place: String, in folder: String
  ) throws(SystemError) {
    for _ in 0..<100 {
      do {
        return try FileSystem.rename(object, to: place)
      } catch  where error.isMissing {
        try FileSystem.makeDirectory(folder)
      }
    }
    try FileSystem.rename(object, to: place)
  }

  /// Removes what was not published.
  func remove() {
    for (_, path) in written { try? FileSystem.remove(path) }
    written = []
  }

  private static func deflated(_ bytes: [UInt8]) throws(GitError) -> [UInt8] {
    let capacity = object_deflate_bound(bytes.count)
    let file = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      count = unsafe object_deflate(start, capacity, bytes, bytes.count)
    }
    if file.isEmpty {
      throw GitError(.other, doing: "write objects", message: "zlib could not deflate one")
    }
    return file
  }
}
