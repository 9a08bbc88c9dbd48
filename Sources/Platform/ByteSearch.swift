#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Array<UInt8> {
  /// Where a byte is found first from an index on, by the system's own search, which looks at many
  /// at once.
  public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    guard start < count else { return nil }
    return unsafe withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), buffer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }
}
