/// Puts an object together from another and what git says of their difference.
enum Delta {
  /// Nil when the difference does not fit the base, goes beyond it, or gives more than `limit`.
  static func apply(
    _ delta: UnsafeRawBufferPointer, to base: RawObject, limit: Int
  ) -> RawObject? {
    var place = 0
    guard let from = unsafe length(delta, &place), from == base.count,
      let count = unsafe length(delta, &place), count <= limit
    else { return nil }
    return unsafe RawObject.make(base.kind, count: count) { target in
      unsafe base.withBytes { unsafe fill(target, delta, place, $0) }
    }
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
    _ target: UnsafeMutableRawBufferPointer, _ delta: UnsafeRawBufferPointer, _ start: Int,
    _ base: UnsafeRawBufferPointer
  ) -> Bool {
    var place = start
    var filled = 0
    while place < delta.count {
      let order = unsafe delta[place]
      place += 1
      var length = Int(order)
      if order & 128 == 0 {
        // So many bytes that follow here; none is no order.
        guard length > 0, length <= delta.count - place, length <= target.count - filled else {
          return false
        }
        unsafe copy(delta, place, length, target, filled)
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
        guard offset <= base.count, length <= base.count - offset,
          length <= target.count - filled
        else { return false }
        unsafe copy(base, offset, length, target, filled)
      }
      filled += length
    }
    return filled == target.count
  }

  /// Within bounds that were looked at.
  private static func copy(
    _ source: UnsafeRawBufferPointer, _ offset: Int, _ count: Int,
    _ target: UnsafeMutableRawBufferPointer, _ place: Int
  ) {
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    unsafe (to + place).copyMemory(from: from + offset, byteCount: count)
  }
}
