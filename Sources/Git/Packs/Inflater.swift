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
