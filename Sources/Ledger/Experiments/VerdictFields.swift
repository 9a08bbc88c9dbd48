import Documents
import Research

/// Verdicts and analyses as keys of front matter.
enum VerdictFields {
  static func fields(of record: VerdictRecord) -> [Field] {
    var fields = [
      Field("run", .text(record.run.description)), Field("verdict", .text(record.word.rawValue)),
      Field("computed", .text(record.computed.rawValue)),
    ]
    if !record.marks.isEmpty {
      fields.append(Field("marks", .list(record.marks.map { .text($0.rawValue) })))
    }
    func put(_ key: String, _ text: String?) {
      if let text { fields.append(Field(key, .text(text))) }
    }
    put("reason", record.reason)
    put("replaces", record.replaces?.description)
    put("spec", record.spec)
    return fields
  }

  static func fields(of record: AnalysisRecord) -> [Field] {
    [
      Field("run", .text(record.run.description)),
      Field("verdict", .text(record.verdict.description)),
    ]
  }

  static func verdict(_ reader: inout FieldReader) throws(EventFault) -> VerdictRecord {
    let run = try run(&reader)
    let word = try word("verdict", &reader)
    let computed = try self.word("computed", &reader)
    let reason = try reader.text("reason")
    if word != computed, reason?.isEmpty ?? true {
      throw reader.fault("reason", "missing: the verdict is another than the criteria's")
    }
    let marks = Verdict.Mark.allCases.map(\.rawValue).joined(separator: ", ")
    return VerdictRecord(
      run: run, word: word, computed: computed,
      marks: try reader.list("marks", "one of \(marks)") { Verdict.Mark(rawValue: $0) },
      reason: reason,
      replaces: try reader.parsed("replaces", "an event's name") { EventName($0) },
      spec: try reader.text("spec"))
  }

  static func analysis(_ reader: inout FieldReader) throws(EventFault) -> AnalysisRecord {
    let run = try run(&reader)
    guard let verdict = try reader.parsed("verdict", "an event's name", { EventName($0) }) else {
      throw reader.fault("verdict", "missing: the event of the verdict that it is about")
    }
    return AnalysisRecord(run: run, verdict: verdict)
  }

  private static func run(_ reader: inout FieldReader) throws(EventFault) -> RunID {
    guard let run = try reader.parsed("run", "a run such as 1-7c2mxa", { RunID($0) }) else {
      throw reader.fault("run", "missing: a run such as 1-7c2mxa")
    }
    return run
  }

  private static func word(
    _ key: String, _ reader: inout FieldReader
  ) throws(EventFault) -> Verdict.Word {
    let words = Verdict.Word.allCases.map(\.rawValue).joined(separator: ", ")
    guard let word = try reader.parsed(key, "one of \(words)", { Verdict.Word(rawValue: $0) })
    else { throw reader.fault(key, "missing: one of \(words)") }
    return word
  }
}
