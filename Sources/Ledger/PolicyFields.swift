import Documents
import Research

/// What the policy's events say of protection and authority, as keys of front matter.
enum PolicyFields {
  /// The keys of a payload, in the order they are written.
  static func fields(of payload: Payload) -> [Field] {
    switch payload {
    case .protect(let rule, let tips):
      [
        Field("pattern", .text(rule.pattern)), Field("holds", .text(rule.content.rawValue)),
        Field("freeze", .text(rule.freeze.rawValue)),
      ] + (tips.isEmpty ? [] : [Field("tips", .list(tips.map { .text($0) }))])
    case .unprotect(let pattern): [Field("pattern", .text(pattern))]
    case .key(let change):
      [Field("holder", .text(change.holder.text)), Field("key", .text(change.key.text))]
        + (change.removes ? [Field("removes", .boolean(true))] : [])
    case .allow(let allowance):
      [Field("path", .text(allowance.path))]
        + (allowance.blob.map { [Field("blob", .text($0))] } ?? [])
    case .redact(let redaction):
      Self.fields(of: redaction)
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
            ?? .atOnce), tips: try reader.list("tips", id, isID))
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
      return .redact(try redaction(&reader))
    case .acknowledge: return .acknowledge(finding: try reader.required("finding"))
    default: return .unknown
    }
  }

  private static func fields(of redaction: Redaction) -> [Field] {
    let items = redaction.items
    var fields = [
      Field("paths", .list(items.map { .text($0.path) })),
      Field("blobs", .list(items.map { .text($0.blob) })),
    ]
    if items.contains(where: { $0.stub != nil }) {
      fields.append(Field("stubs", .list(items.map { .text($0.stub ?? noStub) })))
    }
    for (key, tip) in [("old_tip", redaction.oldTip), ("new_tip", redaction.newTip)] {
      if let tip { fields.append(Field(key, .text(tip))) }
    }
    return fields
  }

  /// In the list of stubs, for what goes without one.
  private static let noStub = "none"

  private static func redaction(_ reader: inout FieldReader) throws(EventFault) -> Redaction {
    let paths = try reader.strings("paths") ?? []
    let blobs = try reader.list("blobs", id, isID)
    if paths.isEmpty || paths.count != blobs.count {
      throw reader.fault("blobs", "not as long as `paths`: each path has the blob that must go")
    }
    let stubs = try reader.list("stubs", id + ", or none") { $0 == noStub ? $0 : isID($0) }
    if !stubs.isEmpty, stubs.count != paths.count {
      throw reader.fault("stubs", "not as long as `paths`: an id, or none, for each path")
    }
    let items = paths.indices.map { index in
      Redaction.Item(
        path: paths[index], blob: blobs[index],
        stub: stubs.isEmpty || stubs[index] == noStub ? nil : stubs[index])
    }
    return Redaction(
      items, oldTip: try reader.parsed("old_tip", id, isID),
      newTip: try reader.parsed("new_tip", id, isID))
  }

  private static let id = "an object's id, forty hexadecimal digits"

  private static func isID(_ text: String) -> String? {
    let isDigit = { (byte: UInt8) in (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102) }
    return text.utf8.count == 40 && text.utf8.allSatisfy(isDigit) ? text : nil
  }
}
