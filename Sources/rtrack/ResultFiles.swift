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
    glance(below: place)
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
      switch try FileSystem.status(path)?.kind {
      case nil: return nil
      case .file: return try FileSystem.readPlain(path, limit: MetricsReader.largest)
      case .directory: unreadable[name] = "it is a folder"
      case .symbolicLink: unreadable[name] = "it is a link"
      case .other: unreadable[name] = "it is a pipe, a socket or a device"
      }
    } catch {
      unreadable[name] = error.reason
    }
    return nil
  }

  /// Looks for other files called `metrics.json`, one or two folders below, as far as a glance
  /// goes, and whether they can be read.
  private mutating func glance(below folder: String) {
    var looked = 0
    var open = [""]
    while let path = open.popLast(), looked < 2000 {
      for name in (try? FileSystem.entries(Path.join(folder, path))) ?? [] {
        looked += 1
        let inner = path.isEmpty ? name : path + "/" + name
        guard let status = try? FileSystem.status(Path.join(folder, inner)) else { continue }
        if status.kind == .directory, inner.split(separator: "/").count <= 2 { open.append(inner) }
        if status.kind == .file, name == Self.metricsFile, !path.isEmpty {
          nestedMetrics.append(inner)
        }
      }
    }
    nestedMetrics.sort()
    for path in nestedMetrics.prefix(100) {
      guard let bytes = read(path, folder) else { continue }
      do throws(ResultFinding) {
        _ = try MetricsReader.read(bytes)
      } catch {
        var finding = error
        finding.file = path
        finding.level = .warning
        nestedFaults.append(finding)
      }
    }
  }
}
