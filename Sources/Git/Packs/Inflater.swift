internal import CLibgit2

/// zlib's inflate, ready for one object after the other; for one thread.
@safe final class Inflater {
  private let inflater: OpaquePointer

  /// Nil where zlib is not there.
  init?() {
    guard let made = unsafe object_inflater_new() else { return nil }
    unsafe inflater = made
  }

  deinit { unsafe object_inflater_free(inflater) }

  /// The bytes that are deflated at the beginning of `deflated`; nil unless they are so many.
  func inflate(_ deflated: UnsafeRawBufferPointer, count: Int) -> [UInt8]? {
    guard let from = unsafe deflated.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      return nil
    }
    var isWhole = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      var spare: UInt8 = 0
      let to = buffer.baseAddress
      isWhole = unsafe withUnsafeMutablePointer(to: &spare) { spare in
        unsafe object_inflate(inflater, to ?? spare, count, from, deflated.count) == 1
      }
      initialized = isWhole ? count : 0
    }
    return isWhole ? bytes : nil
  }
}

/// Puts an object together from another and what git says of their difference.
enum Delta {
  /// Nil when the difference does not fit the base, or goes beyond it.
  static func apply(_ delta: [UInt8], to base: [UInt8]) -> [UInt8]? {
    var place = 0
    guard let from = length(delta, &place), from == base.count,
      let count = length(delta, &place), count <= PackReader.largest
    else { return nil }
    var isWhole = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      isWhole = unsafe base.withUnsafeBytes { base in
        unsafe delta.withUnsafeBytes { delta in
          unsafe fill(UnsafeMutableRawBufferPointer(buffer), count, delta, place, base)
        }
      }
      initialized = isWhole ? count : 0
    }
    return isWhole ? bytes : nil
  }

  private static func length(_ delta: [UInt8], _ place: inout Int) -> Int? {
    var value = 0
    var shift = 0
    while place < delta.count, shift < 56 {
      let byte = delta[place]
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
