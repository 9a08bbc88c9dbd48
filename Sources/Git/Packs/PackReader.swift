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
  /// What other objects are told as differences from.
  private var bases = Bases()

  /// Nil where there is no pack, or no zlib.
  init?(_ set: PackSet) {
    guard !set.packs.isEmpty, let inflater = Inflater() else { return nil }
    packs = set.packs
    self.inflater = inflater
  }

  /// An object's kind and bytes; nil when it is in none of the packs, or not as this reads them.
  func object(_ id: ObjectID) -> (kind: ObjectKind, bytes: [UInt8])? {
    if let offset = packs[last].offset(of: id) { return object(last, offset) }
    for number in packs.indices where number != last {
      if let offset = packs[number].offset(of: id) {
        last = number
        return object(number, offset)
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

  private func object(_ number: Int, _ start: Int) -> (kind: ObjectKind, bytes: [UInt8])? {
    let pack = packs[number]
    var chain: [(offset: Int, head: PackFile.Head)] = []
    var found: (kind: ObjectKind, bytes: [UInt8])?
    var offset = start
    while found == nil {
      if let known = bases[number, offset] {
        found = known
        break
      }
      guard let head = pack.head(at: offset), head.size <= Self.largest,
        chain.count < Self.longestChain
      else { return nil }
      if let base = head.base {
        chain.append((offset, head))
        offset = base
        continue
      }
      guard let kind = Self.kinds[head.type], let bytes = pack.data(head, inflater) else {
        return nil
      }
      found = (kind, bytes)
      if kind == .tree { bases.put(number, offset, (kind, bytes)) }
    }
    guard let base = found else { return nil }
    var bytes = base.bytes
    for (offset, head) in chain.reversed() {
      guard let delta = pack.data(head, inflater), let made = Delta.apply(delta, to: bytes) else {
        return nil
      }
      bytes = made
      if base.kind == .tree { bases.put(number, offset, (base.kind, bytes)) }
    }
    return (base.kind, bytes)
  }

  private static let kinds: [UInt8: ObjectKind] = [1: .commit, 2: .tree, 3: .blob, 4: .tag]

  /// Objects by where they begin, so many bytes of the latest.
  private struct Bases {
    typealias Object = (kind: ObjectKind, bytes: [UInt8])
    private struct Key: Hashable {
      let pack: Int
      let offset: Int
    }
    private var young: [Key: Object] = [:]
    private var old: [Key: Object] = [:]
    private var size = 0
    private static let limit = 12 << 20

    subscript(pack: Int, offset: Int) -> Object? {
      let key = Key(pack: pack, offset: offset)
      return young[key] ?? old[key]
    }

    mutating func put(_ pack: Int, _ offset: Int, _ object: Object) {
      size += object.bytes.count + 96
      if size > Self.limit {
        swap(&young, &old)
        young.removeAll(keepingCapacity: true)
        size = object.bytes.count
      }
      young[Key(pack: pack, offset: offset)] = object
    }
  }
}
