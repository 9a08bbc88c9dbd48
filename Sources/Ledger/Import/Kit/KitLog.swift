import Documents
import Research

/// The research log of a kit: what its `RESEARCH_LOG.md` says, and what its `program_state.json`
/// knows of the same experiments.
struct KitLog {
  /// One entry.
  struct Entry {
    var entry: LogEntry
    /// What has no key of its own; an entry of another form is all in here.
    var body: String
    var time: Timestamp?
  }

  /// The oldest first.
  private(set) var entries: [Entry] = []
  /// The experiments that questions were asked by, as the state says.
  private(set) var asked: [String: [String]] = [:]

  private static let keys = ["hypothesis", "key result", "lesson", "next", "details"]

  init(log text: String?, state: JSON?) {
    let sections = text.map { MarkdownOutline($0).sections } ?? []
    entries = sections.filter { $0.heading.level == 2 }.reversed().map(Self.entry)
    for cycle in state?["cycle_log"]?.array ?? [] { add(cycle) }
  }

  private static func entry(_ section: Section) -> Entry {
    let (title, verdict) = KitPage.sides(of: section.heading.text)
    let text = KitPage.section(section.text)
    let (values, rest) = KitPage.keys(in: text)
    let time = KitPage.time(values["date"])
    let known = values.keys.filter { $0 != "date" }
    guard rest.isEmpty, time != nil, !known.isEmpty, known.allSatisfy(keys.contains) else {
      return Entry(entry: LogEntry(title: title, verdict: verdict), body: text, time: time)
    }
    return Entry(
      entry: LogEntry(
        title: title, verdict: verdict, hypothesis: values["hypothesis"],
        keyResult: values["key result"], lesson: values["lesson"], next: values["next"],
        details: values["details"]),
      body: "", time: time)
  }

  /// A cycle of the state: what it cost, and the question that it was about.
  private mutating func add(_ cycle: JSON) {
    guard let file = cycle["spec_file"]?.string, let last = file.split(separator: "/").last else {
      return
    }
    let name = String(last.hasSuffix(".md") ? last.dropLast(3) : last)
    if let question = cycle["question"]?.string { asked[question, default: []].append(name) }
    let hours = cycle["gpu_hours"]?.number.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    if let place = entries.firstIndex(where: { $0.entry.title == name && $0.entry.gpuHours == nil })
    {
      entries[place].entry.gpuHours = hours
    } else {
      entries.append(
        Entry(
          entry: LogEntry(title: name, verdict: cycle["verdict"]?.string, gpuHours: hours),
          body: "", time: KitPage.time(cycle["timestamp"]?.string)))
    }
  }
}
