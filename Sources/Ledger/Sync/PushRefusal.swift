/// Why a remote took no push, told from git's words: what is to be done differs.
enum PushRefusal {
  /// Somebody works in the remote, and has the branch checked out there.
  case checkedOut
  /// A rule of the host, or a hook there.
  case ruled
  /// Nobody may write there, or not this user.
  case readOnly
  case other

  init(_ words: String) {
    let words = words.lowercased()
    func holds(_ parts: [String]) -> Bool { parts.contains(where: words.contains) }
    if holds(["checked out branch", "branch is currently checked out"]) {
      self = .checkedOut
    } else if holds([
      "protected branch", "gh006", "gh013", "hook declined", "protected ref", "prohibited",
    ]) {
      self = .ruled
    } else if holds([
      "error: 403", "permission denied", "permission to ", "write access", "not allowed to push",
      "read-only", "insufficient permission", "unable to create temporary object directory",
      "access denied", "service not enabled", "not authorized", "deploy key",
    ]) {
      self = .readOnly
    } else {
      self = .other
    }
  }

  /// What is said of it.
  ///
  /// - Parameters:
  ///   - reason: git's verdict, in one line.
  ///   - words: what the remote itself said.
  func error(
    from remote: String, branch: String, _ reason: String, words: [String]
  ) -> LedgerError {
    let refused = "\(remote) refused the push: \(reason)"
    return switch self {
    case .checkedOut:
      LedgerError(
        .remote, refused,
        hint: "\(remote) is somebody's working repository; sync through a bare one instead")
    case .ruled:
      LedgerError(
        .remote, "\(remote) refused the push by a rule or hook of its own: \(reason)",
        details: words,
        hint: "what was written here is safe; a rule for \(branch) may forbid force pushes and "
          + "deletion, but must let whoever writes push; until it does, `rtrack carry` publishes "
          + "the ledger with the code")
    case .readOnly:
      LedgerError(
        .remote, "\(remote) takes no pushes from here: \(reason)", details: words,
        hint: "what others wrote is read from it, what was written here is safe; push elsewhere: "
          + "`git remote set-url --push \(remote) URL`, or publish it with the code: "
          + "`rtrack carry`")
    case .other:
      LedgerError(
        .remote, refused, details: words,
        hint: "what was written here is safe; `rtrack sync` publishes it later")
    }
  }
}
