import Git
import Ledger
import Research

/// Finds every protected path at which a commit differs from a parent, by walking all their trees
/// in step. What is equal, and what no pattern can reach, is never read.
final class ChangeWalk {
  private let objects: any ObjectSource
  private let protections: Protections
  private let visit: (PathChange) throws -> Void
  private let visitNames: (NewNames) throws -> Void
  private var count = 0

  /// What nobody makes by hand, and git itself does not check out.
  static let deepest = 256
  /// Trees can repeat themselves without end in few bytes.
  static let mostNames = 10_000_000

  /// - Parameters:
  ///   - visit: asked for each protected path that differs.
  ///   - visitNames: asked for each folder that gets names which not all parents have there.
  init(
    _ objects: any ObjectSource, _ protections: Protections,
    visit: @escaping (PathChange) throws -> Void,
    visitNames: @escaping (NewNames) throws -> Void
  ) {
    self.objects = objects
    self.protections = protections
    self.visit = visit
    self.visitNames = visitNames
  }

  /// A folder on the way: what each parent has there, and what the commit has.
  struct Place {
    var path: String
    var before: [ObjectID?]
    var after: ObjectID?
    var cursor: Protections.Cursor
    var obstacle: Tree.Entry?
    var seal: Seal?
    var depth = 0
  }

  func walk(_ place: Place) throws {
    let known = place.before.compactMap { $0 }
    if place.cursor.isOutside || (known.isEmpty && place.after == nil) { return }
    if !known.isEmpty, known.allSatisfy({ $0 == place.after }) { return }
    if place.depth > Self.deepest { throw CheckError.tooDeep(path: place.path) }
    let after = try place.after.map(objects.tree) ?? .empty
    let before = try place.before.map { id in
      try id.map { $0 == place.after ? after : try objects.tree($0) }
    }
    let names = self.names(before, after)
    count += names.count
    if count > Self.mostNames { throw CheckError.tooMany(limit: Self.mostNames) }
    let seal = place.seal ?? self.seal(place, before)
    var added: [Tree.Entry] = []
    for (name, entry) in names {
      if let after = entry.after,
        entry.before.isEmpty || entry.before.contains(where: { $0?.mode != after.mode })
      {
        added.append(after)
      }
      let cursor = protections.step(place.cursor, into: name)
      if cursor.isOutside { continue }
      let shown = (entry.after ?? entry.before.lazy.compactMap { $0 }.first)?.name ?? ""
      let path = place.path.isEmpty ? shown : place.path + "/" + shown
      if let protection = cursor.protection {
        let files = entry.before.map { $0?.isDirectory == true ? nil : $0 }
        let hadFile = files.contains { $0 != nil }
        let isFolder = entry.after?.isDirectory == true
        if hadFile || (entry.after != nil && !isFolder) {
          try visit(
            PathChange(
              path: path, before: files, after: isFolder && !hadFile ? nil : entry.after,
              obstacle: place.obstacle, protection: protection, seal: seal))
        }
      }
      let obstacle = entry.after.flatMap { $0.isDirectory ? nil : $0 } ?? place.obstacle
      try walk(
        Place(
          path: path, before: entry.before.map { $0?.isDirectory == true ? $0?.id : nil },
          after: entry.after?.isDirectory == true ? entry.after?.id : nil, cursor: cursor,
          obstacle: obstacle, seal: seal, depth: place.depth + 1))
    }
    if !added.isEmpty || after.repeatedName != nil {
      try visitNames(
        NewNames(folder: place.path, added: added, before: before, after: after, place.cursor))
    }
  }

  private func seal(_ place: Place, _ before: [Tree?]) -> Seal? {
    guard place.cursor.protection?.content == .results else { return nil }
    // In the ledger a run's folder is `results/<experiment>/<run>`, and no other is sealed: whoever
    // put a manifest higher up would close it to all others.
    if LedgerPath.isInside(place.path), place.path.utf8.count(where: { $0 == 47 }) != 3 {
      return nil
    }
    let parents = before.map { $0?[SealedRule.manifest]?.isDirectory == false }
    return parents.contains(true) ? Seal(folder: place.path, parents: parents) : nil
  }

  /// What all trees hold under one name.
  private struct Slot {
    var before: [Tree.Entry?]
    var isDifferent: [Bool]
    var after: Tree.Entry?
  }

  /// The names under which some parent differs from the commit, in the order of bytes.
  private func names(
    _ before: [Tree?], _ after: Tree
  ) -> [([UInt8], (before: [Tree.Entry?], after: Tree.Entry?))] {
    var slots: [[UInt8]: Slot] = [:]
    let blank = Slot(
      before: Array(repeating: nil, count: before.count),
      isDifferent: Array(repeating: false, count: before.count))
    func note(_ parent: Int?, _ left: Tree.Entry?, _ right: Tree.Entry?) {
      guard let name = (left ?? right)?.nameBytes else { return }
      // A file and a folder of one name come one after the other.
      if let right { slots[name, default: blank].after = right }
      guard let parent else { return }
      slots[name, default: blank].isDifferent[parent] = true
      if let left { slots[name, default: blank].before[parent] = left }
    }
    for (parent, tree) in before.enumerated() {
      if let tree { Tree.pairs(tree, after) { note(parent, $0, $1) } }
    }
    if before.allSatisfy({ $0 == nil }) { Tree.pairs(.empty, after) { note(nil, $0, $1) } }
    return slots.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, slot in
      let entries = before.indices.map { parent in
        slot.isDifferent[parent] || before[parent] == nil ? slot.before[parent] : slot.after
      }
      return (name, (entries, slot.after))
    }
  }
}

/// Names that came into a folder, with all that stands beside them.
struct NewNames {
  let folder: String
  let added: [Tree.Entry]
  /// The folder in each parent.
  let before: [Tree?]
  let after: Tree
  let cursor: Protections.Cursor

  init(
    folder: String, added: [Tree.Entry], before: [Tree?], after: Tree,
    _ cursor: Protections.Cursor
  ) {
    self.folder = folder
    self.added = added
    self.before = before
    self.after = after
    self.cursor = cursor
  }

  func path(_ entry: Tree.Entry) -> String { path(entry.name) }

  func path(_ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }
}
