import Experiments
import Ledger
import Platform

/// The files of a result that are checked, from the disk or as they are about to be recorded.
extension ResultFiles {
  /// Reads them from a folder; whatever else lies there is left alone.
  ///
  /// - Throws: ``LedgerError`` when it is no folder.
  init(of name: String, at place: String) throws {
    guard try FileSystem.status(place, following: true)?.kind == .directory else {
      throw LedgerError(
        .invalid, "there is no folder \(name)", hint: "name the folder that holds metrics.json")
    }
    self.init()
    metrics = read(Self.metricsFile, place)
    config = read(Self.configFile, place)
    spec = read(Self.specFile, place)
    hasAnalysis = (try? FileSystem.status(Path.join(place, Self.analysisFile)))??.kind == .file
    nestedMetrics = Self.nested(place)
  }

  /// Takes them from what is about to be recorded: so that what is checked is what is kept.
  init(of artefacts: [Artefact]) {
    self.init()
    for artefact in artefacts {
      switch (artefact.original, artefact.content) {
      case (Self.metricsFile, .bytes(let bytes)): metrics = bytes
      case (Self.configFile, .bytes(let bytes)): config = bytes
      case (Self.specFile, .bytes(let bytes)): spec = bytes
      case (Self.analysisFile, _): hasAnalysis = true
      case (Self.metricsFile, .pointer), (Self.configFile, .pointer):
        unreadable[artefact.original] = "it has \(artefact.size) bytes"
      case (let path, _) where path.hasSuffix("/" + Self.metricsFile): nestedMetrics.append(path)
      default: break
      }
    }
  }

  private static let metricsFile = "metrics.json"
  private static let configFile = "config.json"
  private static let specFile = "spec.md"
  private static let analysisFile = "analysis.md"

  /// The bytes of one of them; nil where there is none, or where it cannot be read.
  private mutating func read(_ name: String, _ folder: String) -> [UInt8]? {
    let path = Path.join(folder, name)
    do {
      guard try FileSystem.status(path) != nil else { return nil }
      // One byte more than is read, so that the check itself says that there are too many.
      return try FileSystem.readPlain(path, limit: MetricsReader.largest + 1)
    } catch {
      unreadable[name] = error.reason
      return nil
    }
  }

  /// Other files called `metrics.json`, one or two folders below, as far as a glance goes.
  private static func nested(_ folder: String) -> [String] {
    var found: [String] = []
    var looked = 0
    var open = [""]
    while let path = open.popLast() {
      for name in (try? FileSystem.entries(Path.join(folder, path))) ?? [] {
        looked += 1
        if looked > 2000 { return found.sorted() }
        let inner = path.isEmpty ? name : path + "/" + name
        guard let status = try? FileSystem.status(Path.join(folder, inner)) else { continue }
        if status.kind == .directory, inner.split(separator: "/").count <= 2 { open.append(inner) }
        if status.kind == .file, name == metricsFile, !path.isEmpty { found.append(inner) }
      }
    }
    return found.sorted()
  }
}
