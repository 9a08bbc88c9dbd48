#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One entry's place in a tree's bytes.
struct RawSpot {
  let start: Int
  let name: Int
  let nameEnd: Int
  let mode: UInt32

  var end: Int { nameEnd + 21 }
  var isDirectory: Bool { mode & 0o170000 == 0o040000 }

  /// The entry that begins at `start`; nil when the bytes are no tree.
  init?(_ bytes: UnsafeRawBufferPointer, at start: Int) {
    var name = start
    var mode: UInt32 = 0
    while name < bytes.count, case let digit = unsafe bytes[name], digit != 32 {
      if digit < 48 || digit > 55 || name - start > 7 { return nil }
      mode = mode << 3 | UInt32(digit - 48)
      name += 1
    }
    name += 1
    guard name < bytes.count, let base = bytes.baseAddress,
      let zero = unsafe memchr(base + name, 0, bytes.count - name)
    else { return nil }
    let nameEnd = unsafe UnsafeRawPointer(zero) - base
    if nameEnd == name || bytes.count - nameEnd < 21 { return nil }
    self.start = start
    self.name = name
    self.nameEnd = nameEnd
    self.mode = mode
  }

  /// Where the entry that begins at `start` ends; nil when the bytes are no tree.
  static func end(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
    // A plain file or a folder with a short name, as nearly all are, in two or three looks.
    if start + 32 <= bytes.count {
      let head = unsafe UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      var name = 0
      if head & 0xff_ffff_ffff_ffff == file { name = start + 7 }
      if head & 0xffff_ffff_ffff == folder { name = start + 6 }
      while name > 0, name + 8 <= bytes.count {
        let text = unsafe UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: name, as: UInt64.self))
        let zeros = (text &- 0x0101_0101_0101_0101) & ~text & 0x8080_8080_8080_8080
        if zeros == 0 {
          name += 8
          continue
        }
        let nameEnd = name + zeros.trailingZeroBitCount / 8
        if nameEnd == start + 7 || nameEnd + 21 > bytes.count { break }
        return nameEnd + 21
      }
    }
    return unsafe RawSpot(bytes, at: start)?.end
  }

  /// `100644 ` and `40000 `, the first letter lowest.
  private static let file: UInt64 = 0x20_3434_3630_3031
  private static let folder: UInt64 = 0x20_3030_3030_34

  /// As ``Tree/compare(_:_:_:_:)`` has it.
  func compare(
    _ bytes: UnsafeRawBufferPointer, with other: RawSpot, _ others: UnsafeRawBufferPointer
  ) -> Int {
    unsafe Tree.compare(bytes, spot, others, other.spot)
  }

  private var spot: Tree.Spot {
    Tree.Spot(start: start, name: name, end: end, isDirectory: isDirectory)
  }
}

/// Two folders side by side, by their bytes: what is equal is passed by, never parsed twice.
enum TreeStep {
  /// An entry that differs.
  @safe struct Pair {
    /// The name's bytes, for as long as the pair is looked at.
    let name: UnsafeRawBufferPointer
    let old: RawChange.Entry?
    let new: RawChange.Entry?
    let isDisordered: Bool
  }

  /// Visits the entries that differ, in git's order; false when one of the two is no tree. Nil is
  /// the empty folder.
  static func pairs(
    _ old: RawObject?, _ new: RawObject?, _ visit: (Pair) throws -> Void
  ) rethrows -> Bool {
    try unsafe bytes(of: old) { left in
      try unsafe bytes(of: new) { right in try unsafe walk(left, right, visit) }
    }
  }

