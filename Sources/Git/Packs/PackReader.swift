internal import Platform

/// The packs of a repository, opened; several threads may share them.
struct PackSet: Sendable {
  let packs: [PackFile]

  /// In which order objects lie: first by pack, then by place. What is in none comes last.
  func order(of id: ObjectID) -> UInt64 {
    for (number, pack) in packs.enumerated() {
      if let offset = pack.offset(of: id) {
        return UInt64(truncatingIfNeeded: number) << 48 | UInt64(truncatingIfNeeded: offset)
      }
    }
    return .max
  }

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
struct PackReader {
  /// Larger objects are libgit2's.
  static let largest = 64 << 20
  /// git makes at most 4095 in a row.
  private static let longestChain = 5_000

  private let packs: [PackFile]
  private let inflater: Inflater
  private var last = 0
  /// How often something was inflated: an object that is told as a difference costs its base too,
  /// where that is not known any more.
  private(set) var inflations = 0
  /// What other objects are told as differences from: an older one, as git packs, from a newer one.
  private var bases = Shelves<Place>(present: 16 << 20, left: 8 << 20)
  /// Larger ones would take the place of many.
  private static let largestBase = 1 << 20

  /// Nil where there is no pack, or no zlib.
  init?(_ set: PackSet) {
    guard !set.packs.isEmpty, let inflater = Inflater() else { return nil }
    packs = set.packs
    self.inflater = inflater
  }

  /// An object; nil when it is in none of the packs, has more bytes than that, or is not as this
  /// reads them.
  mutating func object(_ id: ObjectID, limit: Int = PackReader.largest) -> RawObject? {
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
      Self.kind(head.type) != nil
    else { return nil }
    return head.size
  }

  /// Whether a pack tells the one as its difference from the other.
  func tells(_ id: ObjectID, by other: ObjectID) -> Bool {
    packs.contains { pack in
      guard let offset = pack.offset(of: id), let base = pack.head(at: offset)?.base else {
        return false
      }
      return base == pack.offset(of: other)
    }
  }

  private mutating func object(_ number: Int, _ start: Int, _ limit: Int) -> RawObject? {
    // It may have been made already, as what another rests on.
    if let known = bases[Place(number, start)] { return known.count <= limit ? known : nil }
    guard let head = packs[number].head(at: start) else { return nil }
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
  private mutating func base(_ number: Int, _ start: Int) -> RawObject? {
    if let known = bases[Place(number, start)] { return known }
    let pack = packs[number]
    var chain: [(offset: Int, head: PackFile.Head)] = []
    var found: RawObject?
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

  private mutating func whole(_ number: Int, _ offset: Int, _ head: PackFile.Head) -> RawObject? {
    inflations += 1
    guard head.size <= Self.largest, let kind = Self.kind(head.type),
      let object = unsafe packs[number].inflate(
        head, inflater, { unsafe RawObject.copy(kind, $0) })
    else { return nil }
    keep(number, offset, object)
    return object
  }

  private mutating func differing(
    _ number: Int, _ offset: Int, _ head: PackFile.Head, _ base: RawObject, _ limit: Int
  ) -> RawObject? {
    inflations += 1
    guard head.size <= Self.largest,
      let object = unsafe packs[number].inflate(
        head, inflater, { unsafe Delta.apply($0, to: base, limit: limit) })
    else { return nil }
    keep(number, offset, object)
    return object
  }

  /// Trees stay until the walk has left them behind. Files are read in the order of the pack, where
  /// what rests on one follows soon; commits rest on nothing.
  private mutating func keep(_ number: Int, _ offset: Int, _ object: RawObject) {
    if object.count > Self.largestBase { return }
    switch object.kind {
    case .tree: bases.put(Place(number, offset), object)
    case .blob: bases.pass(Place(number, offset), object)
    case .commit, .tag: break
    }
  }

  /// Nil for what is told as a difference.
  private static func kind(_ type: UInt8) -> ObjectKind? {
    switch type {
    case 1: .commit
    case 2: .tree
    case 3: .blob
    case 4: .tag
    default: nil
    }
  }

  /// Where an object begins.
  private struct Place: SpreadKey {
    let spread: UInt64

    init(_ pack: Int, _ offset: Int) {
      spread = UInt64(truncatingIfNeeded: offset) ^ UInt64(truncatingIfNeeded: pack) << 48
    }
  }
}
