import Documents
import Platform
public import Research

/// Takes the program of an existing research kit into the ledger: what is not there yet, in one
/// commit. The kit's files stay as they are.
public struct KitImport {
  private let questions: KitQuestions
  private let log: KitLog
  private let handoffs: [(text: String, isOpen: Bool)]
  /// The files that were found, by their names in the kit's folder.
  public let files: [String]
  /// What could not be taken as it stands.
  public private(set) var remarks: [String]

  /// No page of a kit is larger.
  private static let largest = 16 << 20

  /// Reads `QUESTIONS.md`, `RESEARCH_LOG.md`, `HANDOFF.md`, `handoffs/completed/` and
  /// `program_state.json` of a folder, those of them that are there. Links are not followed.
  ///
  /// - Throws: ``LedgerError`` where none of them is there, or one cannot be read.
  public init(_ folder: String, at place: String) throws {
    var files: [String] = []
    func read(_ name: String) throws -> String? {
      let path = Path.join(place, name)
      guard try FileSystem.status(path) != nil else { return nil }
      do {
        let text = try UTF8Text.decode(try FileSystem.readPlain(path, limit: Self.largest))
        files.append(name)
        return text.replacing("\r\n", with: "\n")
      } catch let fault as Fault {
        throw EventFault(
          path: Path.join(folder, name), line: fault.line, column: fault.column,
          message: fault.message)
      } catch let error as SystemError {
        throw LedgerError(.invalid, "cannot read \(Path.join(folder, name)): \(error.reason)")
      }
    }
    questions = KitQuestions(try read("QUESTIONS.md") ?? "")
    remarks = questions.remarks
    let log = try read("RESEARCH_LOG.md")
    var state: JSON?
    if let text = try read("program_state.json") {
      do {
        state = try JSON.parse(Array(text.utf8))
      } catch {
        remarks.append("program_state.json is no JSON, so nothing of it is taken in")
      }
    }
    self.log = KitLog(log: log, state: state)
    var handoffs: [(text: String, isOpen: Bool)] = []
    let completed = Path.join(place, "handoffs/completed")
    if try FileSystem.status(completed)?.kind == .directory {
      for name in try FileSystem.entries(completed) where name.hasSuffix(".md") {
        if let text = try read("handoffs/completed/\(name)") { handoffs.append((text, false)) }
      }
    }
    if let text = try read("HANDOFF.md") { handoffs.append((text, true)) }
    self.handoffs = handoffs
    self.files = files
    if files.isEmpty {
      throw LedgerError(
        .invalid, "\(folder) holds no page of a research program",
        hint: "name the folder with QUESTIONS.md, RESEARCH_LOG.md, HANDOFF.md or "
          + "program_state.json")
    }
  }

  /// What an import did, or would do.
  public struct Outcome: Sendable {
    /// Questions that are new here.
    public internal(set) var questions = 0
    /// Answers that are new here.
    public internal(set) var answers = 0
    /// Entries of the log that are new here.
    public internal(set) var entries = 0
    /// Hand-offs that are new here.
    public internal(set) var handoffs = 0
    /// Parts of the page of questions that are new here.
    public internal(set) var sections = 0
    /// What is here otherwise, and stays as it is here.
    public internal(set) var differing: [String] = []

    /// An outcome of nothing.
    public init() {}
  }

  /// Decides what to write.
  public func compose(
    _ composer: Composer, by speaker: AgentName
  ) throws -> (composition: Composition, outcome: Outcome) {
    var work = KitWork(composer, speaker, try composer.snapshot.program())
    try work.begin()
    for (section, text) in questions.sections { work.take(section, text) }
    for question in questions.questions {
      work.take(question, experiments: log.asked[question.opening.text] ?? [])
    }
    for entry in log.entries { work.take(entry) }
    for handoff in handoffs { work.take(handoff: handoff.text, isOpen: handoff.isOpen) }
    var composition = Composition(
      work.events, speaker: speaker, act: "program imported", about: files.joined(separator: ", "))
    if work.events.isEmpty { composition.act = "" }
    return (composition, work.outcome)
  }
}
