/// git's index, read for one thing only: the id of the tree that it would be written as.
///
/// Whoever commits leaves that id in the index (the cache-tree, extension `TREE`), so a hook knows
/// the new tree without making a hundred thousand entries. Everything unusual is nil, and git
/// itself is asked: a split or sparse index, a cache-tree that a later `git add` made stale,
/// anything cut off or of an unknown version.
enum IndexFile {
  /// The id of the whole tree, where the index says it.
  static func rootTree(_ buffer: UnsafeRawBufferPointer) -> ObjectID? {
    guard let (count, start) = unsafe entriesEnd(buffer) else { return nil }
    return unsafe rootTree(in: buffer, from: start, of: count)
  }

  /// The same of bytes in memory.
  static func rootTree(_ bytes: [UInt8]) -> ObjectID? {
    unsafe bytes.withUnsafeBytes { unsafe rootTree($0) }
  }

  /// How many entries there are, and where the last one ends.
  private static func entriesEnd(_ buffer: UnsafeRawBufferPointer) -> (count: Int, end: Int)? {
    // A header of twelve bytes, and a checksum of twenty at the end.
    guard buffer.count >= 32, unsafe word(buffer, 0) == 0x4449_5243 else { return nil }  // DIRC
    let version = unsafe word(buffer, 4)
    let count = Int(unsafe word(buffer, 8))
    guard (2...4).contains(version), count <= buffer.count / 62 else { return nil }
    let limit = buffer.count - 20
    var place = 12
    for _ in 0..<count {
      // Ten words of times and sizes, the id, then the flags with the name's length.
      guard place + 62 <= limit else { return nil }
      let flags = Int(unsafe buffer[place + 60]) << 8 | Int(unsafe buffer[place + 61])
      let isExtended = flags & 0x4000 != 0
      if isExtended && version < 3 { return nil }
      var name = place + (isExtended ? 64 : 62)
      if version == 4 {
        // How much of the name before goes, as git spells such numbers; then the rest of the name.
        guard let next = unsafe afterNumber(buffer, name, limit) else { return nil }
        name = next
      }
      let length = flags & 0x0fff
      var end = name
      if version != 4 && length < 0x0fff {
        end += length
      } else {
        while end < limit, unsafe buffer[end] != 0 { end += 1 }
      }
      guard end < limit, unsafe buffer[end] == 0 else { return nil }
      // Up to version 3, one to eight zeros bring each entry to a multiple of eight bytes.
      place = version == 4 ? end + 1 : place + ((end - place + 8) & ~7)
    }
    return place <= limit ? (count, place) : nil
  }

  /// Finds the extension `TREE` behind the entries.
  private static func rootTree(
    in buffer: UnsafeRawBufferPointer, from start: Int, of count: Int
  ) -> ObjectID? {
    let limit = buffer.count - 20
    var place = start
    var found: ObjectID?
    while place + 8 <= limit {
      let name = unsafe word(buffer, place)
      let size = Int(unsafe word(buffer, place + 4))
      guard size <= limit - place - 8 else { return nil }
      switch name {
      case 0x5452_4545:  // TREE
        found = unsafe root(buffer, place + 8, place + 8 + size, of: count)
        if found == nil { return nil }
      case 0x6c69_6e6b, 0x7364_6972: return nil  // link: split; sdir: sparse
      default: break
      }
      place += 8 + size
    }
    return place == limit ? found : nil
  }

  /// The first record of a cache-tree: an empty name, the number of entries below, that of
  /// folders, the id. A number below zero says that the record is stale.
  private static func root(
    _ buffer: UnsafeRawBufferPointer, _ start: Int, _ end: Int, of count: Int
  ) -> ObjectID? {
    var place = start
    guard place < end, unsafe buffer[place] == 0 else { return nil }
    place += 1
    guard let entries = unsafe decimal(buffer, &place, end, before: 32), entries == count,
      unsafe decimal(buffer, &place, end, before: 10) != nil, place + 20 <= end
    else { return nil }
    return unsafe ObjectID(bytes: buffer[place..<(place + 20)])
  }

  private static func decimal(
    _ buffer: UnsafeRawBufferPointer, _ place: inout Int, _ end: Int, before stop: UInt8
  ) -> Int? {
    var value = 0
    let start = place
    while place < end, place - start < 11, unsafe buffer[place] != stop {
      let digit = unsafe buffer[place]
      guard digit >= 48, digit <= 57 else { return nil }
      value = value * 10 + Int(digit - 48)
      place += 1
    }
    guard place < end, place > start, unsafe buffer[place] == stop else { return nil }
    place += 1
    return value
  }

  private static func afterNumber(
    _ buffer: UnsafeRawBufferPointer, _ start: Int, _ limit: Int
  ) -> Int? {
    var place = start
    while place < limit, place - start < 10 {
      place += 1
      if unsafe buffer[place - 1] & 0x80 == 0 { return place }
    }
    return nil
  }

  private static func word(_ buffer: UnsafeRawBufferPointer, _ place: Int) -> UInt32 {
    unsafe UInt32(bigEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }
}
