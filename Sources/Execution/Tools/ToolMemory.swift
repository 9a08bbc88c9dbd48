import Documents
import Platform

/// What tools said of their versions, remembered in a clone so that the same file is asked once. A
/// file is the same while its path, size and time of change are.
struct ToolMemory {
  private let place: String
  private var said: [String: String]
  private var isChanged = false

  /// What a clone remembers; nothing where its file cannot be read.
  ///
  /// - Parameter folder: the ledger's own, in the common git directory.
  init(in folder: String) {
    place = Path.join(folder, "tools.json")
    said = [:]
    guard let bytes = try? FileSystem.readPlain(place, limit: 1 << 20),
      let json = try? JSON.parse(bytes), json["version"]?.integer == 1
    else { return }
    for member in json["tools"]?.object ?? [] { said[member.key] = member.value.string }
  }

  /// What tells a file from what it was before.
  static func key(of path: String, _ status: FileStatus) -> String {
    "\(path) \(status.size) \(status.modified).\(status.modifiedNanoseconds)"
  }

  subscript(key: String) -> String? {
    get { said[key] }
    set {
      said[key] = newValue
      isChanged = true
    }
  }

  /// Keeps it; where that cannot be, the tools are asked again.
  func keep() {
    guard isChanged else { return }
    // Of what was replaced nothing is known any more that anybody asks for.
    let kept = said.filter { entry in
      let path = entry.key.split(separator: " ").dropLast(2).joined(separator: " ")
      guard let status = (try? FileSystem.status(path)) ?? nil else { return false }
      return Self.key(of: path, status) == entry.key
    }
    let tools = kept.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
    let json = JSON.object([
      JSON.Member("version", .integer(1)), JSON.Member("tools", .object(tools)),
    ])
    try? FileSystem.write(Array((json.serialized(pretty: true) + "\n").utf8), to: place)
  }
}
