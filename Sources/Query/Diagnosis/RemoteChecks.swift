import Git
import Ledger
import Platform
import Research

/// The remote, and what a host does with the ledger branch.
extension Diagnosis {
  func remote() throws -> [Finding] {
    guard let remote = ledger.remote else {
      let name = try ledger.repository.setting("ledger.remote") ?? "origin"
      return [
        Finding("remote", .ok, "no remote \(name): this clone's ledger is all there is")
      ]
    }
    var found: [Finding] = []
    switch Witness(of: ledger).freshness() {
    case .local: break
    case .never:
      found.append(
        Finding(
          "remote", .warning, "\(remote) was never seen: what others wrote is not known",
          mend: "`rtrack sync`"))
    case .seen(_, let at):
      let unsent = try ledger.unsent() ?? 0
      let seen = "\(remote) seen \(at.age(at: now)) ago"
      if unsent > 0 {
        found.append(
          Finding(
            "remote", .warning, "\(seen); \(counted(unsent, "file")) not yet sent",
            mend: "`rtrack sync`"))
      } else {
        found.append(Finding("remote", .ok, seen))
      }
    }
    let rewritten = try ledger.rewrittenEntries()
    if let first = rewritten.first {
      let more = rewritten.count > 1 ? " and \(rewritten.count - 1) more" : ""
      found.append(
        Finding(
          "remote", .wrong, "\(remote) holds other bytes than were written in \(first)\(more)",
          mend:
            "find who pushed them: `git log refs/rtrack/fetched/\(remote) -- \(first)`; a commit "
            + "there that brings the first bytes back ends it"))
    }
    if let url = try ledger.repository.setting("remote.\(remote).url"),
      let path = localPath(url), let there = try holder(at: path)
    {
      found.append(
        Finding(
          "remote", .wrong,
          "\(remote) is a working repository whose ledger is held at \(there), so it takes no push",
          mend: "sync through a bare repository: `git init --bare` somewhere both reach, and "
            + "`git remote set-url \(remote) URL`"))
    }
    return found
  }

  /// A remote on this machine; nil for others.
  private func localPath(_ url: String) -> String? {
    if url.hasPrefix("file://") { return String(url.dropFirst(7)) }
    if url.contains("://") { return nil }
    // `host:path` is ssh's, unless a slash comes first.
    let head = url.prefix { $0 != "/" }
    if head.contains(":") { return nil }
    return Path.absolute(url, in: ledger.repository.workTree ?? ledger.repository.commonDirectory)
  }

  /// Where a repository with work trees has the ledger branch checked out or held.
  private func holder(at path: String) throws -> String? {
    guard let other = try? Repository.open(from: path, environment: environment), !other.isBare
    else { return nil }
    return try other.workTreeHeads().first { $0.branch == ledger.branch }?.path
  }

  /// Hosts build what is pushed; the ledger branch holds nothing to build.
  func host() throws -> [Finding] {
    guard ledger.remote != nil, let head = try ledger.repository.head().commit else { return [] }
    let tree = try ledger.repository.commit(head).tree
    let name = ledger.branchName
    var found: [Finding] = []
    func text(_ path: String) throws -> String? {
      guard let entry = try ledger.repository.entry(at: path, in: tree), entry.mode != .directory
      else { return nil }
      return String(decoding: try ledger.repository.blob(entry.id), as: UTF8.self)
    }
    func isThere(_ path: String) throws -> Bool {
      try ledger.repository.entry(at: path, in: tree) != nil
    }
    if let settings = try text("vercel.json") {
      if settings.contains("deploymentEnabled") && settings.contains(name) {
        found.append(Finding("host", .ok, "vercel.json leaves \(name) out"))
      } else {
        found.append(
          Finding(
            "host", .warning, "Vercel makes a preview of every branch that is pushed",
            mend: "in vercel.json: \"git\": {\"deploymentEnabled\": {\"\(name)\": false}}"))
      }
    }
    if try isThere("wrangler.toml") || isThere("wrangler.jsonc") || isThere("wrangler.json") {
      found.append(
        Finding(
          "host", .warning,
          "Cloudflare Pages builds every branch, and minds [skip ci] only at a message's start",
          mend: "Settings, Builds, Preview branches: Custom branches, exclude \(name)"))
    }
    if try isThere("netlify.toml") {
      found.append(
        Finding("host", .ok, "Netlify minds [skip ci], which ends every commit of \(name)"))
    }
    if try isThere(".github/workflows") || isThere(".gitlab-ci.yml") {
      found.append(
        Finding("host", .ok, "CI minds [skip ci], which ends every commit of \(name)"))
    }
    found.append(
      Finding(
        "host", .ok,
        "preview builders build each pushed branch unless told to leave \(name) out; a branch "
          + "rule for it may forbid force pushes and deletion, but must let agents push"))
    return found
  }
}
