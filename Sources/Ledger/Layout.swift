public import Research

/// Where the ledger keeps what: paths from the repository's root, as DESIGN's table gives them.
public enum Layout {
  /// The folder that holds the ledger, on the ledger branch and in the view.
  public static let root = ".research"
  /// Bytes are bytes: git may not convert line ends or expand keywords in the ledger.
  public static let attributesPath = ".research/.gitattributes"
  /// What that file says; written once, when the ledger is founded.
  public static let attributes = "* -text -filter -ident\n"

  /// A folder of the ledger that holds events.
  public static func folder(of thread: Thread) -> String {
    switch thread {
    case .policy: "\(root)/policy"
    case .agent(let name): "\(root)/agents/\(name)"
    case .cycle(let number, _): folder(ofCycle: number)
    case .issue(let number, _): folder(ofIssue: number)
    case .experiment(let id, _): folder(ofExperiment: id)
    case .results(let experiment): folder(ofResults: experiment)
    case .program: programFolder
    case .numbers: numbersFolder
    }
  }

  /// The folder of settlements: which number is whose, where two clones had given out the same.
  public static let numbersFolder = "\(root)/numbers"

  /// The folder of a research program's events.
  public static let programFolder = "\(root)/program"

  /// The folder of an experiment's events and specs.
  public static func folder(ofExperiment id: ExperimentID) -> String { "\(root)/experiments/\(id)" }

  /// The path of the spec that an event brings: in its folder, and of its suffix.
  public static func path(ofSpec file: String, of id: ExperimentID) -> String {
    "\(folder(ofExperiment: id))/\(file)"
  }

  /// The name of the file for the spec that an event brings: `spec-k3f9q2.md`.
  public static func spec(broughtBy name: EventName) -> String { "spec-\(name.suffix).md" }

  /// Whether a file in an experiment's folder is called as a spec.
  static func isSpec(_ file: ArraySlice<UInt8>) -> Bool {
    file.count == 14 && file.prefix(5).elementsEqual("spec-".utf8)
      && file.suffix(3).elementsEqual(".md".utf8)
      && file.dropFirst(5).dropLast(3).allSatisfy {
        ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57)
      }
  }

  /// The folder of an experiment's runs, and of the events about them.
  public static func folder(ofResults experiment: ExperimentID) -> String {
    "\(root)/results/\(experiment)"
  }

  /// The folder of what one run left.
  public static func folder(of run: RunID, of experiment: ExperimentID) -> String {
    "\(folder(ofResults: experiment))/\(run)"
  }

  /// The folder of an issue's events, as `.research/issues/1/194`: issues by hundreds, so that each
  /// commit writes small trees.
  public static func folder(ofIssue number: IssueNumber) -> String {
    "\(root)/issues/\(number.hundred)/\(number)"
  }

  /// Cycles sort as text up to 9999.
  public static func folder(ofCycle number: Int) -> String {
    let digits = String(number)
    return "\(root)/cycles/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// The path of an event's file.
  public static func path(of event: Event) -> String { path(of: event.name, in: event.thread) }

  /// The path that an event of this name has in a thread.
  public static func path(of name: EventName, in thread: Thread) -> String {
    "\(folder(of: thread))/\(name).md"
  }

  /// The path of something attached to an event: a folder of the event's name beside it, and the
  /// file's name folded so that it is one on every file system.
  public static func path(ofAttachment file: String, of name: EventName, in thread: Thread)
    -> String
  {
    "\(folder(of: thread))/\(name)/\(folded(file))"
  }

  /// Lower case ASCII, `[a-z0-9._-]`; what is none of these becomes `_`.
  public static func folded(_ file: String) -> String {
    var folded = ""
    for scalar in file.lowercased().unicodeScalars {
      let isKept =
        (scalar >= "a" && scalar <= "z") || (scalar >= "0" && scalar <= "9")
        || scalar == "." || scalar == "_" || scalar == "-"
      folded.unicodeScalars.append(isKept ? scalar : "_")
    }
    let trimmed = String(folded.drop { $0 == "." }.prefix(100))
    return trimmed.isEmpty ? "file" : trimmed
  }

  /// What lies at a path below the root.
  public enum Place: Hashable, Sendable {
    /// An event; its thread's opening is known only from its text, so only the folder is here.
    case event(EventFolder, EventName)
    case attachment(EventFolder, EventName, file: String)
    /// The bytes of a spec that was registered, or of one in its place.
    case spec(ExperimentID, file: String)
    /// A file that a run left, by its path below the run's folder.
    case runFile(ExperimentID, RunID, file: String)
    case attributes
    /// Part of the layout that later versions fill: reviews and so on.
    case other
  }

  /// The folders that hold events.
  public enum EventFolder: Hashable, Sendable {
    case policy
    case agent(AgentName)
    case cycle(Int)
    case issue(IssueNumber)
    case results(ExperimentID)
    case experiment(ExperimentID)
    case program
    case numbers
  }

  /// Reads a path from the repository's root; nil when the layout has no such place.
  public static func place(of path: String) -> Place? {
    guard path != attributesPath else { return .attributes }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.removeFirst() == root else { return nil }
    let folder: EventFolder
    switch parts.removeFirst() {
    case "policy": folder = .policy
    case "agents":
      guard let name = AgentName(parts.removeFirst()) else { return nil }
      folder = .agent(name)
    case "cycles":
      let digits = parts.removeFirst()
      guard let number = Int(digits), number > 0,
        self.folder(ofCycle: number).hasSuffix("/" + digits)
      else { return nil }
      folder = .cycle(number)
    case "issues":
      let hundred = parts.removeFirst()
      guard !parts.isEmpty, let number = IssueNumber(parts[0]), number.hundred == hundred,
        number.description == parts.removeFirst()
      else { return nil }
      folder = .issue(number)
    case "experiments":
      guard let id = ExperimentID(parts.removeFirst()) else { return nil }
      if parts.count == 1, isSpec(Array(parts[0].utf8)[...]) {
        return .spec(id, file: String(parts[0]))
      }
      folder = .experiment(id)
    case "results":
      guard let experiment = ExperimentID(parts.removeFirst()), let next = parts.first else {
        return nil
      }
      if let run = RunID(next) {
        let names = parts.dropFirst()
        guard !names.isEmpty, names.allSatisfy({ folded(String($0)) == $0 }) else { return nil }
        return .runFile(experiment, run, file: names.joined(separator: "/"))
      }
      folder = .results(experiment)
    case "program": folder = .program
    case "numbers": folder = .numbers
    case "reviews", "sealed": return .other
    default: return nil
    }
    guard let file = parts.first else { return nil }
    if parts.count == 1 {
      guard file.hasSuffix(".md"), let name = EventName(file.dropLast(3)) else { return nil }
      return .event(folder, name)
    }
    guard parts.count == 2, let name = EventName(file), folded(String(parts[1])) == parts[1]
    else { return nil }
    return .attachment(folder, name, file: String(parts[1]))
  }

  /// The kind that an event file's name ends with, found without reading the rest of it.
  static func kind(ofFile name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    // `-k3f9q2.md` is ten bytes.
    let end = name.endIndex - 10
    guard name.count > 12, name.suffix(3).elementsEqual([46, 109, 100]),
      let dash = name[..<end].lastIndex(of: 45)
    else { return nil }
    return name[(dash + 1)..<end]
  }
}
