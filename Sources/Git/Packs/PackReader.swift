internal import Platform

/// The packs of a repository, opened; several threads may share them.
struct PackSet: Sendable {
  let packs: [PackFile]

  /// Those in the repository's own folder. What cannot be read here libgit2 reads.
  init(of repository: Repository) {
    let folder = Path.join(repository.commonDirectory, "objects/pack")
    let names = (try? FileSystem.entries(folder)) ?? []
    packs = names.filter { $0.hasSuffix(".idx") }.sorted().compactMap { name in
      let stem = Path.join(folder, String(name.dropLast(4)))
      return PackFile(index: stem + ".idx", pack: stem + ".pack")
    }
  }
}

/// Reads objects from packs, for one thread and without a lock: libgit2 takes one for every object,
/// which lets two threads read no quicker than one.
final class PackReader {
  /// Larger objects are libgit2's.
  static let largest = 64 << 20
  /// git makes at most 4095 in a row.
  private static let longestChain = 5_000

  private let packs: [PackFile]
  private let inflater: Inflater
  private var last = 0
  /// What other objects are told as differences from: an older one, as git packs, from a newer one.
  private var bases = Shelves<Place>(present: 32 << 20, recent: 6 << 20)
  /// Larger ones would take the place of many.
  private static let largestBase = 1 << 20

  /// Nil where there is no pack, or no zlib.
  init?(_ set: PackSet) {
    guard !set.packs.isEmpty, let inflater = Inflater() else { return nil }
    packs = set.packs
    self.inflater = inflater
  }

  /// An object's kind and bytes; nil when it is in none of the packs, has more bytes than that, or
  /// is not as this reads them.
  func object(
    _ id: ObjectID, limit: Int = PackReader.largest
  ) -> (kind: ObjectKind, bytes: [UInt8])? {
    if let offset = packs[last].offset(of: id) { return object(last, offset, limit) }
    for number in packs.indices where number != last {
      if let offset = packs[number].offset(of: id) {
        last = number
        return object(number, offset, limit)
      }
    }
    return nil
  }

  /// How many bytes an object has, where that is known without inflating it.
  func size(of id: ObjectID) -> Int? {
    guard let offset = packs[last].offset(of: id), let head = packs[last].head(at: offset),
      Self.kinds[head.type] != nil
    else { return nil }
    return head.size
  }

  private func object(
    _ number: Int, _ start: Int, _ limit: Int
  ) -> (kind: ObjectKind, bytes: [UInt8])? {
    let pack = packs[number]
    guard let head = pack.head(at: start) else { return nil }
    guard let offset = head.base else {
      return head.size <= limit ? whole(number, start, head) : nil
    }
    guard let base = base(number, offset),
      let found = differing(number, start, head, base, limit)
    else { return nil }
    bases.leave(Place(number, offset))
    return found
  }

  /// What begins at a place, whatever differences it is told by.
  private func base(_ number: Int, _ start: Int) -> (kind: ObjectKind, bytes: [UInt8])? {
    if let known = bases[Place(number, start)] { return known }
    let pack = packs[number]
    var chain: [(offset: Int, head: PackFile.Head)] = []
    var found: (kind: ObjectKind, bytes: [UInt8])?
    var offset = start
    while found == nil {
      guard let head = pack.head(at: offset), chain.count < Self.longestChain else { return nil }
      if let base = head.base {
        chain.append((offset, head))
        offset = base
        found = bases[Place(number, offset)]
      } else {
        found = whole(number, offset, head)
        if found == nil { return nil }
      }
    }
    for (offset, head) in chain.reversed() {
      guard let base = found,
        let made = differing(number, offset, head, base, Self.largest)
      else { return nil }
      found = made
    }
    return found
  }

  private func whole(
    _ number: Int, _ offset: Int, _ head: PackFile.Head
  ) -> (kind: ObjectKind, bytes: [UInt8])? {
    guard head.size <= Self.largest, let kind = Self.kinds[head.type],
      let bytes = unsafe packs[number].inflate(
        head, inflater, { unsafe [UInt8](copying: $0) })
    else { return nil }
    keep(number, offset, (kind, bytes))
    return (kind, bytes)
  }

  private func differing(
    _ number: Int, _ offset: Int, _ head: PackFile.Head, _ base: (kind: ObjectKind, bytes: [UInt8]),
    _ limit: Int
  ) -> (kind: ObjectKind, bytes: [UInt8])? {
    guard head.size <= Self.largest,
      let bytes = unsafe packs[number].inflate(
        head, inflater, { unsafe Delta.apply($0, to: base.bytes, limit: limit) })
    else { return nil }
    keep(number, offset, (base.kind, bytes))
    return (base.kind, bytes)
  }

  /// Of trees: files and commits are seldom asked for twice.
  private func keep(_ number: Int, _ offset: Int, _ object: (kind: ObjectKind, bytes: [UInt8])) {
    if object.kind == .tree, object.bytes.count <= Self.largestBase {
      bases.put(Place(number, offset), object)
    }
  }

  private static let kinds: [UInt8: ObjectKind] = [1: .commit, 2: .tree, 3: .blob, 4: .tag]

  /// Where an object begins.
  private struct Place: Hashable {
    private let place: UInt64

    init(_ pack: Int, _ offset: Int) {
      place = UInt64(truncatingIfNeeded: offset) ^ UInt64(truncatingIfNeeded: pack) << 48
    }
  }
}
