public import Ledger
public import Research

/// Every event of the ledger, newest first.
public struct EventLog {
  let snapshot: Snapshot

  /// The log of one moment of the ledger.
  public init(_ snapshot: Snapshot) { self.snapshot = snapshot }

  /// One page of the log.
  public struct Page: Sendable {
    /// Newest first; those whose files cannot be read are left out.
    public let events: [Event]
    /// How many there are in all, before paging.
    public let total: Int
  }

  /// One page of the log. Only the events of the page are read.
  ///
  /// - Parameters:
  ///   - agent: whose events; nil means everybody's.
  ///   - since: leaves out what was written before.
  public func page(
    agent: AgentName? = nil, cycle: Int? = nil, since: Timestamp? = nil, skipping: Int = 0,
    limit: Int
  ) throws -> Page {
    var folders: [Layout.EventFolder] = [.policy]
    folders += try snapshot.roster().agents.map { .agent($0.name) }
    folders += try snapshot.cycleNumbers().map { .cycle($0) }
    folders += try snapshot.issueNumbers().map { .issue($0) }
    folders += try snapshot.experimentsWithResults().map { .results($0) }
    folders += try snapshot.experimentIDs().map { .experiment($0) }
    var files: [Snapshot.File] = []
    for folder in folders {
      files += try snapshot.files(in: folder).filter { file in
        (agent.map { $0 == file.name.agent } ?? true)
          && (cycle.map { $0 == file.name.cycle } ?? true)
          && (since.map { $0 <= file.name.time } ?? true)
      }
    }
    files.sort { $1.name < $0.name }
    let wanted = files.dropFirst(skipping).prefix(limit)
    return Page(events: try wanted.compactMap { try snapshot.event(in: $0) }, total: files.count)
  }
}
