/// An object as it was read: its kind and its bytes, which never change and may be shared.
///
/// In one piece of memory, and no array: a walk makes millions, and every array asks the runtime
/// for its type.
@safe final class RawObject: ManagedBuffer<RawObject.Head, UInt8> {
  /// What stands before the bytes.
  struct Head {
    let kind: ObjectKind
    let count: Int
  }

  /// Room for so many bytes, all of which `fill` writes; nil where it says that it could not.
  static func make(
    _ kind: ObjectKind, count: Int, filling fill: (UnsafeMutableRawBufferPointer) -> Bool
  ) -> RawObject? {
    let object = room(kind, count)
    let isFilled = unsafe object.withUnsafeMutablePointerToElements { start in
      unsafe fill(UnsafeMutableRawBufferPointer(start: start, count: count))
    }
    return isFilled ? object : nil
  }

  /// A copy of bytes.
  static func copy(_ kind: ObjectKind, _ bytes: UnsafeRawBufferPointer) -> RawObject {
    let object = room(kind, bytes.count)
    unsafe object.withUnsafeMutablePointerToElements { start in
      unsafe UnsafeMutableRawBufferPointer(start: start, count: bytes.count)
        .copyMemory(from: bytes)
    }
    return object
  }

  private static func room(_ kind: ObjectKind, _ count: Int) -> RawObject {
    let made = create(minimumCapacity: count) { _ in Head(kind: kind, count: count) }
    // What a class creates is of that class.
    return unsafe unsafeDowncast(made, to: RawObject.self)
  }

  var kind: ObjectKind { header.kind }
  var count: Int { header.count }

  /// The bytes, for as long as `body` runs.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let count = count
    return try unsafe withUnsafeMutablePointerToElements { start in
      try unsafe body(UnsafeRawBufferPointer(start: start, count: count))
    }
  }

  /// A copy of the bytes.
  var bytes: [UInt8] {
    unsafe withBytes { bytes in
      unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { room, filled in
        unsafe UnsafeMutableRawBufferPointer(room).copyMemory(from: bytes)
        filled = bytes.count
      }
    }
  }
}
