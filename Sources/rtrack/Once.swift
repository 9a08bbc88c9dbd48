import Ledger
import Research

/// A caller's key that makes a repeated call a no-op: agents retry, and must not speak twice.
struct Once {
  let key: String

  init(_ key: String) { self.key = key }

  /// The event that an earlier call with this key wrote, if any.
  func event(
    by agent: AgentName, in folder: Layout.EventFolder, _ snapshot: Snapshot
  ) throws -> Event? {
    // The newest first: a retry comes soon after.
    for file in try snapshot.files(in: folder).reversed() where file.name.agent == agent {
      if let event = try snapshot.event(in: file), event.once == key { return event }
    }
    return nil
  }
}
