/// An object as it was read: its kind and its bytes, which never change and may be shared.
///
/// In memory of its own, not in an array: a walk makes millions, and every array asks the runtime
/// for its type.
@safe final class RawObject: @unchecked Sendable {
  let kind: ObjectKind
  let count: Int
  private let start: UnsafeMutableRawPointer

  /// Room for so many bytes, all of which `fill` writes; nil where it says that it could not.
  init?(
    _ kind: ObjectKind, count: Int, filling fill: (UnsafeMutableRawBufferPointer) -> Bool
  ) {
    self.kind = kind
    self.count = count
    unsafe start = .allocate(byteCount: max(count, 1), alignment: 16)
    guard unsafe fill(UnsafeMutableRawBufferPointer(start: start, count: count)) else {
      return nil
    }
  }

  /// A copy of bytes.
  init(_ kind: ObjectKind, _ bytes: UnsafeRawBufferPointer) {
    self.kind = kind
    count = bytes.count
    unsafe start = .allocate(byteCount: max(count, 1), alignment: 16)
    unsafe UnsafeMutableRawBufferPointer(start: start, count: count).copyMemory(from: bytes)
  }

  deinit { unsafe start.deallocate() }

  /// The bytes, for as long as `body` runs.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// A copy of the bytes.
  var bytes: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      if count > 0 {
        unsafe UnsafeMutableRawBufferPointer(room).copyMemory(
          from: UnsafeRawBufferPointer(start: start, count: count))
      }
      filled = count
    }
  }
}
