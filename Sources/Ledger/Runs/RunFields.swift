import Documents
import Research

/// The end of a run as keys of front matter.
enum RunFields {
  static func fields(of end: RunEnd) -> [Field] {
    var fields = [
      Field("run", .text(end.run.description)), Field("outcome", .text(end.outcome.rawValue)),
    ]
    func put(_ key: String, _ text: String?) {
      if let text { fields.append(Field(key, .text(text))) }
    }
    put("spec", end.spec)
    put("manifest", end.manifest)
    put("profile", end.profile.description)
    put("host", end.host)
    if end.isBaseline { fields.append(Field("arm", .text("baseline"))) }
    if end.isDeviated { fields.append(Field("deviated", .boolean(true))) }
    put("supersedes", end.supersedes?.description)
    put("reason", end.reason)
    return fields
  }

  static func end(_ reader: inout FieldReader) throws(EventFault) -> RunEnd {
    let expected = "a run such as 1-7c2mxa"
    guard let run = try reader.parsed("run", expected, { RunID($0) }) else {
      throw reader.fault("run", "missing: \(expected)")
    }
    let outcomes = RunOutcome.allCases.map(\.rawValue).joined(separator: ", ")
    guard let outcome = try reader.parsed("outcome", "one of \(outcomes)", RunOutcome.init)
    else { throw reader.fault("outcome", "missing: one of \(outcomes)") }
    var end = RunEnd(
      run: run, outcome: outcome, spec: try reader.text("spec"),
      manifest: try reader.text("manifest"), host: try reader.text("host"),
      supersedes: try reader.parsed("supersedes", expected) { RunID($0) },
      reason: try reader.text("reason"), isDeviated: try reader.boolean("deviated") ?? false,
      profile: try reader.profile())
    end.isBaseline = try reader.parsed("arm", "baseline") { $0 == "baseline" ? true : nil } ?? false
    return end
  }
}
