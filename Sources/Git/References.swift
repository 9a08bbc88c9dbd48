internal import CLibgit2
internal import Platform

extension Repository {
  /// What is checked out: its branch, also one without commits, and its commit. No branch when
  /// HEAD is detached.
  public func head() throws(GitError) -> (branch: String?, commit: ObjectID?) {
    let head = try lookup("HEAD")
    guard let head else {
      throw GitError(.missing, doing: "read HEAD", message: "the repository has none")
    }
    let branch = unsafe symbolicTarget(head.pointer)
    return (branch, try target(of: branch ?? "HEAD"))
  }

  /// The object that a reference names, through symbolic ones; nil when it is not there. A tag
  /// gives the tag object, not its commit.
  public func target(of reference: String) throws(GitError) -> ObjectID? {
    let doing = "read \(reference)"
    try refuseNUL(reference, doing)
    var id = git_oid()
    let code = unsafe library.call.git_reference_name_to_id(&id, handle.pointer, reference)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try library.check(code, doing)
    return ObjectID(id)
  }

  /// All references below `prefix` ("refs/heads"), sorted by name. Those that lead nowhere are
  /// left out.
  public func references(
    under prefix: String
  ) throws(GitError) -> [(name: String, target: ObjectID)] {
    let doing = "list \(prefix)"
    try refuseNUL(prefix, doing)
    let start = prefix.hasSuffix("/") ? prefix : prefix + "/"
    // No name of a reference holds what a pattern gives a meaning to.
    if start.utf8.contains(where: { "*?[\\".utf8.contains($0) }) { return [] }
    let iterator = try unsafe Handle(
      library, doing, free: library.call.git_reference_iterator_free
    ) { made in
      unsafe library.call.git_reference_iterator_glob_new(&made, handle.pointer, start + "*")
    }
    var names: [String] = []
    while true {
      var made: OpaquePointer?
      let code = unsafe library.call.git_reference_next(&made, iterator.pointer)
      if code == GIT_ITEROVER.rawValue { break }
      try library.check(code, doing)
      guard let made = unsafe made else { break }
      defer { unsafe library.call.git_reference_free(made) }
      if let name = unsafe library.call.git_reference_name(made) {
        names.append(unsafe String(cString: name))
      }
    }
    names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var found: [(name: String, target: ObjectID)] = []
    for name in names {
      if let id = try target(of: name) { found.append((name, id)) }
    }
    return found
  }

  /// Moves a reference from `old` to `new`, or makes it when `old` is nil: all or nothing, and
  /// durable. `who` and `message` go to the reflog, where there is one.
  ///
  /// Throws `.moved` when it is elsewhere by now, `.locked` when another process is at it,
  /// `.missing` when `new` is no object here.
  public func move(
    _ reference: String, from old: ObjectID?, to new: ObjectID, by who: Signature,
    message: String
  ) throws(GitError) {
    let doing = "move \(reference) to \(new.short)"
    for text in [reference, who.name, who.email, message] { try refuseNUL(text, doing) }
    if !contains(new) {
      throw GitError(.missing, doing: doing, message: "there is no object \(new)")
    }
    let name = who.name.isEmpty ? "unknown" : who.name
    let email = who.email.isEmpty ? "unknown" : who.email
    try library.check(
      unsafe library.call.git_repository_set_ident(handle.pointer, name, email), doing)
    var (expected, target) = ((old ?? .zero).native, new.native)
    var made: OpaquePointer?
    let code = unsafe library.call.git_reference_create_matching(
      &made, handle.pointer, reference, &target, 1, &expected, message)
    unsafe library.call.git_reference_free(made)
    if code < 0 { throw failure(code, reference, doing, expected: old) }
  }

  /// Removes a reference that still names `old`; `.moved` when it does not.
  public func delete(_ reference: String, expecting old: ObjectID) throws(GitError) {
    let doing = "delete \(reference)"
    guard let found = try lookup(reference),
      let target = unsafe library.call.git_reference_target(found.pointer),
      unsafe ObjectID(target.pointee) == old
    else {
      throw GitError(.moved, doing: doing, message: "it does not name \(old.short) any more")
    }
    let code = unsafe library.call.git_reference_delete(found.pointer)
    if code < 0 { throw failure(code, reference, doing, expected: old) }
  }

  private func lookup(_ reference: String) throws(GitError) -> Handle? {
    let doing = "read \(reference)"
    try refuseNUL(reference, doing)
    var made: OpaquePointer?
    let code = unsafe library.call.git_reference_lookup(&made, handle.pointer, reference)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try library.check(code, doing)
    guard let made = unsafe made else { return nil }
    return unsafe Handle(made, free: library.call.git_reference_free)
  }

  private func symbolicTarget(_ reference: OpaquePointer) -> String? {
    guard let name = unsafe library.call.git_reference_symbolic_target(reference) else {
      return nil
    }
    return unsafe String(cString: name)
  }

  /// libgit2's code for a reference that could not be written, told apart.
  private func failure(
    _ code: Int32, _ reference: String, _ doing: String, expected: ObjectID?
  ) -> GitError {
    let message = library.lastMessage(code: code)
    switch code {
    case GIT_ELOCKED.rawValue:
      let isPacked = message.contains("packed-refs")
      let name = isPacked ? "packed-refs" : reference
      let isOwn = reference == "HEAD" || reference.hasPrefix("refs/worktree/")
      let folder = isOwn && !isPacked ? gitDirectory : commonDirectory
      return GitError(
        .locked(path: Path.join(folder, name + ".lock")), doing: doing, message: message)
    case GIT_EMODIFIED.rawValue, GIT_ENOTFOUND.rawValue:
      return GitError(.moved, doing: doing, message: message)
    case GIT_EEXISTS.rawValue:
      // The same code for "it is there already" and for a name in the way, such as a/b and a.
      if expected == nil, (try? target(of: reference)) != nil {
        return GitError(.moved, doing: doing, message: message)
      }
      return GitError(.other, doing: doing, message: message)
    default:
      return GitError(code: code, doing: doing, in: library)
    }
  }
}
