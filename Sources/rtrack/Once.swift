import ArgumentParsing
import Ledger
import Research

/// A caller's key that makes a repeated call a no-op: agents retry, and must not speak twice.
struct Once {
  let key: String

  init(_ key: String) { self.key = key }

  /// The event that an earlier call with this key wrote, if any.
  ///
  /// - Parameter kind: the kind that the call writes, where others of the folder are others' calls.
  func event(
    by agent: AgentName, in folder: Layout.EventFolder, _ snapshot: Snapshot,
    of kind: EventKind? = nil
  ) throws -> Event? {
    let files = try snapshot.files(in: folder) { kind == nil || $0 == kind?.rawValue ?? "" }
    // The newest first: a retry comes soon after.
    for file in files.reversed() where file.name.agent == agent {
      if let event = try snapshot.event(in: file), event.once == key { return event }
    }
    return nil
  }

  /// The same over all experiments, of a call that registers one.
  func registration(by agent: AgentName, _ snapshot: Snapshot) throws -> Event? {
    for id in try snapshot.experimentIDs().reversed() {
      let earlier = try event(by: agent, in: .experiment(id), snapshot, of: .registered)
      if let earlier { return earlier }
    }
    return nil
  }
}

/// The key of a call that agents may repeat.
struct OnceOptions: ParsableArguments {
  @Option(value: "KEY", help: "Makes a repeated call with this key a no-op with the first answer")
  var once: String?
}
