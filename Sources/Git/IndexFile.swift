/// git's index, read for one thing only: the id of the tree that it would be written as.
///
/// Whoever commits leaves that id in the index (the cache-tree, extension `TREE`), so a hook knows
/// the new tree without looking at a hundred thousand entries: extensions stand behind them, and
/// are looked for from the end. Everything unusual is nil, and git itself is asked: a sparse index,
/// most that share entries with another, a cache-tree that a later `git add` made stale, anything
/// cut off or of an unknown version.
enum IndexFile {
  /// The id of the whole tree, where the index says it.
  static func rootTree(_ buffer: UnsafeRawBufferPointer) -> ObjectID? {
    // A header of twelve bytes, and a checksum of twenty at the end.
    guard buffer.count >= 32, unsafe word(buffer, 0) == 0x4449_5243 else { return nil }  // DIRC
    let version = unsafe word(buffer, 4)
    let count = Int(unsafe word(buffer, 8))
    guard (2...4).contains(version), count <= buffer.count / 62 else { return nil }
    let limit = buffer.count - 20
    // Behind the header there are sixty-two bytes of each entry at least.
    let first = 12 + count * 62
    var place = limit - 8
    while place >= first {
      if unsafe buffer[place] == 0x54, unsafe word(buffer, place) == 0x5452_4545 {  // TREE
        let end = place + 8 + Int(unsafe word(buffer, place + 4))
        if unsafe areExtensions(buffer, from: end, to: limit) {
          return unsafe root(buffer, place + 8, end, of: count)
        }
      }
      place -= 1
    }
    return nil
  }

  /// The same of bytes in memory.
  static func rootTree(_ bytes: [UInt8]) -> ObjectID? {
    unsafe bytes.withUnsafeBytes { unsafe rootTree($0) }
  }

  /// Whether what lies there is extensions, each with its name and size, up to the checksum: then
  /// what lies before them is one too, and not four letters of something else. That of a sparse
  /// index is refused.
  private static func areExtensions(
    _ buffer: UnsafeRawBufferPointer, from start: Int, to limit: Int
  ) -> Bool {
    var place = start
    while place + 8 <= limit {
      if unsafe word(buffer, place) == 0x7364_6972 { return false }  // sdir
      place += 8 + Int(unsafe word(buffer, place + 4))
    }
    return place == limit
  }

  /// The first record of a cache-tree: an empty name, the number of entries below, that of
  /// folders, the id. A number below zero says that the record is stale; where entries are shared
  /// with another index, it counts those as well.
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

  private static func word(_ buffer: UnsafeRawBufferPointer, _ place: Int) -> UInt32 {
    unsafe UInt32(bigEndian: buffer.loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }
}
