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
  private let signatures: [EventName: ObjectID]
  private let objects: any ObjectSource
  private let memo: PolicyMemo

  /// The name of a signature's file, in the folder of its event's name.
  public static let signatureFile = "signature"

  /// Reads the policy of these root trees; what any of them holds counts, of two versions that of
  /// the first.
  public init(in roots: [ObjectID], of objects: any ObjectSource) throws {
    try self.init(in: roots, of: objects, PolicyMemo())
  }

  init(in roots: [ObjectID], of objects: any ObjectSource, _ memo: PolicyMemo) throws {
    var signatures: [EventName: ObjectID] = [:]
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
          signatures[name] = file.id
        } else {
          guard entry.mode == .file, entry.name.hasSuffix(".md"),
            let name = EventName(entry.name.dropLast(3)), events[name] == nil,
            let event = try memo.event(name, entry.id, of: objects)
          else { continue }
          events[name] = event
          blobs[name] = entry.id
        }
      }
    }
    self.events = events.values.sorted { $0.name < $1.name }
    self.blobs = blobs
    self.signatures = signatures
    self.objects = objects
    self.memo = memo
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
      guard isAsked(event.payload), let blob = blobs[event.name],
        let signed = signatures[event.name]
      else { return nil }
      return try keys.first { key in
        guard trusted?.contains(key) ?? true else { return false }
        return try memo.isSigned(event.name, blob, signed, by: key, signature, of: objects)
      }
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
