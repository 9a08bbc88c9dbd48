import Git
import Platform

/// What makes git itself show another history than the objects hold.
struct RepositoryTricks {
  let repository: Repository

  func findings() throws -> [HistoryFinding] {
    try replacements() + grafts()
  }

  private func replacements() throws -> [HistoryFinding] {
    try repository.references(under: "refs/replace").map { name, target in
      let object = String(name.dropFirst("refs/replace/".count))
      var finding = HistoryFinding(
        "replace-refs",
        message: "git shows \(target.short) in the place of object \(object)",
        remedy: "see the object itself with `git --no-replace-objects show \(object)`; "
          + "`git replace --list` names all")
      finding.places = [name]
      finding.after = Tree.Entry(name: object, mode: .file, id: target)
      return finding
    }
  }

  private func grafts() throws -> [HistoryFinding] {
    let path = Path.join(repository.commonDirectory, "info/grafts")
    guard try FileSystem.status(path, following: true) != nil else { return [] }
    let bytes = try FileSystem.read(path, limit: 1 << 20)
    let lines = bytes.split(separator: 10).filter { $0.first != UInt8(ascii: "#") && !$0.isEmpty }
    if lines.isEmpty { return [] }
    var finding = HistoryFinding(
      "grafts",
      message: "\(lines.count) \(lines.count == 1 ? "graft hides" : "grafts hide") a commit's "
        + "parents from git",
      remedy: "look at \(path); what was checked here are the parents that commits name themselves")
    finding.places = ["info/grafts"]
    return [finding]
  }
}
