internal import CLibgit2

/// zlib's inflate, ready for one object after the other; for one thread.
@safe final class Inflater {
  private let inflater: OpaquePointer
  /// Where objects are inflated: zlib is quick while there is room beyond what comes out.
  private let room: UnsafeMutableRawBufferPointer
  private static let usual = 256 << 10
  private static let spare = 320

  /// Nil where zlib is not there.
  init?() {
    guard let made = unsafe object_inflater_new() else { return nil }
    unsafe inflater = made
    unsafe room = .allocate(byteCount: Self.usual + Self.spare, alignment: 16)
  }

  deinit {
    unsafe object_inflater_free(inflater)
    unsafe room.deallocate()
  }

  /// Gives the bytes that are deflated at the beginning of `deflated`; nil unless they are so many.
  func inflate<Result>(
    _ deflated: UnsafeRawBufferPointer, count: Int,
    _ use: (UnsafeRawBufferPointer) -> Result?
  ) -> Result? {
    if count <= Self.usual { return unsafe inflate(deflated, count, room, use) }
    let large = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count + Self.spare, alignment: 16)
    defer { unsafe large.deallocate() }
    return unsafe inflate(deflated, count, large, use)
  }

  private func inflate<Result>(
    _ deflated: UnsafeRawBufferPointer, _ count: Int, _ room: UnsafeMutableRawBufferPointer,
    _ use: (UnsafeRawBufferPointer) -> Result?
  ) -> Result? {
    guard let from = unsafe deflated.baseAddress?.assumingMemoryBound(to: UInt8.self),
      let to = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self),
      unsafe object_inflate(inflater, to, count, count + Self.spare, from, deflated.count) == 1
    else { return nil }
    return unsafe use(UnsafeRawBufferPointer(rebasing: room[..<count]))
  }
}

extension [UInt8] {
  /// A copy. Made so, it asks the runtime for nothing that threads would wait for.
  init(copying bytes: UnsafeRawBufferPointer) {
    self.init(repeating: 0, count: bytes.count)
    unsafe withUnsafeMutableBytes { unsafe $0.copyMemory(from: bytes) }
  }
}

/// Puts an object together from another and what git says of their difference.
enum Delta {
  /// Nil when the difference does not fit the base, goes beyond it, or gives more than `limit`.
  static func apply(
    _ delta: UnsafeRawBufferPointer, to base: [UInt8], limit: Int
  ) -> [UInt8]? {
    var place = 0
    guard let from = unsafe length(delta, &place), from == base.count,
      let count = unsafe length(delta, &place), count <= limit
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    let isWhole = unsafe bytes.withUnsafeMutableBytes { target in
      unsafe base.withUnsafeBytes { unsafe fill(target, count, delta, place, $0) }
    }
    return isWhole ? bytes : nil
  }

  private static func length(_ delta: UnsafeRawBufferPointer, _ place: inout Int) -> Int? {
    var value = 0
    var shift = 0
    while place < delta.count, shift < 56 {
      let byte = unsafe delta[place]
      place += 1
      value |= Int(byte & 127) << shift
      if byte & 128 == 0 { return value }
      shift += 7
    }
    return nil
  }

  private static func fill(
    _ target: UnsafeMutableRawBufferPointer, _ count: Int, _ delta: UnsafeRawBufferPointer,
    _ start: Int, _ base: UnsafeRawBufferPointer
  ) -> Bool {
    var place = start
    var filled = 0
    while place < delta.count {
      let order = unsafe delta[place]
      place += 1
      var length = Int(order)
      if order & 128 == 0 {
        // So many bytes that follow here; none is no order.
        guard length > 0, length <= delta.count - place, length <= count - filled else {
          return false
        }
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[filled..<(filled + length)])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: delta[place..<(place + length)]))
        place += length
      } else {
        var offset = 0
        length = 0
        for bit in 0..<7 where order >> bit & 1 == 1 {
          guard place < delta.count else { return false }
          let byte = Int(unsafe delta[place])
          place += 1
          if bit < 4 { offset |= byte << (8 * bit) } else { length |= byte << (8 * (bit - 4)) }
        }
        if length == 0 { length = 0x10000 }
        guard offset <= base.count, length <= base.count - offset, length <= count - filled else {
          return false
        }
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[filled..<(filled + length)])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: base[offset..<(offset + length)]))
      }
      filled += length
    }
    return filled == count
  }
}
