public import Git
import Ledger
import Platform
public import Research

/// The policy's events as trees hold them, with the signatures beside them.
public struct PolicyThread {
  /// The events that can be read, in the order of their names.
  public let events: [Event]
  /// The events' files.
  let blobs: [EventName: ObjectID]
  private let files: [EventName: (path: String, bytes: [UInt8])]
  private let signatures: [EventName: [UInt8]]

  /// The name of a signature's file, in the folder of its event's name.
  public static let signatureFile = "signature"

  /// Reads the policy of these root trees; what any of them holds counts, of two versions that of
  /// the first.
  public init(in roots: [ObjectID], of objects: any ObjectSource) throws {
    var files: [EventName: (path: String, bytes: [UInt8])] = [:]
    var signatures: [EventName: [UInt8]] = [:]
    var events: [EventName: Event] = [:]
    var blobs: [EventName: ObjectID] = [:]
    var read: Set<ObjectID> = []
    for root in roots {
      guard let folder = try Self.policyFolder(root, objects), read.insert(folder).inserted else {
        continue
      }
      for entry in try objects.tree(folder).entries {
        if entry.isDirectory {
          guard let name = EventName(entry.name), signatures[name] == nil,
            let file = try objects.tree(entry.id)[Self.signatureFile], file.mode == .file,
            try objects.size(ofBlob: file.id) < 20_000
          else { continue }
          signatures[name] = try objects.blob(file.id)
        } else {
          guard entry.mode == .file, entry.name.hasSuffix(".md"),
            let name = EventName(entry.name.dropLast(3)), events[name] == nil,
            try objects.size(ofBlob: entry.id) <= ContentRule.largest
          else { continue }
          let path = Layout.path(of: name, in: .policy)
          let bytes = try objects.blob(entry.id)
          guard
            let event = try? EventFile.parse(bytes, name: name, in: .policy, path: path).event
          else { continue }
          events[name] = event
          blobs[name] = entry.id
          files[name] = (path, bytes)
        }
      }
    }
    self.events = events.values.sorted { $0.name < $1.name }
    self.blobs = blobs
    self.files = files
    self.signatures = signatures
  }

  /// Who may loosen the policy, and what was loosened with that authority.
  ///
  /// - Parameters:
  ///   - operators: events that whoever runs the repository lets count.
  ///   - trusted: the only keys that count, where an earlier policy decides; nil for its own.
  ///   - isAsked: of which events a signature is looked at: each costs a process.
  public func authority(
    operators: Set<EventName>, trusted: Set<SigningKey>? = nil, _ signature: SSHSignature,
    where isAsked: (Payload) -> Bool = { _ in true }
  ) throws -> Authority {
    try Authority(of: events, operators: operators) { event, keys in
      guard isAsked(event.payload), let file = files[event.name],
        let signed = signatures[event.name]
      else { return nil }
      return try signature.signer(
        of: SSHSignature.message(path: file.path, bytes: file.bytes), signed,
        among: keys.filter { trusted?.contains($0) ?? true })
    }
  }

  private static func policyFolder(
    _ root: ObjectID, _ objects: any ObjectSource
  ) throws -> ObjectID? {
    guard let ledger = try objects.tree(root)[Layout.root], ledger.isDirectory,
      let policy = try objects.tree(ledger.id)["policy"], policy.isDirectory
    else { return nil }
    return policy.id
  }
}
