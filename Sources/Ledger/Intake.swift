import Documents
import Git
import Platform
public import Research

/// A hand-written event on its way into the ledger: what its name and front matter leave out is
/// found, and nothing that they say is changed.
public struct Intake {
  /// As the caller named the file.
  let path: String
  let bytes: [UInt8]
  let document: Document
  /// The name of the event, where the file is called so.
  let givenName: EventName?
  /// The folder of the ledger, where the file lies in one.
  let givenFolder: Layout.EventFolder?

  /// The most a body may hold.
  public static let largestBody = 1 << 20

  /// - Parameters:
  ///   - path: as the caller named the file, for what is said of it.
  ///   - place: where it lies, in full.
  /// - Throws: ``EventFault`` with file, line and column.
  public init(_ path: String, at place: String) throws {
    self.path = path
    do {
      bytes = try FileSystem.read(place, limit: Self.largestBody + (512 << 10))
    } catch {
      let tooLarge = (try? FileSystem.status(place, following: true))??.size ?? 0
      if tooLarge > Self.largestBody { throw Self.tooLarge(path, tooLarge) }
      throw LedgerError(.invalid, "cannot read \(path): \(error.reason)")
    }
    do {
      document = try Document.parse(bytes)
    } catch {
      throw EventFault(error, path: path)
    }
    if document.body.utf8.count > Self.largestBody {
      throw Self.tooLarge(path, document.body.utf8.count)
    }
    let file = Path.last(place)
    givenName = file.hasSuffix(".md") ? EventName(file.dropLast(3)) : nil
    givenFolder = Self.folder(of: place)
  }

  private static func tooLarge(_ path: String, _ size: Int) -> LedgerError {
    LedgerError(
      .tooLarge, "\(path) has \(size) bytes; an event's text may have \(largestBody)",
      hint: "commit the rest as a file beside the code and name it with `result:`")
  }

  /// The folder of events that a path below some `.research` names.
  private static func folder(of place: String) -> Layout.EventFolder? {
    let parts = place.split(separator: "/").map(String.init)
    guard let root = parts.lastIndex(of: Layout.root), root + 1 < parts.count else { return nil }
    // Any event's name will do to ask the layout what the folder is.
    let probe = parts[root..<(parts.count - 1)] + ["20000101T000000Z-c0-x-x-aaaaaa.md"]
    guard case .event(let folder, _)? = Layout.place(of: probe.joined(separator: "/")) else {
      return nil
    }
    return folder
  }

  /// The event and its file, complete, as the ledger would hold it.
  public struct Complete: Sendable {
    /// What it says.
    public let event: Event
    /// The file as the ledger would hold it.
    public let bytes: [UInt8]
    /// Keys that were added to the front matter, since the file left them out.
    public let added: [String]
    /// True when the ledger has this very event already.
    public let isThere: Bool
  }

  /// Finds what the file leaves out, and reads the whole as the ledger will.
  ///
  /// - Parameters:
  ///   - cycle: gives the cycle that something written now belongs to; asked only where the file
  ///     does not say.
  /// - Throws: ``EventFault`` for what the file says wrongly, ``LedgerError`` for what cannot be
  ///   found, ``Refusal`` when the ledger has an event of that name with other bytes.
  public func completed(
    with composer: Composer, cycle: () throws -> Cycle?
  ) throws -> Complete {
    do {
      return try complete(with: composer, cycle: cycle)
    } catch let fault as EventFault {
      throw located(fault)
    }
  }

  private func complete(
    with composer: Composer, cycle: () throws -> Cycle?
  ) throws -> Complete {
    let snapshot = composer.snapshot
    var reader = FieldReader(document, path: path)
    let folder = try self.folder(&reader)
    let (name, isDated) = try name(&reader, in: folder, composer, cycle)
    let target = Layout.path(of: name, in: try thread(folder, opening: name))
    var fields: [Field] = []
    func add(_ key: String, _ value: Value) {
      if document[key] == nil { fields.append(Field(key, value)) }
    }
    add("event", .text(name.kind.rawValue))
    switch folder {
    case .policy, .program, .numbers: break
    case .agent(let agent): add("about", .text(agent.text))
    case .cycle(let number): add("cycle_number", .integer(number))
    case .issue(let number):
      add("issue", number.isLocal ? .text("\(number)") : .integer(number.value))
    case .results(let experiment): add("experiment", .text(experiment.text))
    case .experiment(let id): add("experiment", .text(id.text))
    }
    if document["opening"] == nil, name.kind != .opened, name.kind != .registered,
      let opening = try onlyOpening(of: folder, snapshot)
    {
      add("opening", .text(opening.description))
    }
    add("agent", .text(name.agent.text))
    add("cycle", .integer(name.cycle))
    if name.cycle > 0, document["cycle_opening"] == nil {
      let cycles = try snapshot.cycles(name.cycle)
      if cycles.count > 1 {
        throw LedgerError(
          .ambiguous, "\(path): two clones opened cycle \(name.cycle) before they met",
          hint: "say which, such as `cycle_opening: \(cycles[0].opening)`")
      }
      guard let cycle = cycles.first ?? opened(by: name, in: folder) else {
        throw LedgerError(
          .unknownCycle, "\(path): there is no cycle \(name.cycle)",
          hint: "see them with `rtrack cycle list`; outside of any, `cycle: 0`")
      }
      add("cycle_opening", .text(cycle.opening.description))
    }
    add("at", .text(name.time.description))
    // Whoever writes now has seen what is there now; of an earlier moment that is not known.
    if !isDated {
      let after = try composer.after(in: folder).map { Value.text($0.description) }
      if !after.isEmpty { add("after", .list(after)) }
    }
    let whole = try whole(adding: fields, name: name, folder: folder)
    let event = try EventFile.parse(whole, name: name, in: folder, path: path).event
    return Complete(
      event: event, bytes: whole, added: whole == bytes ? [] : fields.map(\.key),
      isThere: try isThere(whole, at: target, snapshot))
  }

  /// The bytes that the ledger will hold: as they were written, where they say all that is needed.
  private func whole(
    adding fields: [Field], name: EventName, folder: Layout.EventFolder
  ) throws -> [UInt8] {
    if givenName != nil, (try? EventFile.parse(bytes, name: name, in: folder, path: path)) != nil {
      return bytes
    }
    return Document(fields: document.fields + fields, body: document.body).serialized()
  }

  private func isThere(
    _ whole: [UInt8], at target: String, _ snapshot: Snapshot
  ) throws -> Bool {
    guard let blob = try snapshot.blob(at: target) else { return false }
    let held = try snapshot.repository.blob(blob)
    if held == whole || held == bytes || says(held) { return true }
    throw Refusal(
      rule: "append-only", reason: "\(target) is in the ledger already, with other bytes",
      hint: "an entry is never changed; say what is different in a new event, under another name")
  }
}

extension Intake {
  /// Whether a file of the ledger says all that this one does, and completes only the rest.
  private func says(_ held: [UInt8]) -> Bool {
    guard let held = try? Document.parse(held), held.body == document.body else { return false }
    return document.fields.allSatisfy { held[$0.key] == $0.value }
  }
}

extension Snapshot {
  /// The file at a path from the repository's root; nil when there is none.
  func blob(at path: String) throws -> ObjectID? {
    for root in roots {
      if let entry = try repository.entry(at: path, in: root), entry.mode != .directory {
        return entry.id
      }
    }
    return nil
  }

  /// Whether the ledger holds a file at this path, from the repository's root.
  public func holds(_ path: String) throws -> Bool { try blob(at: path) != nil }
}
