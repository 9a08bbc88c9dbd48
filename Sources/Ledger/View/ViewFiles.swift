import Platform
import Research

/// What lies in a view's folder.
enum ViewFiles {
  /// Paths of all files below a folder called `.research`, from the work tree's root. Links are
  /// listed, never followed.
  static func all(in folder: String) throws -> [String] {
    var found: [String] = []
    func walk(_ directory: String, _ relative: String) throws {
      for name in try FileSystem.entries(directory) {
        let path = Path.join(directory, name)
        guard let status = try FileSystem.status(path) else { continue }
        if status.kind == .directory {
          try walk(path, relative + "/" + name)
        } else {
          found.append(relative + "/" + name)
        }
      }
    }
    try walk(folder, Layout.root)
    return found
  }

  /// `issues/1/194.md`, `agents/flux.md`, `cycles/0042.md`, `experiments/exp-001-lr-warmup.md`,
  /// `results/exp-001-lr-warmup/metrics.json`.
  ///
  /// - Parameter folders: the folders of the ledger. Beside renderings of specs a person may well
  ///   put a draft, which is nobody's but theirs; a rendering has a folder of events beside it.
  static func isRendering(_ path: String, beside folders: Set<String>) -> Bool {
    if path.hasPrefix("\(Layout.root)/handoffs/completed/")
      || ProgramPages.names.contains(where: { path == "\(Layout.root)/\($0)" })
    {
      return folders.contains(Layout.programFolder)
    }
    guard hasPlace(path) else { return false }
    guard path.hasPrefix("\(Layout.root)/experiments/") else { return true }
    return folders.contains(String(path.dropLast(3)))
  }

  /// The folders that hold these files.
  static func folders(of paths: Set<String>) -> Set<String> { Set(paths.map(Path.parent)) }

  private static func hasPlace(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    guard parts.count >= 3, parts[0] == Layout.root, let last = parts.last else { return false }
    if parts[1] == "results" {
      return parts.count == 4 && Rendering.resultFiles.contains(String(last))
    }
    guard last.hasSuffix(".md") else { return false }
    let stem = last.dropLast(3)
    switch (parts[1], parts.count) {
    case ("issues", 4): return IssueNumber(stem) != nil
    case ("agents", 3): return AgentName(stem) != nil
    case ("cycles", 3): return Int(stem) != nil
    case ("experiments", 3): return ExperimentID(stem) != nil
    default: return false
    }
  }
}
