/// One pack of objects with its index, version 2, as git writes them.
///
/// The index says where an object begins; nothing that a pack or an index says is believed without
/// looking whether it lies within the file.
struct PackFile: Sendable {
  private let index: MappedFile
  private let pack: MappedFile
  private let count: Int

  /// Nil when one of the two is not what this reads.
  init?(index indexPath: String, pack packPath: String) {
    guard let index = MappedFile(indexPath), let pack = MappedFile(packPath) else { return nil }
    self.index = index
    self.pack = pack
    guard index.count >= Self.names + 40, pack.count >= 32,
      Self.word(index, 0) == 0xff74_4f63, Self.word(index, 4) == 2,
      Self.word(pack, 0) == 0x5041_434b, Self.word(pack, 4) == 2
    else { return nil }
    count = Int(Self.word(index, Self.names - 4))
    guard index.count >= Self.names + count * 28 + 40 else { return nil }
  }

  /// Where the names of objects begin in an index.
  private static let names = 8 + 1024

  /// Where an object begins in the pack; nil when it is not in it.
  func offset(of id: ObjectID) -> Int? {
    let lead = Int(id.first >> 56)
    var low = lead == 0 ? 0 : Int(Self.word(index, 8 + (lead - 1) * 4))
    var high = min(count, Int(Self.word(index, 8 + lead * 4)))
    // Hashes are spread evenly, so the first looks go where this one should be.
    var guesses = 3
    var (least, most) = (UInt64(lead) << 56, UInt64(lead) << 56 | (1 << 56 - 1))
    while low < high {
      var middle = (low + high) / 2
      if guesses > 0, most > least, id.first >= least, id.first <= most {
        guesses -= 1
        let share = Double(id.first - least) / Double(most - least)
        middle = min(high - 1, low + Int(share * Double(high - low)))
      }
      let found = name(at: middle)
      if found == id { return offset(at: middle) }
      if found < id {
        (low, least) = (middle + 1, found.first)
      } else {
        (high, most) = (middle, found.first)
      }
    }
    return nil
  }

  private func name(at number: Int) -> ObjectID {
    unsafe ObjectID(index.bytes, at: Self.names + number * 20)
  }

  private func offset(at number: Int) -> Int? {
    let short = Self.word(index, Self.names + count * 24 + number * 4)
    if short & 0x8000_0000 == 0 { return Int(short) }
    let place = Self.names + count * 28 + Int(short & 0x7fff_ffff) * 8
    guard place + 8 <= index.count - 40 else { return nil }
    return Int(
      exactly: UInt64(Self.word(index, place)) << 32 | UInt64(Self.word(index, place + 4)))
  }

  private static func word(_ file: MappedFile, _ place: Int) -> UInt32 {
    unsafe UInt32(bigEndian: file.bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
  }

  /// What begins at a place of the pack.
  struct Head {
    /// 1 commit, 2 tree, 3 blob, 4 tag; 6 and 7 are differences from another object.
    let type: UInt8
    /// How many bytes it inflates to.
    let size: Int
    /// Where its deflated bytes begin.
    let data: Int
    /// Of a difference of type 6, where the other object begins.
    let base: Int?
  }

  /// Nil when nothing can begin there.
  func head(at offset: Int) -> Head? {
    // The last twenty bytes are the pack's checksum.
    let end = pack.count - 20
    guard offset >= 12, offset < end else { return nil }
    var place = offset
    var byte = unsafe pack.bytes[place]
    place += 1
    let type = byte >> 4 & 7
    var size = Int(byte & 15)
    var shift = 4
    while byte & 128 != 0 {
      guard place < end, shift < 56 else { return nil }
      byte = unsafe pack.bytes[place]
      place += 1
      size |= Int(byte & 127) << shift
      shift += 7
    }
    guard type == 6 else { return Head(type: type, size: size, data: place, base: nil) }
    var distance = 0
    var steps = 0
    repeat {
      guard place < end, steps < 8 else { return nil }
      byte = unsafe pack.bytes[place]
      place += 1
      distance = steps == 0 ? Int(byte & 127) : (distance + 1) << 7 | Int(byte & 127)
      steps += 1
    } while byte & 128 != 0
    // Always to what lies before it, so that no object rests on itself.
    guard distance > 0, distance <= offset - 12 else { return nil }
    return Head(type: type, size: size, data: place, base: offset - distance)
  }

  /// Gives the inflated bytes behind a head; nil when they are not what it says.
  func inflate<Result>(
    _ head: Head, _ inflater: Inflater, _ use: (UnsafeRawBufferPointer) -> Result?
  ) -> Result? {
    unsafe inflater.inflate(
      UnsafeRawBufferPointer(rebasing: pack.bytes[head.data...]), count: head.size, use)
  }
}