  private static func bytes(
    of tree: RawObject?, _ body: (UnsafeRawBufferPointer) throws -> Bool
  ) rethrows -> Bool {
    guard let tree else { return try unsafe body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    return try unsafe tree.withBytes(body)
  }

  /// The first entry of that name.
  static func entry(named name: ArraySlice<UInt8>, in tree: RawObject) -> RawChange.Entry? {
    unsafe tree.withBytes { bytes in
      var place = 0
      while let spot = unsafe RawSpot(bytes, at: place) {
        if spot.nameEnd - spot.name == name.count,
          unsafe bytes[spot.name..<spot.nameEnd].elementsEqual(name)
        {
          return unsafe found(spot, bytes)
        }
        place = spot.end
      }
      return nil
    }
  }

  private static func found(_ spot: RawSpot, _ bytes: UnsafeRawBufferPointer) -> RawChange.Entry {
    unsafe RawChange.Entry(mode: spot.mode, id: ObjectID(bytes, at: spot.nameEnd + 1))
  }

  private static func pair(
    _ before: RawSpot?, _ left: UnsafeRawBufferPointer, _ after: RawSpot?,
    _ right: UnsafeRawBufferPointer, _ isDisordered: Bool
  ) -> Pair {
    let name =
      unsafe before.map { unsafe left[$0.name..<$0.nameEnd] }
      ?? after.map { unsafe right[$0.name..<$0.nameEnd] } ?? right[..<0]
    return unsafe Pair(
      name: UnsafeRawBufferPointer(rebasing: name), old: before.map { unsafe found($0, left) },
      new: after.map { unsafe found($0, right) }, isDisordered: isDisordered)
  }

  private static func walk(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer,
    _ visit: (Pair) throws -> Void
  ) rethrows -> Bool {
    guard let (shared, before) = unsafe sharedEntries(left, right) else { return false }
    var (i, j) = (shared, shared)
    var last = before
    // Whether the entry of the new folder stands where it must behind the one before it.
    func isOut(_ spot: RawSpot) -> Bool {
      defer { last = spot }
      guard let before = last else { return false }
      return unsafe before.compare(right, with: spot, right) >= 0
    }
    func differ(_ before: RawSpot?, _ after: RawSpot?, _ isDisordered: Bool) throws {
      try visit(unsafe pair(before, left, after, right, isDisordered))
    }
    while i < left.count || j < right.count {
      if left.count - i == right.count - j, let a = left.baseAddress, let b = right.baseAddress,
        unsafe memcmp(a + i, b + j, left.count - i) == 0
      {
        guard let spot = unsafe RawSpot(right, at: j) else { return false }
        if isOut(spot) { try differ(spot, spot, true) }
        return true
      }
      let before = i < left.count ? unsafe RawSpot(left, at: i) : nil
      let after = j < right.count ? unsafe RawSpot(right, at: j) : nil
      if (before == nil && i < left.count) || (after == nil && j < right.count) { return false }
      switch (before, after) {
      case (let before?, let after?):
        let order = unsafe before.compare(left, with: after, right)
        if order < 0 {
          try differ(before, nil, false)
          i = before.end
        } else if order > 0 {
          try differ(nil, after, isOut(after))
          j = after.end
        } else {
          let isOut = isOut(after)
          let isSame = unsafe isSame(left, before, right, after)
          if isOut || !isSame { try differ(before, after, isOut) }
          i = before.end
          j = after.end
        }
      case (let before?, nil):
        try differ(before, nil, false)
        i = before.end
      case (nil, let after?):
        try differ(nil, after, isOut(after))
        j = after.end
      case (nil, nil): return true
      }
    }
    return true
  }

  private static func isSame(
    _ left: UnsafeRawBufferPointer, _ a: RawSpot, _ right: UnsafeRawBufferPointer, _ b: RawSpot
  ) -> Bool {
    guard a.end - a.start == b.end - b.start, let x = left.baseAddress, let y = right.baseAddress
    else { return false }
    return unsafe memcmp(x + a.start, y + b.start, a.end - a.start) == 0
  }

  /// Where the entries end that both begin with, and the last of them; nil for what is no tree.
  private static func sharedEntries(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> (end: Int, last: RawSpot?)? {
    let shared = unsafe sharedPrefix(left, right)
    var last: Int?
    var place = 0
    while place < right.count {
      guard let end = unsafe RawSpot.end(right, at: place) else { return nil }
      if end > shared { break }
      last = place
      place = end
    }
    guard let last else { return (place, nil) }
    return unsafe RawSpot(right, at: last).map { (place, $0) }
  }

  /// How many bytes at the beginning are the same.
  private static func sharedPrefix(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> Int {
    let count = min(left.count, right.count)
    guard let a = left.baseAddress, let b = right.baseAddress else { return 0 }
    var place = 0
    while place + 64 <= count, unsafe memcmp(a + place, b + place, 64) == 0 { place += 64 }
    while place < count, unsafe left[place] == right[place] { place += 1 }
    return place
  }
}

extension ObjectID {
  /// From the twenty bytes that stand at a place, which must lie within.
  init(_ bytes: UnsafeRawBufferPointer, at place: Int) {
    unsafe self.init(
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)),
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)),
      UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 16, as: UInt32.self)))
  }
}
