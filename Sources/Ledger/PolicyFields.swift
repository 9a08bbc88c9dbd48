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
    default: return .unknown
    }
  }
}
