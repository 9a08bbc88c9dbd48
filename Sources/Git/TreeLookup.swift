#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Tree {
  /// Finds every entry in one pass; nil when the bytes are no tree.
  static func scan(_ bytes: [UInt8]) -> [Spot]? {
    var spots: [Spot] = []
    spots.reserveCapacity(bytes.count / 48)
    let isWhole = unsafe bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return true }
      var start = 0
      while start < buffer.count {
        var name = start
        var mode: UInt32 = 0
        while name < buffer.count, case let digit = unsafe buffer[name], digit != 32 {
          if digit < 48 || digit > 55 || name - start > 7 { return false }
          mode = mode << 3 | UInt32(digit - 48)
          name += 1
        }
        name += 1
        guard name < buffer.count, Mode(reading: mode) != nil,
          let zero = unsafe memchr(base + name, 0, buffer.count - name)
        else { return false }
        let nameEnd = unsafe UnsafeRawPointer(zero) - base
        if nameEnd == name || buffer.count - nameEnd < 21 { return false }
        let isDirectory = mode & 0o170000 == 0o040000
        spots.append(Spot(start: start, name: name, end: nameEnd + 21, isDirectory: isDirectory))
        start = nameEnd + 21
      }
      return true
    }
    return isWhole ? spots : nil
  }

  /// The order of two entries as git sorts them: below zero, zero or above.
  static func compare(
    _ left: UnsafeRawBufferPointer, _ a: Spot, _ right: UnsafeRawBufferPointer, _ b: Spot
  ) -> Int {
    let leftCount = a.nameEnd - a.name
    let rightCount = b.nameEnd - b.name
    guard let leftBase = left.baseAddress, let rightBase = right.baseAddress else {
      return leftCount - rightCount
    }
    let common = min(leftCount, rightCount)
    let order = unsafe memcmp(leftBase + a.name, rightBase + b.name, common)
    if order != 0 { return Int(order) }
    // What follows the common part: a slash behind a folder's name, nothing behind a file's.
    let leftNext = leftCount > common ? Int(unsafe left[a.name + common]) : a.isDirectory ? 47 : 0
    let rightNext =
      rightCount > common ? Int(unsafe right[b.name + common]) : b.isDirectory ? 47 : 0
    return leftNext - rightNext
  }

  /// The order of an entry of this tree and one of another.
  func compare(_ a: Spot, with other: Tree, _ b: Spot) -> Int {
    unsafe bytes.withUnsafeBytes { left in
      unsafe other.bytes.withUnsafeBytes { right in unsafe Self.compare(left, a, right, b) }
    }
  }

  /// True when both entries are the same to the byte.
  func isSame(_ a: Spot, in other: Tree, _ b: Spot) -> Bool {
    let count = a.end - a.start
    if count != b.end - b.start { return false }
    return unsafe bytes.withUnsafeBytes { left in
      unsafe other.bytes.withUnsafeBytes { right in
        guard let leftBase = left.baseAddress, let rightBase = right.baseAddress
        else { return false }
        return unsafe memcmp(leftBase + a.start, rightBase + b.start, count) == 0
      }
    }
  }

  /// The entry at a place.
  func entry(_ spot: Spot) -> Entry {
    var mode: UInt32 = 0
    for digit in bytes[spot.start..<(spot.name - 1)] { mode = mode << 3 | UInt32(digit & 7) }
    // `scan` has read both before.
    return Entry(
      nameBytes: bytes[spot.name..<spot.nameEnd], mode: Mode(reading: mode) ?? .file,
      id: ObjectID(bytes: bytes[(spot.nameEnd + 1)..<spot.end]) ?? .zero)
  }

  /// The entry of that name, by its bytes, if there is one.
  public func entry(named name: [UInt8]) -> Entry? { index(of: name).map { entry(spots[$0]) } }

  /// A name that the folder holds more than once, a file and a folder of one name included: git
  /// itself makes no such tree, and readers disagree on which entry counts.
  public var repeatedName: [UInt8]? {
    if isSorted {
      // Only a folder can stand apart from a file of its name.
      for spot in spots where spot.isDirectory {
        let name = Array(bytes[spot.name..<spot.nameEnd])
        let place = firstIndex(notBefore: name)
        if case let other = spots[place], !other.isDirectory,
          bytes[other.name..<other.nameEnd] == name[...]
        {
          return name
        }
      }
      return nil
    }
    var seen: Set<[UInt8]> = []
    return spots.lazy.map { Array(bytes[$0.name..<$0.nameEnd]) }.first { !seen.insert($0).inserted }
  }

  /// The index of a name, whatever it is.
  func index(of name: [UInt8]) -> Int? {
    guard isSorted else { return spots.firstIndex { bytes[$0.name..<$0.nameEnd] == name[...] } }
    // A folder sorts elsewhere than a file of the same name.
    for key in [name, name + [47]] {
      let place = firstIndex(notBefore: key)
      if place < spots.count, case let spot = spots[place],
        bytes[spot.name..<spot.nameEnd] == name[...]
      {
        return place
      }
    }
    return nil
  }

  /// The first entry whose name, with a folder's slash, is not below `key`.
  func firstIndex(notBefore key: [UInt8]) -> Int {
    var low = 0
    var high = spots.count
    while low < high {
      let middle = (low + high) / 2
      let spot = spots[middle]
      let name = bytes[spot.name..<spot.nameEnd]
      let isBelow =
        spot.isDirectory
        ? (name + [47]).lexicographicallyPrecedes(key) : name.lexicographicallyPrecedes(key)
      if isBelow { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Puts a tree's bytes together, entry by entry in git's order.
struct TreeBuilder {
  private var bytes: [UInt8] = []
  private var spots: [Tree.Spot] = []

  mutating func append(_ entry: Tree.Entry) {
    let start = bytes.count
    bytes += Array("\(String(entry.mode.rawValue, radix: 8)) ".utf8)
    let name = bytes.count
    bytes += entry.nameBytes
    bytes.append(0)
    bytes += entry.id.bytes
    spots.append(
      Tree.Spot(start: start, name: name, end: bytes.count, isDirectory: entry.isDirectory))
  }

  /// Takes an entry over to the byte.
  mutating func append(_ spot: Tree.Spot, of tree: Tree) {
    let shift = bytes.count - spot.start
    bytes += tree.bytes[spot.start..<spot.end]
    spots.append(
      Tree.Spot(
        start: spot.start + shift, name: spot.name + shift, end: spot.end + shift,
        isDirectory: spot.isDirectory))
  }

  var tree: Tree { Tree(bytes: bytes, spots: spots) }
}
