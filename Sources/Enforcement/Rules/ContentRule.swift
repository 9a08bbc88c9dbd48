import Experiments
import Git
import Ledger
import Research

/// What is new in the ledger is what its place says: an event that can be read, metrics, a sealed
/// file whose name is its content's.
struct ContentRule {
  private let objects: any ObjectSource
  /// Events and attachments hold a mebibyte; what front matter adds is little.
  static let largest = (1 << 20) + (64 << 10)

  init(_ objects: any ObjectSource) { self.objects = objects }

  func violation(at change: PathChange) throws -> Violation? {
    guard let after = change.after, LedgerPath.isInside(change.path),
      let fault = try fault(change.path, after)
    else { return nil }
    return Violation(
      .content, .added, change.path, after: after, message: fault, remedy: remedy(change.path))
  }

  private func remedy(_ path: String) -> String {
    switch Layout.place(of: path) {
    case .spec: "`rtrack experiment register FILE` says what a spec needs, and takes it in"
    case .runFile(let experiment, _, _):
      "`rtrack result add \(Remedy.quoted(experiment.text)) DIR` says what a run needs, and takes "
        + "it in"
    default: "`rtrack add FILE` says what a file needs, and takes it in"
    }
  }

  private func fault(_ path: String, _ entry: Tree.Entry) throws -> String? {
    // Links and submodules are the naming rule's.
    guard [.file, .executable, .groupWritable].contains(entry.mode) else { return nil }
    switch Layout.place(of: path) {
    case .event(let folder, let name):
      if entry.mode != .file { return "it is \(entry.kindName), so it is no event" }
      let size = try objects.size(ofBlob: entry.id)
      if size > Self.largest { return "an event has at most 1 MiB, this has \(size) bytes" }
      do {
        _ = try EventFile.parse(try objects.blob(entry.id), name: name, in: folder, path: path)
        return nil
      } catch let fault as EventFault {
        let line = fault.line.map { "line \($0): " } ?? ""
        return line + fault.message
      }
    case .attachment:
      let size = try objects.size(ofBlob: entry.id)
      return size > Self.largest ? "an attachment has at most 1 MiB, this has \(size) bytes" : nil
    case .runFile(_, _, let file): return try fault(ofRunFile: file, entry)
    case .spec: return try fault(ofSpec: entry)
    case .attributes: return nil
    case .other: return fault(ofSeal: path, entry)
    case nil: return "the ledger's layout has no such place"
    }
  }

  /// Sealed bytes lie under their own id; were others there, the true ones would find no place.
  private func fault(ofSeal path: String, _ entry: Tree.Entry) -> String? {
    let names = path.split(separator: "/").dropFirst()
    guard names.first == "sealed", let id = names.last.flatMap({ ObjectID(hex: String($0)) })
    else { return nil }
    let isThere = path == "\(Layout.root)/sealed/\(id.hex.prefix(2))/\(id)"
    return isThere && id == entry.id ? nil : "its name is the id of other bytes"
  }

  /// Of what a run left only its metrics have a form; whether they fit its spec is asked when they
  /// are taken in.
  private func fault(ofRunFile file: String, _ entry: Tree.Entry) throws -> String? {
    if entry.mode != .file { return "it is \(entry.kindName), so it is no file of a run" }
    guard file == "metrics.json" else { return nil }
    let size = try objects.size(ofBlob: entry.id)
    if size > MetricsReader.largest { return "metrics.json has \(size) bytes" }
    let bytes = try objects.blob(entry.id)
    do throws(ResultFinding) {
      _ = try MetricsReader.read(bytes)
      return nil
    } catch {
      return error.text
    }
  }

  /// What a spec says is asked together with the event that registers it.
  private func fault(ofSpec entry: Tree.Entry) throws -> String? {
    if entry.mode != .file { return "it is \(entry.kindName), so it is no spec" }
    let size = try objects.size(ofBlob: entry.id)
    return size > SpecReader.limit ? "a spec has at most 1 MiB, this has \(size) bytes" : nil
  }
}
