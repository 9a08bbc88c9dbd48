internal import Platform

extension Repository {
  /// As `move`, for callers that exclude one another by a lock of their own, of which one may be
  /// killed at any instant.
  ///
  /// git's lock on a reference is a file beside it. It outlives a killed process and does not say
  /// whose it was, so a writer's death would bar all others until a person looks into it. Here the
  /// lock is a second name of a file in `folder`: the next caller knows the lock of a dead one from
  /// that of a living git with certainty, and clears it. Where a file cannot have two names this is
  /// the plain `move`.
  ///
  /// - Parameter writer: what wrote the new object, not yet published: it is when the reference is
  ///   sure to move, by the flush that the new tip needs anyway. A lost move leaves nothing.
  public func move(
    _ reference: String, from old: ObjectID?, to new: ObjectID, by who: Signature,
    message: String, leavingTraceIn folder: String, publishing writer: ObjectWriter? = nil
  ) throws(GitError) {
    let doing = "move \(reference) to \(new.short)"
    for text in [reference, message] { try refuseNUL(text, doing) }
    let place = Path.join(commonDirectory, reference)
    let lock = place + ".lock"
    let slash = UInt8(ascii: "/")
    let name = String(
      decoding: reference.utf8.map { $0 == slash ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
    let trace = Path.join(folder, "moving+\(name)")
    do {
      try Self.clear(trace, lock)
      try FileSystem.create(Array("\(new)\n".utf8), at: trace, mode: 0o666, flushes: true)
    } catch {
      throw GitError(error, doing: doing)
    }
    // The lock's own name goes first, so that it never stays without its trace.
    defer { try? FileSystem.remove(trace) }
    guard try Self.take(lock, trace, doing) else {
      try writer?.publish()
      return try move(reference, from: old, to: new, by: who, message: message)
    }
    do {
      if writer == nil, !contains(new) {
        throw GitError(.missing, doing: doing, message: "there is no object \(new)")
      }
      try check(reference, is: old, doing)
      if let writer {
        try writer.publish(flushing: trace)
      } else {
        try FileSystem.synchronize([trace])
      }
      // Only now: a log that names objects which never came would be damage to `git fsck`.
      try log(reference, from: old, to: new, by: who, message)
      try FileSystem.rename(lock, to: place)
      try FileSystem.synchronizeDirectory(Path.parent(place))
    } catch {
      try? FileSystem.remove(lock)
      throw (error as? GitError) ?? (error as? SystemError).map { GitError($0, doing: doing) }
        ?? GitError(.other, doing: doing, message: "\(error)")
    }
  }

  /// Removes what a caller that died left: its lock, when it is still the same file as the trace.
  private static func clear(_ trace: String, _ lock: String) throws(SystemError) {
    guard let left = try FileSystem.status(trace) else { return }
    if try FileSystem.status(lock)?.identity == left.identity { try FileSystem.remove(lock) }
    try FileSystem.remove(trace)
  }

  /// False where files cannot have two names.
  private static func take(
    _ lock: String, _ trace: String, _ doing: String
  ) throws(GitError) -> Bool {
    do throws(SystemError) {
      for _ in 0..<100 {
        do throws(SystemError) {
          try FileSystem.link(trace, to: lock)
          return true
        } catch  where error.isMissing {
          // git removes a folder of references that it has emptied, also one made this moment.
          try FileSystem.makeDirectory(Path.parent(lock))
        }
      }
      try FileSystem.link(trace, to: lock)
      return true
    } catch  where error.isTaken {
      throw GitError(.locked(path: lock), doing: doing, message: "\(lock) exists")
    } catch  where error.isUnsupported {
      return false
    } catch {
      throw GitError(error, doing: doing)
    }
  }

  /// With the lock held: whether the reference is still what the caller thinks, and can be made.
  private func check(
    _ reference: String, is old: ObjectID?, _ doing: String
  ) throws(GitError) {
    let found = try target(of: reference)
    guard found == old else {
      let place = found.map { "names \($0.short)" } ?? "is gone"
      throw GitError(.moved, doing: doing, message: "\(reference) \(place) by now")
    }
    if old != nil { return }
    var above = Path.parent(reference)
    while above.contains("/") {
      if try target(of: above) != nil {
        throw GitError(.other, doing: doing, message: "\(above) leaves no room for \(reference)")
      }
      above = Path.parent(above)
    }
    if let below = try references(under: reference).first {
      throw GitError(.other, doing: doing, message: "\(below.name) stands in its place")
    }
    // What is left of branches that once stood here.
    let place = Path.join(commonDirectory, reference)
    if (try? FileSystem.status(place))??.kind == .directory { try? FileSystem.remove(place) }
  }

  /// Adds a line to the reference's log where git would.
  private func log(
    _ reference: String, from old: ObjectID?, to new: ObjectID, by who: Signature,
    _ message: String
  ) throws {
    let path = Path.join(Path.join(commonDirectory, "logs"), reference)
    if try FileSystem.status(path)?.kind != .file {
      let setting = try setting("core.logallrefupdates")?.lowercased()
      let isUsual = ["refs/heads/", "refs/remotes/", "refs/notes/"].contains {
        reference.hasPrefix($0)
      }
      switch setting {
      case "always": break
      case nil where isUsual && !isBare: break
      case "true", "yes", "on", "1": if !isUsual { return }
      default: return
      }
      try FileSystem.makeDirectory(Path.parent(path))
    }
    let name = who.name.isEmpty ? "unknown" : who.name
    let email = who.email.isEmpty ? "unknown" : who.email
    let by = Signature(
      name: name, email: email, seconds: who.seconds, offsetMinutes: who.offsetMinutes)
    var words = ""
    for line in message.split(whereSeparator: \.isNewline) {
      words += words.isEmpty ? String(line) : " \(line)"
    }
    try FileSystem.append(
      Array("\(old ?? .zero) \(new) \(by.serialized)\t\(words)\n".utf8), to: path)
  }
}
