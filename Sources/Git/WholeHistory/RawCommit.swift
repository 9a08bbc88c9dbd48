#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What a walk over a whole history needs of a commit, read without making a string.
struct RawCommit {
  /// The snapshot.
  let tree: ObjectID
  /// The commits it names as its parents, whatever grafts or a shallow file say.
  let parents: [ObjectID]
  /// The committer's clock, in seconds since 1970; 0 where the commit tells none.
  let seconds: Int64

  /// Reads a commit object; nil when it names no tree.
  init?(parsing object: RawObject) {
    guard let read = unsafe object.withBytes({ bytes in unsafe Self.read(bytes) }) else {
      return nil
    }
    (tree, parents, seconds) = read
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer
  ) -> (tree: ObjectID, parents: [ObjectID], seconds: Int64)? {
    guard unsafe starts(bytes, at: 0, with: "tree "), let tree = unsafe id(bytes, at: 5) else {
      return nil
    }
    var place = 46
    var parents: [ObjectID] = []
    while unsafe starts(bytes, at: place, with: "parent "),
      let parent = unsafe id(bytes, at: place + 7)
    {
      parents.append(parent)
      place += 48
    }
    return (tree, parents, unsafe committerSeconds(bytes, from: place))
  }

  private static func starts(
    _ bytes: UnsafeRawBufferPointer, at place: Int, with word: StaticString
  ) -> Bool {
    let count = word.utf8CodeUnitCount
    guard place + count <= bytes.count, let start = bytes.baseAddress else { return false }
    return unsafe memcmp(start + place, word.utf8Start, count) == 0
  }

  /// Forty digits and the end of the line.
  private static func id(_ bytes: UnsafeRawBufferPointer, at place: Int) -> ObjectID? {
    guard place + 40 < bytes.count, unsafe bytes[place + 40] == 10 else { return nil }
    return unsafe ObjectID(hexBytes: bytes[place..<(place + 40)])
  }

  private static func committerSeconds(
    _ bytes: UnsafeRawBufferPointer, from start: Int
  ) -> Int64 {
    var line = start
    while line < bytes.count, unsafe bytes[line] != 10, let base = bytes.baseAddress {
      let found = unsafe memchr(base + line, 10, bytes.count - line)
      let end = unsafe found.map { unsafe UnsafeRawPointer($0) - base } ?? bytes.count
      if unsafe starts(bytes, at: line, with: "committer ") {
        var place = end
        while place > line, unsafe bytes[place - 1] != UInt8(ascii: ">") { place -= 1 }
        while place < end, unsafe bytes[place] == UInt8(ascii: " ") { place += 1 }
        return unsafe number(bytes, place, end)
      }
      line = end + 1
    }
    return 0
  }

  /// The digits up to a space; 0 where something else is among them, as git has it.
  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
  ) -> Int64 {
    var value: Int64 = 0
    var place = start
    while place < end, case let digit = unsafe bytes[place], digit != UInt8(ascii: " ") {
      guard digit >= 48, digit <= 57, value < 1 << 56 else { return 0 }
      value = value * 10 + Int64(digit - 48)
      place += 1
    }
    return value
  }
}
