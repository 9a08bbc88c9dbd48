import Documents
import Ledger
import Platform
import Research
import Testing

@testable import rtrack

/// The page of the format says what is so: its commands are run, its events are read, and nothing
/// that events can say is missing from it.
///
/// With RTRACK_WRITE_TRANSCRIPTS=1 what the commands print is written into the page anew.
@Suite struct FormatPageTests {
  static let path = top("Documentation/format.md")

  static func top(_ path: String) -> String {
    Path.join(Path.parent(Path.parent(Path.parent(#filePath))), path)
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try FileSystem.read(path), as: UTF8.self)
  }

  /// A fenced block: what stands after its fence, and its lines.
  struct Block {
    let title: Substring
    var lines: [Substring] = []
    var text: String { lines.map { $0 + "\n" }.joined() }
  }

  /// The page as prose lines and blocks, in order.
  static func blocks(_ page: String) -> [Block] {
    var blocks: [Block] = []
    var isOpen = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if !isOpen { blocks.append(Block(title: line.dropFirst(3))) }
        isOpen.toggle()
      } else if isOpen {
        blocks[blocks.count - 1].lines.append(line)
      }
    }
    return blocks
  }

  /// A ledger in which something of each kind that the questions ask for has happened.
  private func smallLedger() throws -> Session {
    let session = try Session()
    try session.write("data/run.json", "{\"speedup\": 1.4}\n")
    _ = try session.call(["git", "add", "-A"])
    _ = try session.call(["git", "commit", "-q", "-m", "Results"])
    let calls: [[String]] = [
      ["init"], ["agent", "add", "athena", "--role", "manager"],
      ["agent", "add", "flux", "--as", "athena"], ["agent", "add", "sage", "--as", "athena"],
      ["policy", "set", "silence.warn", "2", "--as", "athena"],
      ["cycle", "open", "--as", "athena"],
      ["issue", "open", "[Athena] -> [Flux] Run ASTRA-sim", "--as", "athena"],
      ["issue", "open", "Choose a second simulator", "--as", "athena"],
      ["comment", "1", "The build passed 10 minutes.", "--status", "blocked", "--as", "flux"],
      [
        "comment", "1", "Stopped.", "--status", "failed", "--tried", "two compilers", "--why",
        "no memory", "--next", "VIDUR", "--as", "flux",
      ],
      ["comment", "2", "It runs.", "--result", "data/run.json", "--as", "flux"],
      ["issue", "close", "1", "--as", "athena"], ["cycle", "close", "--as", "athena"],
    ]
    for call in calls {
      let outcome = session.rtrack(call)
      #expect(outcome.status == 0, "\(call): \(outcome.errors)")
    }
    return session
  }

  @Test func `every command of the page prints what the page says`() throws {
    let page = try Self.text(Self.path)
    let blocks = Self.blocks(page)
    let session = try smallLedger()
    var written = page
    var questions = 0
    for (place, block) in blocks.enumerated() where block.title == "sh" {
      questions += 1
      let said = try #require(place + 1 < blocks.count ? blocks[place + 1] : nil)
      #expect(said.title == "text", "no answer follows \(block.text)")
      let result = try session.call(["sh", "-c", block.text])
      let printed = String(decoding: result.output, as: UTF8.self)
      #expect(result.succeeded && result.errors.isEmpty, "\(block.text) failed")
      // Only the question whether something was changed has no answer here.
      #expect(printed.isEmpty == block.text.contains("--diff-filter"), "\(block.text)")
      let before = "```sh\n\(block.text)```\n```text\n"
      if Machine.environment["RTRACK_WRITE_TRANSCRIPTS"] == "1" {
        let there = try #require(written.firstRange(of: before + said.text + "```\n"))
        written.replaceSubrange(there, with: before + printed + "```\n")
      } else {
        #expect(printed == said.text, "\(block.text)")
      }
    }
    #expect(questions >= 10)
    if written != page { try FileSystem.write(Array(written.utf8), to: Self.path) }
  }

  @Test func `the last question names what somebody removed, and what somebody changed`() throws {
    let blocks = Self.blocks(try Self.text(Self.path))
    let question = try #require(blocks.last { $0.title == "sh" })
    let session = try smallLedger()
    let tampering = """
      export GIT_INDEX_FILE=tampering
      git read-tree rtrack-ledger
      first=$(git ls-files .research/issues | head -n 1)
      git rm -q --cached "$first"
      blob=$(echo changed | git hash-object -w --stdin)
      git update-index --cacheinfo "100644,$blob,.research/.gitattributes"
      git update-ref refs/heads/rtrack-ledger \
        "$(git commit-tree -p rtrack-ledger -m Tidy "$(git write-tree)")"
      """
    #expect(try session.call(["sh", "-e", "-c", tampering]).succeeded)
    let told = try session.call(["sh", "-c", question.text])
    let lines = String(decoding: told.output, as: UTF8.self).split(separator: "\n")
    #expect(lines.contains(".research/.gitattributes"))
    #expect(lines.contains { $0.hasPrefix(".research/issues/0/1/") })
  }

  @Test func `every event of the page is one, and every kind has one`() throws {
    var kinds: Set<String> = []
    var keys: Set<String> = []
    for block in Self.blocks(try Self.text(Self.path)) where block.title.hasPrefix("event ") {
      let path = String(block.title.dropFirst(6))
      guard case .event(let folder, let name)? = Layout.place(of: path) else {
        Issue.record("\(path) is no place of the ledger")
        continue
      }
      let bytes = Array(block.text.utf8)
      let read = try EventFile.parse(bytes, name: name, in: folder, path: path)
      #expect(read.unknownKeys == [], "\(path)")
      #expect(read.event.payload != .unknown, "\(path)")
      let document = try Document.parse(bytes)
      if document["at"] != nil {
        let again = String(decoding: EventFile.serialized(read.event), as: UTF8.self)
        #expect(again == block.text, "\(path) is not as rtrack writes it")
      }
      kinds.insert(name.kind.rawValue)
      keys.formUnion(document.fields.map(\.key))
    }
    #expect(try Self.kinds().subtracting(kinds) == [], "kinds without an example")
    #expect(try Self.keys().subtracting(keys) == [], "keys without an example")
  }

  @Test func `every kind, key and answer is named on the page`() throws {
    let page = try Self.text(Self.path)
    let words = try Self.kinds().union(Self.keys()).union(Policy.keys.map(\.key))
      .union(Answer.allCases.map(\.rawValue)).union(Status.allCases.map(\.rawValue))
      .union(AgentKind.allCases.map(\.rawValue)).union(Numbering.allCases.map(\.rawValue))
      .union(ProtectedContent.allCases.map(\.rawValue)).union(Freeze.allCases.map(\.rawValue))
      .union(Seen.allCases.map(\.rawValue))
    for word in words.sorted() {
      #expect(page.contains("`\(word)`"), "\(word) is not on the page")
    }
  }

  /// The kinds that the sources know.
  private static func kinds() throws -> Set<String> {
    let kinds = try quoted(after: ["= EventKind(\""], in: "Sources/Research/EventName.swift")
    #expect(kinds.count >= 19)
    return kinds
  }

  /// The keys that the sources write and read.
  private static func keys() throws -> Set<String> {
    let calls = [
      "put(\"", "Field(\"", "text(\"", "required(\"", "strings(\"", "integer(\"", "boolean(\"",
      "agents(\"", "events(\"", "time(\"", "map(\"", "parsed(\"", "list(\"", "numbers(\"",
      "agree(&reader, \"",
    ]
    let keys = try quoted(after: calls, in: "Sources/Ledger/PayloadFields.swift")
      .union(quoted(after: calls, in: "Sources/Ledger/PolicyFields.swift"))
      .union(quoted(after: calls, in: "Sources/Ledger/EventFile.swift"))
      .union(quoted(after: calls, in: "Sources/Ledger/Runs/RunFields.swift"))
      .union(quoted(after: calls, in: "Sources/Ledger/Experiments/ExperimentFields.swift"))
      .union(quoted(after: calls, in: "Sources/Ledger/Experiments/VerdictFields.swift"))
      .union(quoted(after: calls, in: "Sources/Ledger/Program/ProgramFields.swift"))
    #expect(keys.count >= 40)
    return keys
  }

  /// The words in quotes after each of these.
  private static func quoted(after marks: [String], in path: String) throws -> Set<String> {
    let source = try text(top(path))
    var words: Set<String> = []
    for mark in marks {
      var rest = source[...]
      while let place = rest.firstRange(of: mark) {
        rest = rest[place.upperBound...]
        let word = rest.prefix { $0 != "\"" }
        if !word.isEmpty, word.allSatisfy({ $0.isLowercase || $0 == "_" }) {
          words.insert(String(word))
        }
      }
    }
    return words
  }
}
