import Documents
import Git
import Research

/// Finds what means something by a number that now means something else: what was written on the
/// side of a union where the number had that meaning.
struct Mentions {
  let ledger: Ledger
  let snapshot: Snapshot
  /// The trees of both sides.
  let trees: [ObjectID]

  /// The files that mention what is settled by its old number, below the ledger's root, in order.
  func files(of settlement: Settlement) throws -> [String] {
    guard let number = settlement.place.number else { return [] }
    let repository = ledger.repository
    let opening =
      Snapshot.path(of: Snapshot.folder(of: settlement.place))
      + "/\(settlement.opening).md"
    let isHeld = try trees.map { try repository.entry(at: opening, in: $0) != nil }
    let mention = Mention(of: number, alsoAs: try sharedName(settlement))
    var found: [String] = []
    for (side, other) in [(0, 1), (1, 0)] where isHeld[side] && (!isHeld[other] || side == 0) {
      try repository.difference(from: trees[other], to: trees[side]) { change in
        guard let entry = change.new, change.old == nil else { return }
        if try isMention(mention, number, change.path, entry.id, settlement) {
          found.append(String(change.path.dropFirst(Layout.root.count + 1)))
        }
      }
    }
    return found.sorted()
  }

  /// The name of an experiment that was registered twice under it.
  private func sharedName(_ settlement: Settlement) throws -> String? {
    guard case .experiment(let id) = settlement.place else { return nil }
    let count = try snapshot.files(in: .experiment(id)) { $0 == "registered" }.count
    return count > 1 ? id.text : nil
  }

  private func isMention(
    _ mention: Mention, _ number: CallNumber, _ path: String, _ blob: ObjectID,
    _ settlement: Settlement
  ) throws -> Bool {
    switch Layout.place(of: path) {
    case .spec(let id, _)?:
      let text = String(decoding: try ledger.repository.blob(blob), as: UTF8.self)
      return mention.isIn(text) && isAbout(number, text, id)
    case .event(let folder, let name)?:
      guard let file = try snapshot.file(name, in: folder), let event = try snapshot.event(in: file)
      else { return false }
      if case .link(let link) = event.payload, let issue = number.issue {
        let named = link.blocks + link.per + (link.parent.map { [$0] } ?? [])
        if named.contains(issue) { return true }
      }
      let texts = PayloadFields.fields(of: event.payload).flatMap { Self.texts($0.value) }
      let text = (texts + [event.body]).joined(separator: "\n")
      let about: ExperimentID? =
        switch folder {
        case .results(let id), .experiment(let id): id
        default: nil
        }
      return mention.isIn(text) && isAbout(number, text, about)
    default: return false
    }
  }

  /// Runs are numbered within their experiment: elsewhere a run's number says nothing of it.
  private func isAbout(_ number: CallNumber, _ text: String, _ id: ExperimentID?) -> Bool {
    guard case .run(let experiment) = number.row else { return true }
    return id == experiment || text.contains(experiment.text)
  }

  private static func texts(_ value: Value) -> [String] {
    switch value {
    case .text(let text): [text]
    case .integer, .boolean: []
    case .list(let values): values.flatMap(texts)
    case .map(let fields): fields.flatMap { texts($0.value) }
    }
  }
}
