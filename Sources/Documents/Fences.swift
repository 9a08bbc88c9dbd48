/// Where the front matter of a file lies between its two lines of `---`, and where the body begins.
struct Fences {
  /// The YAML between the two lines. It begins on line 2 of the file.
  let frontMatter: ArraySlice<UInt8>
  /// What follows the closing line.
  let body: ArraySlice<UInt8>

  /// A fence as it is written.
  static let line = Array("---\n".utf8)
  /// The most bytes a front matter may have.
  static let limit = 256 << 10

  /// Finds the two fences. The closing one may end the file without a line feed.
  init(of bytes: [UInt8]) throws(Fault) {
    let start = bytes.starts(with: Byte.byteOrderMark) ? Byte.byteOrderMark.count : 0
    guard let first = Fences.lineAfterFence(at: start, of: bytes) else {
      throw Fault(
        line: 1, column: 1,
        message: "expected a line of just --- that opens the front matter")
    }
    var line = first
    while line < bytes.endIndex, line - first <= Fences.limit {
      if let next = Fences.lineAfterFence(at: line, of: bytes) {
        frontMatter = bytes[first..<line]
        body = bytes[next...]
        return
      }
      let end = bytes[line...].firstIndex(of: Byte.lineFeed) ?? bytes.endIndex - 1
      line = end + 1
    }
    guard line - first <= Fences.limit else {
      throw Fault(
        line: 2, column: 1,
        message: "the front matter has more than \(Fences.limit) bytes before its closing ---")
    }
    throw Fault(
      at: bytes.count, of: bytes,
      "the file ends within the front matter; expected a line of just --- that closes it")
  }

  /// Where the next line begins, if the line at this offset is a fence.
  private static func lineAfterFence(at offset: Int, of bytes: [UInt8]) -> Int? {
    var next = offset
    while next < bytes.endIndex, bytes[next] == Byte.hyphen, next - offset < 3 { next += 1 }
    guard next - offset == 3 else { return nil }
    if next < bytes.endIndex, bytes[next] == Byte.carriageReturn { next += 1 }
    if next == bytes.endIndex { return next }
    return bytes[next] == Byte.lineFeed ? next + 1 : nil
  }
}
