import Documents
import Research

/// What the policy's events say of protection and authority, as keys of front matter.
enum PolicyFields {
  /// The keys of a payload, in the order they are written.
  static func fields(of payload: Payload) -> [Field] {
    switch payload {
    case .protect(let rule):
      [
        Field("pattern", .text(rule.pattern)), Field("holds", .text(rule.content.rawValue)),
        Field("freeze", .text(rule.freeze.rawValue)),
      ]
    case .unprotect(let pattern): [Field("pattern", .text(pattern))]
    case .key(let change):
      [Field("holder", .text(change.holder.text)), Field("key", .text(change.key.text))]
        + (change.removes ? [Field("removes", .boolean(true))] : [])
    case .allow(let allowance):
      [Field("path", .text(allowance.path))]
        + (allowance.blob.map { [Field("blob", .text($0))] } ?? [])
    case .redact(let redaction):
      [
        Field("paths", .list(redaction.paths.map { .text($0) })),
        Field("blobs", .list(redaction.blobs.map { .text($0) })),
      ] + (redaction.oldTip.map { [Field("old_tip", .text($0))] } ?? [])
    case .acknowledge(let finding): [Field("finding", .text(finding))]
    default: []
    }
  }

  /// Reads the payload that an event of this kind has.
  static func payload(
    of kind: EventKind, _ reader: inout FieldReader
  ) throws(EventFault) -> Payload {
    switch kind {
    case .protect:
      let pattern = try reader.required("pattern")
      if let fault = Protection.fault(in: pattern) {
        throw reader.fault("pattern", "none: \(fault)")
      }
      return .protect(
        Protection(
          pattern: pattern,
          content: try reader.parsed("holds", "specs, results or files") {
            ProtectedContent(rawValue: $0)
          } ?? .files,
          freeze: try reader.parsed("freeze", "at-once or first-result") { Freeze(rawValue: $0) }
            ?? .atOnce))
    case .unprotect: return .unprotect(pattern: try reader.required("pattern"))
    case .key:
      guard let holder = try reader.parsed("holder", "an agent's name", { AgentName($0) }) else {
        throw reader.fault("holder", "missing: whose key it is")
      }
      guard let key = try reader.parsed("key", "an ssh public key", { SigningKey($0) }) else {
        throw reader.fault("key", "missing: an ssh public key")
      }
      return .key(
        KeyChange(holder: holder, key: key, removes: try reader.boolean("removes") ?? false))
    case .allow:
      return .allow(
        Allowance(path: try reader.required("path"), blob: try reader.parsed("blob", id, isID)))
    case .redact:
      let paths = try reader.strings("paths") ?? []
      let blobs = try reader.list("blobs", id, isID)
      if paths.isEmpty || paths.count != blobs.count {
        throw reader.fault("blobs", "not as long as `paths`: each path has the blob that must go")
      }
      return .redact(
        Redaction(paths: paths, blobs: blobs, oldTip: try reader.parsed("old_tip", id, isID)))
    case .acknowledge: return .acknowledge(finding: try reader.required("finding"))
    default: return .unknown
    }
  }

  private static let id = "an object's id, forty hexadecimal digits"

  private static func isID(_ text: String) -> String? {
    let isDigit = { (byte: UInt8) in (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102) }
    return text.utf8.count == 40 && text.utf8.allSatisfy(isDigit) ? text : nil
  }
}
