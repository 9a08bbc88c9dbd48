public import Documents
import Platform
public import Research

/// The folder of one run as the ledger holds it, written once: `run.json`, what the run left, and
/// the manifest over all of it.
public struct RunFolder: Sendable {
  /// The name of the manifest; with it the folder is complete.
  public static let manifest = "manifest.sha256"
  /// The name of the file that says how the results came.
  public static let record = "run.json"

  /// Paths from the repository's root, and bytes.
  public let files: [(path: String, bytes: [UInt8])]
  /// The SHA-256 of the manifest.
  public let manifestDigest: String

  /// - Parameter facts: what `run.json` says beside the artefacts.
  public init(
    of run: RunID, of experiment: ExperimentID, facts: [JSON.Member], artefacts: [Artefact]
  ) {
    let folder = Layout.folder(of: run, of: experiment)
    var files: [File] = []
    var listed: [JSON] = []
    for artefact in artefacts.sorted(by: { $0.file < $1.file }) {
      var members = [
        JSON.Member("name", .string(artefact.original)),
        JSON.Member("file", .string(artefact.file)),
        JSON.Member("size", .integer(artefact.size)),
        JSON.Member("sha256", .string(artefact.digest)),
      ]
      switch artefact.content {
      case .bytes(let bytes):
        files.append(File(artefact.file, bytes, digest: artefact.digest))
      case .pointer(let place):
        members.append(JSON.Member("at", .string(place)))
        if artefact.isClaimed { members.append(JSON.Member("claimed", .boolean(true))) }
        files.append(
          File(artefact.file, Self.lines(.object(members.filter { $0.key != "file" }))))
      }
      listed.append(.object(members))
    }
    let record = JSON.object(
      [
        JSON.Member("run", .string(run.description)),
        JSON.Member("experiment", .string(experiment.text)),
      ] + facts + [JSON.Member("artefacts", .array(listed))])
    files.append(File(Self.record, Self.lines(record)))
    let manifest = File(Self.manifest, Self.manifest(of: files, artefacts))
    self.files = (files + [manifest]).map { (path: "\(folder)/\($0.name)", bytes: $0.bytes) }
    manifestDigest = manifest.digest
  }

  /// A file as the run's folder holds it.
  private struct File {
    let name: String
    let bytes: [UInt8]
    let digest: String

    init(_ name: String, _ bytes: [UInt8], digest: String? = nil) {
      self.name = name
      self.bytes = bytes
      self.digest = digest ?? SHA256.digest(of: bytes)
    }
  }

  /// As `sha256sum` writes it and `sha256sum -c` reads it; folded names stand in comments.
  private static func manifest(of files: [File], _ artefacts: [Artefact]) -> [UInt8] {
    var text = ""
    for artefact in artefacts where artefact.original != artefact.file {
      text += "# \(artefact.file) was "
      text += JSON.string(artefact.original).serialized(pretty: false) + "\n"
    }
    for file in files.sorted(by: { $0.name < $1.name }) {
      text += "\(file.digest)  \(file.name)\n"
    }
    return Array(text.utf8)
  }

  private static func lines(_ json: JSON) -> [UInt8] {
    Array((json.serialized(pretty: true) + "\n").utf8)
  }
}
