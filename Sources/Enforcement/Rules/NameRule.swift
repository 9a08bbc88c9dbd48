import Git
import Ledger
import Research

/// No new path that some file system would take for another, that leaves the ledger, or that
/// cannot be shown.
struct NameRule {
  private let protections: Protections
  private let branch: BranchKind

  init(_ protections: Protections, on branch: BranchKind) {
    self.protections = protections
    self.branch = branch
  }

  func violations(in names: NewNames) -> [Violation] {
    let collisions = Collisions(names)
    let added = names.added.compactMap { entry -> Violation? in
      let twin = collisions.twin(of: entry)
      let isInside = isProtected(entry.nameBytes, names.cursor)
      if !isInside {
        // What is free may stand where it likes, but not in the way of what is protected.
        guard let twin, isProtected(twin.nameBytes, names.cursor) else { return nil }
      }
      let path = names.path(entry)
      guard let fault = isInside ? fault(entry, path, isNew(entry, names)) : nil else {
        return twin.map { collision(entry, with: $0, path, names) }
      }
      return Violation(
        .name, .added, path, after: entry, message: fault,
        remedy: "give it a plain name, as a plain file")
    }
    return repetition(in: names) + added
  }

  /// A folder that holds one name twice: no two readers need see the same file.
  private func repetition(in names: NewNames) -> [Violation] {
    guard let name = names.after.repeatedName, isProtected(name, names.cursor),
      !names.before.contains(where: { $0?.repeatedName == name })
    else { return [] }
    let entry = names.after.entries.first { $0.nameBytes == name }
    return [
      Violation(
        .name, .added, names.path(String(decoding: name, as: UTF8.self)), after: entry,
        message: "its folder holds this name twice", remedy: "make the commit anew with git itself")
    ]
  }

  private func isProtected(_ name: [UInt8], _ cursor: Protections.Cursor) -> Bool {
    !protections.step(cursor, into: name).isOutside
  }

  private func isNew(_ entry: Tree.Entry, _ names: NewNames) -> Bool {
    !names.before.contains { $0?.entry(named: entry.nameBytes)?.mode == entry.mode }
  }

  private func fault(_ entry: Tree.Entry, _ path: String, _ isNew: Bool) -> String? {
    // A merge repeats what one of its lines did.
    if !isNew { return nil }
    let name = entry.nameBytes
    if name == [46] || name == [46, 46] || entry.name.lowercased() == ".git" || name.contains(47) {
      return "\"\(entry.name)\" is a name that no file can have"
    }
    if String(validating: name, as: UTF8.self) == nil { return "its name is no UTF-8" }
    if entry.name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return "its name holds control characters"
    }
    let isPlain = entry.mode != .symbolicLink && entry.mode != .submodule
    if LedgerPath.isInside(path), !isPlain { return "\(entry.kindName) has no place in the ledger" }
    if path == Layout.root, !entry.isDirectory { return "\(path) is the ledger's folder" }
    return nil
  }

  private func collision(
    _ entry: Tree.Entry, with twin: Tree.Entry, _ path: String, _ names: NewNames
  ) -> Violation {
    Violation(
      .name, .added, path, before: twin, after: entry,
      message: "on some file systems it is the same as \(names.path(twin))",
      remedy: "give it a name that differs in more than case or composition")
  }
}

/// Finds names that differ only in case, or in how Unicode composes them.
private struct Collisions {
  private let names: NewNames
  /// Made where many names are new, so that each needs one look.
  private var byFold: [String: [Tree.Entry]]?

  init(_ names: NewNames) {
    self.names = names
    if names.added.count > 16 {
      byFold = Dictionary(grouping: names.after.entries) { Self.folded($0.nameBytes) }
    }
  }

  /// Another entry of the folder that stands for the same name; none where a parent had both.
  func twin(of entry: Tree.Entry) -> Tree.Entry? {
    let own = entry.nameBytes
    return twins(of: own).first { twin in
      twin.nameBytes != own
        && !names.before.contains {
          $0?.entry(named: own) != nil && $0?.entry(named: twin.nameBytes) != nil
        }
    }
  }

  private func twins(of own: [UInt8]) -> [Tree.Entry] {
    if let byFold { return byFold[Self.folded(own)] ?? [] }
    var found: [Tree.Entry] = []
    let isPlain = own.allSatisfy { $0 < 128 }
    let fold = Self.folded(own)
    let plain = Self.trimmed(own[...])
    names.after.forEachName { name, _, index in
      let isTwin: Bool
      if isPlain && name.allSatisfy({ $0 < 128 }) {
        let name = Self.trimmed(name)
        isTwin =
          name.count == plain.count
          && zip(name, plain).allSatisfy { Self.lower($0) == Self.lower($1) }
      } else {
        isTwin = Self.folded(Array(name)) == fold
      }
      if isTwin { found.append(names.after.entry(at: index)) }
    }
    return found
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= 65 && byte <= 90 ? byte + 32 : byte
  }

  /// Two texts that are canonically equivalent are equal to Swift; by way of the upper case `ß`
  /// and `ss`, `σ` and `ς` are too. What cannot be seen some file systems leave out.
  private static func folded(_ name: [UInt8]) -> String {
    let text = String(decoding: trimmed(name[...]), as: UTF8.self)
    let seen = text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
    return String(String.UnicodeScalarView(seen)).uppercased().lowercased()
  }

  /// Without the dots and spaces at its end, which some file systems leave out.
  private static func trimmed(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let end = name.lastIndex { $0 != 46 && $0 != 32 }
    return end.map { name[...$0] } ?? name
  }
}
