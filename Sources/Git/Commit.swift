/// A commit: a snapshot, where it came from, who made it and why.
///
/// What was parsed is kept to the byte, so that headers unknown here survive and a signature can
/// be checked against what was signed.
public struct Commit: Hashable, Sendable {
  /// The snapshot.
  public let tree: ObjectID
  /// The commits it follows, the line it was made on first.
  public let parents: [ObjectID]
  /// Who wrote the change.
  public let author: Signature
  /// Who made the commit.
  public let committer: Signature
  /// The `gpgsig` header, armour and all, without the last newline; nil when unsigned.
  public var signature: String?
  /// The commit without `gpgsig`: what a signature signs.
  public let payload: [UInt8]
  private let messageStart: Int
  private let isLatin: Bool

  /// A new commit; `message` is taken as it is.
  public init(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature,
    message: String, signature: String? = nil
  ) {
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer
    self.signature = signature
    var header = "tree \(tree)\n"
    for parent in parents { header += "parent \(parent)\n" }
    header += "author \(author.serialized)\ncommitter \(committer.serialized)\n\n"
    messageStart = header.utf8.count
    payload = Array(header.utf8) + Array(message.utf8)
    isLatin = false
  }

  /// Reads a commit object; nil only when it names no tree. Missing signatures are empty ones.
  public init?(parsing bytes: [UInt8]) {
    var header = Header(bytes)
    header.read()
    guard let tree = header.tree else { return nil }
    self.tree = tree
    parents = header.parents
    isLatin = header.isLatin
    let latin = isLatin
    let decode = { (text: ArraySlice<UInt8>) in Self.decode(text, isLatin: latin) }
    author = Signature(parsing: header.author, decode: decode)
    committer = Signature(parsing: header.committer, decode: decode)
    if let range = header.signatureRange {
      signature = Self.unfold(bytes[range])
      payload = Array(bytes[..<range.lowerBound] + bytes[range.upperBound...])
      messageStart = header.end - range.count
    } else {
      payload = bytes
      messageStart = header.end
    }
  }

  /// The message; bytes that are no UTF-8 are read as Latin-1 where the commit says so.
  public var message: String { Self.decode(payload[messageStart...], isLatin: isLatin) }

  /// The object's bytes. A signature goes to the end of the header, where git puts it.
  public func serialized() -> [UInt8] {
    guard let signature else { return payload }
    // The blank line is part of the header; an odd commit that ends without one has none.
    let hasBlankLine = payload[..<messageStart].suffix(2) == [10, 10]
    let end = hasBlankLine ? messageStart - 1 : messageStart
    let lines = signature.split(separator: "\n", omittingEmptySubsequences: false)
    let folded = "gpgsig " + lines.joined(separator: "\n ") + "\n"
    return payload[..<end] + Array(folded.utf8) + payload[end...]
  }

  private static func decode(_ text: ArraySlice<UInt8>, isLatin: Bool) -> String {
    if isLatin, String(validating: text, as: UTF8.self) == nil {
      return String(String.UnicodeScalarView(text.map { Unicode.Scalar($0) }))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The value of a header that goes on over lines which begin with a space.
  private static func unfold(_ header: ArraySlice<UInt8>) -> String {
    let lines = header.dropFirst(7).dropLast()
      .split(separator: 10, omittingEmptySubsequences: false)
    return lines.enumerated()
      .map { String(decoding: $0.offset == 0 ? $0.element : $0.element.dropFirst(), as: UTF8.self) }
      .joined(separator: "\n")
  }

  /// One pass over the lines before the message.
  private struct Header {
    let bytes: [UInt8]
    var tree: ObjectID?
    var parents: [ObjectID] = []
    var author: ArraySlice<UInt8> = []
    var committer: ArraySlice<UInt8> = []
    var isLatin = false
    var signatureRange: Range<Int>?
    var end = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() {
      while end < bytes.count {
        let start = end
        end = (bytes[start...].firstIndex(of: 10) ?? bytes.count - 1) + 1
        if bytes[start] == 10 { return }
        // A line that begins with a space belongs to the header before.
        while end < bytes.count, bytes[end] == UInt8(ascii: " ") {
          end = (bytes[end...].firstIndex(of: 10) ?? bytes.count - 1) + 1
        }
        take(start..<end)
      }
    }

    private mutating func take(_ range: Range<Int>) {
      var line = bytes[range]
      if line.last == 10 { line = line.dropLast() }
      let space = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
      let value = line[min(space + 1, line.endIndex)...]
      let text = { String(decoding: value, as: UTF8.self) }
      switch String(decoding: line[..<space], as: UTF8.self) {
      case "tree": if tree == nil { tree = ObjectID(hex: text()) }
      case "parent": ObjectID(hex: text()).map { parents.append($0) }
      case "author": if author.isEmpty { author = value }
      case "committer": if committer.isEmpty { committer = value }
      case "encoding":
        isLatin = ["iso-8859-1", "iso8859-1", "latin1", "latin-1"].contains(text().lowercased())
      case "gpgsig": if signatureRange == nil { signatureRange = range }
      default: break
      }
    }
  }
}
