/// What a walk over a whole history needs of a commit, read without making a string.
public struct RawCommit: Sendable {
  /// The snapshot.
  public let tree: ObjectID
  /// The commits it names as its parents, whatever grafts or a shallow file say.
  public let parents: [ObjectID]
  /// The committer's clock, in seconds since 1970; 0 where the commit tells none.
  public let seconds: Int64

  /// Reads a commit object; nil when it names no tree.
  init?(parsing bytes: [UInt8]) {
    guard Self.starts(bytes, at: 0, with: Self.treeWord),
      let tree = Self.id(bytes, at: 5)
    else { return nil }
    self.tree = tree
    var place = 46
    var parents: [ObjectID] = []
    while Self.starts(bytes, at: place, with: Self.parentWord),
      let parent = Self.id(bytes, at: place + 7)
    {
      parents.append(parent)
      place += 48
    }
    self.parents = parents
    seconds = Self.committerSeconds(bytes, from: place)
  }

  private static let treeWord = Array("tree ".utf8)
  private static let parentWord = Array("parent ".utf8)
  private static let committerWord = Array("committer ".utf8)

  private static func starts(_ bytes: [UInt8], at place: Int, with word: [UInt8]) -> Bool {
    guard place + word.count <= bytes.count else { return false }
    for offset in word.indices where bytes[place + offset] != word[offset] { return false }
    return true
  }

  /// Forty digits and the end of the line.
  private static func id(_ bytes: [UInt8], at place: Int) -> ObjectID? {
    guard place + 40 < bytes.count, bytes[place + 40] == 10 else { return nil }
    return ObjectID(hexBytes: bytes[place..<(place + 40)])
  }

  private static func committerSeconds(_ bytes: [UInt8], from start: Int) -> Int64 {
    var line = start
    while line < bytes.count, bytes[line] != 10 {
      let end = bytes[line...].firstIndex(of: 10) ?? bytes.count
      if starts(bytes, at: line, with: committerWord) {
        var place = end
        while place > line, bytes[place - 1] != UInt8(ascii: ">") { place -= 1 }
        while place < end, bytes[place] == UInt8(ascii: " ") { place += 1 }
        return number(bytes, place, end)
      }
      line = end + 1
    }
    return 0
  }

  /// The digits up to a space; 0 where something else is among them, as git has it.
  private static func number(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int64 {
    var value: Int64 = 0
    var place = start
    while place < end, case let digit = bytes[place], digit != UInt8(ascii: " ") {
      guard digit >= 48, digit <= 57, value < 1 << 56 else { return 0 }
      value = value * 10 + Int64(digit - 48)
      place += 1
    }
    return value
  }
}
