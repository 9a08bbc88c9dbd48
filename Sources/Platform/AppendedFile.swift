#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that this process adds to, held open: for output that comes in thousands of pieces.
public final class AppendedFile {
  private let file: Descriptor

  /// Opens a file to add at its end, made when missing; a link in its place is refused.
  public init(_ path: String, mode: UInt16 = 0o666) throws(SystemError) {
    file = try Descriptor(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, mode: mode)
  }

  /// Adds bytes at the end.
  public func append(_ bytes: [UInt8]) throws(SystemError) { try file.write(bytes) }
}
