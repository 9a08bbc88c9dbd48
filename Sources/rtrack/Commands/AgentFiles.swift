import Documents
import Ledger
import Platform
import Research

/// A folder of agent files, as labs keep them: one Markdown file an agent, front matter with at
/// least `model:`, the page below it.
struct AgentFiles {
  struct File {
    let name: AgentName
    let profile: AgentProfile
    let page: String
    let isDisabled: Bool
  }
  let files: [File]

  /// Reads all of them before anything is written.
  init(in directory: String) throws {
    var files: [File] = []
    for entry in try FileSystem.entries(directory) where entry.hasSuffix(".md") {
      let path = Path.join(directory, entry)
      guard try FileSystem.status(path, following: true)?.kind == .file else { continue }
      files.append(try Self.file(path, named: String(entry.dropLast(3))))
    }
    guard !files.isEmpty else {
      throw LedgerError(
        .invalid, "\(directory) holds no agent files",
        hint: "an agent file is Markdown, `NAME.md`, with front matter such as `model: opus`")
    }
    self.files = files
  }

  private static func file(_ path: String, named spelling: String) throws -> File {
    guard let name = AgentName(folding: spelling), !name.isReserved else {
      throw LedgerError(
        .invalid, "\(path): \"\(spelling)\" cannot be an agent's name",
        hint: "names are letters, digits, `.`, `_` and `-`")
    }
    let document: Document
    do {
      document = try Self.document(try FileSystem.read(path, limit: 1 << 20))
    } catch let fault as Fault {
      throw EventFault(
        path: path, line: fault.line, column: fault.column, message: fault.message)
    }
    let isSpelledOtherwise = spelling != name.text && AgentName.squashed(spelling) != name.text
    let profile = AgentProfile(
      kind: .agent, role: document["role"]?.text, model: document["model"]?.text,
      aliases: isSpelledOtherwise ? [spelling] : nil,
      reportsTo: document["reports_to"]?.text.flatMap { AgentName(folding: $0) })
    return File(
      name: name, profile: profile, page: document.body,
      isDisabled: document["disabled"]?.boolean ?? false)
  }

  /// A file without front matter is a page that names no model, as a lab's first pages are.
  private static func document(_ bytes: [UInt8]) throws(Fault) -> Document {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let line = text.prefix { $0 != 10 && $0 != 13 }
    guard !line.starts(with: Array("---".utf8)) else { return try Document.parse(bytes) }
    // An empty front matter in its place, so that the text below is checked as any other.
    let fences = Array("---\n---\n".utf8)
    do {
      return try Document.parse(fences + text)
    } catch {
      throw Fault(line: max(1, error.line - 2), column: error.column, message: error.message)
    }
  }

  /// Joins who is new, edits who changed, and leaves the rest: adopting twice changes nothing.
  func composition(_ composer: Composer) throws -> Composition {
    let roster = try composer.snapshot.roster()
    var events: [Event] = []
    for file in files where !file.isDisabled {
      let kind: EventKind
      let payload: Payload
      let known = roster.agent(spelled: file.name.text)
      if let known, known.isActive {
        // What a file does not say is left as it is.
        let isSame =
          (file.page.isEmpty || known.page == Composer.terminated(file.page))
          && (file.profile.model ?? known.profile.model) == known.profile.model
          && (file.profile.role ?? known.profile.role) == known.profile.role
        if isSame { continue }
        var profile = file.profile
        profile.kind = nil
        (kind, payload) = (.edited, .edited(profile))
      } else {
        (kind, payload) = (.joined, .joined(file.profile))
      }
      let name = known?.name ?? file.name
      events.append(
        try composer.event(
          payload, kind, by: .system, in: nil, thread: .agent(name), folder: .agent(name),
          body: file.page))
    }
    return Composition(
      events, speaker: .system, act: "roster adopted",
      about: events.map { event in
        if case .agent(let name) = event.thread { name.text } else { "" }
      }.joined(separator: ", "))
  }
}
