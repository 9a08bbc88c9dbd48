import Documents
import Research

/// What the events of experiments say, as keys of front matter.
enum ExperimentFields {
  /// The keys of a payload, in the order they are written.
  static func fields(of payload: Payload) -> [Field] {
    switch payload {
    case .registered(let record): return fields(of: record)
    case .amended(let change):
      var fields = fields(of: change.record)
      fields.append(Field("parent", .text(change.parent.description)))
      if !change.changes.isEmpty {
        fields.append(Field("changes", .list(change.changes.map { .text($0) })))
      }
      return fields + [Field("reason", .text(change.reason))]
    case .withdrawn(let reason): return [Field("reason", .text(reason))]
    case .verdict(let record): return VerdictFields.fields(of: record)
    case .analysis(let record): return VerdictFields.fields(of: record)
    default: return []
    }
  }

  private static func fields(of record: SpecRecord) -> [Field] {
    var fields = [
      Field("title", .text(record.title)), Field("spec", .text(record.file)),
      Field("blob", .text(record.blob)), Field("floor", .text(record.floor.rawValue)),
    ]
    if let said = record.said { fields.append(Field("said", .text(said.rawValue))) }
    fields.append(Field("profile", .text(record.profile.description)))
    return fields
  }

  /// Reads the payload that an event of this kind has.
  static func payload(
    of kind: EventKind, _ reader: inout FieldReader
  ) throws(EventFault) -> Payload {
    switch kind {
    case .registered: return .registered(try record(&reader))
    case .amended:
      let record = try record(&reader)
      guard let parent = try reader.parsed("parent", "an event's name", { EventName($0) }) else {
        throw reader.fault("parent", "missing: the event whose spec this one takes the place of")
      }
      return .amended(
        Amendment(
          record: record, parent: parent, changes: try reader.strings("changes") ?? [],
          reason: try reader.required("reason")))
    case .withdrawn: return .withdrawn(reason: try reader.required("reason"))
    case .verdict: return .verdict(try VerdictFields.verdict(&reader))
    case .analysis: return .analysis(try VerdictFields.analysis(&reader))
    default: return .unknown
    }
  }

  private static func record(_ reader: inout FieldReader) throws(EventFault) -> SpecRecord {
    let file = try reader.required("spec")
    guard Layout.isSpec(Array(file.utf8)[...]) else {
      throw reader.fault("spec", "\"\(file)\", which is not a name such as spec-k3f9q2.md")
    }
    let blob = try reader.required("blob")
    guard GitID.isID(blob) else {
      throw reader.fault("blob", "\"\(blob)\", which is not git's id of the spec's bytes")
    }
    func seen(_ key: String, _ reader: inout FieldReader) throws(EventFault) -> Seen? {
      let words = Seen.allCases.map(\.rawValue).joined(separator: ", ")
      return try reader.parsed(key, "one of \(words)") { Seen(rawValue: $0) }
    }
    return SpecRecord(
      title: try reader.text("title") ?? "", file: file, blob: blob,
      floor: try seen("floor", &reader) ?? .nothingRun, said: try seen("said", &reader),
      profile: try reader.profile())
  }
}

extension FieldReader {
  /// What a spec or a result was checked by; where nothing is said, what was asked at first.
  mutating func profile() throws(EventFault) -> CheckProfile {
    try parsed("profile", "a name and a version such as strict-1") { CheckProfile($0) } ?? .strict
  }
}
