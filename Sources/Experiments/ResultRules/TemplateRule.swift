import Documents
import Research

/// A template that nobody filled in is no result.
enum TemplateRule: ResultRule {
  static let name = "placeholder"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    var found: [ResultFinding] = []
    for (path, text) in texts(subject) where isPlaceholder(text) && found.count < 20 {
      found.append(
        subject.finding(
          name, .error, at: path, "\"\(short(text))\" is a placeholder",
          remedy: "write what the run gave in its place"))
    }
    let metrics = subject.metrics
    let entries =
      metrics.baseline.entries + metrics.treatment.entries
      + metrics.perSeed.flatMap(\.metrics.entries)
    let values = entries.map(\.value)
    if !values.isEmpty, values.allSatisfy({ $0 == .other("null") }) {
      found.append(
        subject.finding(
          name, .error, at: [.name(Metrics.Key.treatment.rawValue)], "every metric is null",
          remedy: "write what was measured, or \(MetricsReader.missing)"))
    } else if values.count > 3, values.allSatisfy({ $0 == .number(0) }) {
      found.append(
        subject.finding(
          name, .warning, at: [.name(Metrics.Key.treatment.rawValue)], "every metric is 0",
          remedy: "see whether the run wrote its numbers at all"))
    }
    return found
  }

  /// Whether a text that is no JSON is the protocol's template as it stands there.
  static func isTemplate(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(65_536), as: UTF8.self)
    return text.contains("\"metric_name\": value") || text.contains("\"gpu_hours\": value")
  }

  /// Names and texts where a template has its own words.
  private static func texts(
    _ subject: ResultSubject
  ) -> [(path: [JSONPlaces.Step], text: String)] {
    var texts: [(path: [JSONPlaces.Step], text: String)] = []
    for member in subject.json.object ?? [] {
      if let text = member.value.string { texts.append(([.name(member.key)], text)) }
      for inner in member.value.object ?? [] {
        let path: [JSONPlaces.Step] = [.name(member.key), .name(inner.key)]
        if inner.key == "metric_name" || inner.key == "..." { texts.append((path, inner.key)) }
        if let text = inner.value.string { texts.append((path, text)) }
      }
    }
    return texts
  }

  private static func isPlaceholder(_ text: String) -> Bool {
    let word = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    if word.isEmpty || word.utf8.count > 40 { return false }
    let known: Set = [
      "exp-nnn-name", "exp-nnn", "yyyy-mm-ddthh:mm:ss", "value", "metric_name", "...", "…", "todo",
      "tbd", "fixme", "xxx", "placeholder", "changeme", "fill in", "to be filled", "n/a", "???",
    ]
    if known.contains(word) { return true }
    return word.hasPrefix("todo:") || word.hasPrefix("tbd:")
      || (word.hasPrefix("<") && word.hasSuffix(">"))
  }
}
