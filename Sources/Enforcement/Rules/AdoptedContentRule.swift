import Documents
import Experiments
import Git
import Ledger
import Research

/// What comes new to protected paths beside the code can be read for what it is said to hold: a
/// spec is text, metrics are JSON, an analysis analyses something. It could not be put right later.
///
/// What else a spec or a result lacks is told by `experiment check` and `result check`: a project
/// that was adopted has drafts, and forms of its own.
struct AdoptedContentRule {
  private let objects: any ObjectSource

  init(_ objects: any ObjectSource) { self.objects = objects }

  /// - Parameter tree: the root tree of the commit that brings it.
  func violation(at change: PathChange, in tree: ObjectID) throws -> Violation? {
    // A spec that is free until its first result can still be put right.
    guard let after = change.after, change.protection.freeze == .atOnce,
      [.file, .executable, .groupWritable].contains(after.mode)
    else { return nil }
    let name = (change.path.split(separator: "/").last ?? "").lowercased()
    let fault: String?
    let remedy: String
    switch change.protection.content {
    case .specs where name.hasSuffix(".md"):
      fault = try self.fault(ofSpec: after.id)
      remedy = "`rtrack experiment check \(Remedy.quoted(change.path))` says what a spec needs"
    case .results where name == "metrics.json":
      fault = try self.fault(ofMetrics: after.id)
      let folder = change.path.split(separator: "/").dropLast().joined(separator: "/")
      remedy =
        "`rtrack result check \(folder.isEmpty ? "." : Remedy.quoted(folder))` says what is wrong"
    case .results where name == "analysis.md":
      let folder = change.path.split(separator: "/").dropLast().joined(separator: "/")
      fault =
        try isMeasured(folder, in: tree)
        ? nil : "a verdict before its metrics: its folder holds nothing that was measured"
      remedy = "what was measured comes first, or in the same commit"
    case .results where name == SealedRule.manifest:
      let folder = change.path.split(separator: "/").dropLast().joined(separator: "/")
      fault = try ManifestSums(objects).fault(of: after.id, in: folder, of: tree)
      remedy =
        "`sha256sum` in that folder writes the manifest anew, once all files are as they stay"
    default: return nil
    }
    return fault.map {
      Violation(.content, .added, change.path, after: after, message: $0, remedy: remedy)
    }
  }

  /// Whether a folder of results, or one below it, holds anything but prose.
  private func isMeasured(_ folder: String, in root: ObjectID) throws -> Bool {
    var open = [try objects.folder(at: folder, in: root)].compactMap { $0 }
    var count = 0
    while let tree = open.popLast() {
      for entry in tree.entries {
        count += 1
        if count > Self.mostEntries { return true }
        if entry.isDirectory {
          open.append(try objects.tree(entry.id))
        } else if !entry.name.lowercased().hasSuffix(".md") {
          return true
        }
      }
    }
    return false
  }

  /// So many names are looked through; nobody writes a thousand pages and measures nothing.
  private static let mostEntries = 1000

  private func fault(ofSpec id: ObjectID) throws -> String? {
    let size = try objects.size(ofBlob: id)
    if size > SpecReader.limit { return "a spec has at most 1 MiB, this has \(size) bytes" }
    let bytes = try objects.blob(id)
    do throws(SpecFault) {
      _ = try SpecReader.read(bytes)
      return nil
    } catch {
      return "line \(error.place.line): \(error.message)"
    }
  }

  private func fault(ofMetrics id: ObjectID) throws -> String? {
    let size = try objects.size(ofBlob: id)
    if size > MetricsReader.largest { return "metrics.json has \(size) bytes" }
    let bytes = try objects.blob(id)
    if (try? JSON.parse(bytes)) != nil { return nil }
    do throws(ResultFinding) {
      _ = try MetricsReader.read(bytes)
      return nil
    } catch {
      return error.text
    }
  }
}
