/// A Markdown file with YAML front matter: fields in their order, and a body.
///
/// `---`, a YAML mapping, `---`, and then the body exactly as it stands, which may hold anything
/// that is valid UTF-8.
public struct Document: Hashable, Sendable {
  /// The front matter, in the order written.
  public var fields: [Field]
  /// Everything after the line that closes the front matter, byte for byte.
  public var body: String

  /// A document of these fields and this body.
  public init(fields: [Field], body: String) {
    self.fields = fields
    self.body = body
  }

  /// The value of a key of the front matter.
  public subscript(key: String) -> Value? {
    fields.first { $0.key == key }?.value
  }

  /// Reads a document. A byte order mark and CRLF line ends in the front matter are accepted.
  ///
  /// The front matter may hold 256 KiB, 10,000 values and keys, and maps and lists 16 deep; it may
  /// not hold anchors, aliases, tags, merge keys, directives, or one key twice in a map.
  ///
  /// - Parameters:
  ///   - bytes: The file as it stands.
  ///   - limit: The most bytes the whole file may have.
  /// - Throws: The first fault, with its line and column in the file.
  public static func parse(
    _ bytes: [UInt8], limit: Int = 16 << 20
  ) throws(Fault) -> Document {
    guard bytes.count <= limit else {
      throw Fault(
        line: 1, column: 1,
        message: "the file has \(bytes.count) bytes; at most \(limit) are allowed")
    }
    try UTF8Text.check(bytes)
    let fences = try Fences(of: bytes)
    let fields = try FrontMatterReader.fields(of: fences.frontMatter)
    return Document(fields: fields, body: String(decoding: fences.body, as: UTF8.self))
  }

  /// The document as bytes, always the same for equal text, in one canonical layout.
  ///
  /// `parse` gives back the same document, provided that the front matter stays within the limits
  /// that `parse` names: no key twice, depth, number of values, size.
  public func serialized() -> [UInt8] {
    var writer = FrontMatterWriter()
    writer.bytes.reserveCapacity(body.utf8.count + 64 * fields.count + 8)
    writer.bytes += Fences.line
    writer.append(fields, indentation: 0)
    writer.bytes += Fences.line
    writer.bytes.append(contentsOf: body.utf8)
    return writer.bytes
  }
}
