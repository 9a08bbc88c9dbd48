import Documents
import Research

/// The start of a run as keys of front matter.
enum StartFields {
  static func fields(of start: RunStart) -> [Field] {
    var fields = [
      Field("run", .text(start.run.description)), Field("spec", .text(start.spec)),
      Field("commit", .text(start.commit)),
    ]
    if start.isDirty { fields.append(Field("dirty", .boolean(true))) }
    fields.append(Field("command", .list(start.command.map { .text($0) })))
    fields.append(Field("directory", .text(start.directory)))
    if let seed = start.seed { fields.append(Field("seed", .integer(seed))) }
    if !start.seeds.isEmpty {
      fields.append(Field("seeds", .list(start.seeds.map { .integer($0) })))
    }
    if start.isBaseline { fields.append(Field("arm", .text("baseline"))) }
    if start.isProtocol { fields.append(Field("protocol", .boolean(true))) }
    for (key, run) in [
      ("baseline", start.baseline), ("continues", start.continues), ("reruns", start.reruns),
    ] {
      if let run { fields.append(Field(key, .text(run.description))) }
    }
    if let reason = start.invalid { fields.append(Field("invalid", .text(reason))) }
    if let reason = start.overBudget { fields.append(Field("over_budget", .text(reason))) }
    if let host = start.host { fields.append(Field("host", .text(host))) }
    for (key, facts) in [("environment", start.environment), ("variables", start.variables)]
    where !facts.isEmpty {
      fields.append(Field(key, .map(facts.map { Field($0.name, .text($0.value)) })))
    }
    return fields
  }

  static func start(_ reader: inout FieldReader) throws(EventFault) -> RunStart {
    let expected = "a run such as 1-7c2mxa"
    guard let run = try reader.parsed("run", expected, { RunID($0) }) else {
      throw reader.fault("run", "missing: \(expected)")
    }
    let command = try reader.strings("command") ?? []
    guard let program = command.first, !program.isEmpty else {
      throw reader.fault("command", "missing: the program and its words")
    }
    let arm = try reader.parsed("arm", "baseline") { $0 == "baseline" ? true : nil }
    func other(_ key: String) throws(EventFault) -> RunID? {
      try reader.parsed(key, expected) { RunID($0) }
    }
    var start = RunStart(
      run: run, spec: try id("spec", "the spec's bytes", &reader),
      commit: try id("commit", "the commit of the code", &reader),
      isDirty: try reader.boolean("dirty") ?? false, command: command,
      directory: try reader.text("directory") ?? ".", seed: try reader.integer("seed"),
      overBudget: try reader.text("over_budget"), host: try reader.text("host"),
      environment: try facts("environment", &reader),
      variables: try facts("variables", &reader))
    start.seeds = try reader.list("seeds", "a seed, a whole number") { Int($0) }
    start.isBaseline = arm ?? false
    start.isProtocol = try reader.boolean("protocol") ?? false
    start.baseline = try other("baseline")
    start.continues = try other("continues")
    start.reruns = try other("reruns")
    start.invalid = try reader.text("invalid")
    return start
  }

  private static func id(
    _ key: String, _ what: String, _ reader: inout FieldReader
  ) throws(EventFault) -> String {
    let text = try reader.required(key)
    guard GitID.isID(text) else {
      throw reader.fault(key, "\"\(text)\", which is not git's id of \(what)")
    }
    return text
  }

  private static func facts(
    _ key: String, _ reader: inout FieldReader
  ) throws(EventFault) -> [RunStart.Fact] {
    var facts: [RunStart.Fact] = []
    for field in try reader.map(key) {
      guard let text = field.value.text else {
        throw reader.fault(key, "not a map of names to texts")
      }
      facts.append(RunStart.Fact(field.key, text))
    }
    return facts
  }
}

/// Git's ids as events spell them.
enum GitID {
  /// Whether a text is a whole id in hexadecimal.
  static func isID(_ text: String) -> Bool {
    text.utf8.count == 40
      && text.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) }
  }
}
