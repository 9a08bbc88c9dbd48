import Documents
import Research
import SeededDice
import Testing

@testable import Reports

@Suite struct PullRequestTests {
  private static let headings = [
    "What was asked", "What was done", "What was tried and failed", "Whether it stands",
  ]

  @Test func `it says what was asked, done, tried and failed, in that order`() throws {
    var thread = Conversation(title: "Execute the experiment", text: "Run ASTRA-sim.\n\nReport.")
    thread.say("flux", Research.Comment(status: "working"), "Building.")
    thread.say(
      "flux",
      Research.Comment(status: "failed", tried: "a build | cached", why: "10 min", next: "VIDUR"),
      "")
    thread.notice("nova", .timedOut("30m"))
    thread.say(
      "flux", Research.Comment(status: "done", results: ["out/`a`.json"]), "It runs: **0.92**.")
    let body = try thread.request().body
    #expect(MarkdownOutline(body).headings.map(\.text) == Self.headings)
    for text in [
      "**Issue 7**: Execute the experiment", "opened by athena on 2026-11-21", "> Run ASTRA-sim.",
      "**flux**, 2026-11-21", "> It runs: **0.92**.", "- result: ``out/`a`.json``",
      #"| flux | a build \| cached | 10 min | VIDUR |"#, "| nova |  | timed out after 30m |  |",
      "1 other comment: `rtrack show 7`",
    ] {
      #expect(body.contains(text), "\(text) is not in:\n\(body)")
    }
  }

  @Test func `nothing done and nothing failed is said, not left out`() throws {
    let body = try Conversation(title: "Quiet", text: "").request().body
    #expect(body.contains("Nobody has reported it done yet."))
    #expect(body.contains("No attempt was reported as failed or given up."))
  }

  @Test func `numbers of the host are links, numbers of the ledger are none`() throws {
    var thread = Conversation(title: "Fix #3", text: "")
    #expect(try thread.request().title == "F\u{200B}ix #\u{200B}3")
    #expect(try thread.request().body.contains("**Issue 7**: F"))
    #expect(try thread.request(.mirror).title == "Fix #3")
    #expect(try thread.request(.mirror).body.contains("**Issue #7**: Fix #3"))
    thread.say("flux", .link, .link(IssueLink(host: 12)))
    #expect(try thread.request().body.contains("**Issue 7 (#12)**"))
  }

  /// Pieces that break out of quotes, tables, code and HTML where they are not held.
  private static let pieces = [
    "\n", "\r\n", "\n\n", "# H", "## What was done", "\n---\n", "\n===\n", "```", "~~~", "`",
    "<!--", "-->", "<details>", "</blockquote>", "</table>", "<script>", "|", "\\",
    "\n|a|b|\n|-|-|",
    "> ", "1. ", "* ", "\t", "    ", "[a]: http://x", "[a]", "\n\n[What was asked]: http://x\n\n",
    "word", "é", "\u{2028}", "\u{85}", "\u{0}", "\u{1B}[2J", "@flux", "fixes #1", "<a@b.example>",
    "$$", "\\n", "&lt;", "![x](y)", "[^1]", "\n\n[^1]: note", "<?", "<![CDATA[", "]]>",
  ]

  @Test(arguments: [1, 2, 3, 4, 5] + [UInt64.random(in: 1000 ... .max)])
  func `no text breaks out of its place`(seed: UInt64) throws {
    var random = SeededDice(seed: seed)
    for round in 0..<60 {
      func text() -> String {
        (0..<random.below(12)).map { _ in Self.pieces[random.below(Self.pieces.count)] }.joined()
      }
      var thread = Conversation(title: "t" + text(), text: text())
      for _ in 0..<4 {
        let status = ["failed", "done", "pivot", text()][random.below(4)]
        thread.say(
          "flux",
          Research.Comment(
            status: status, results: [text()], tried: text(), why: text(), next: text(),
            author: text()), text())
      }
      let request = try thread.request()
      let place = "seed \(seed), round \(round):\n\(request.body)"
      #expect(MarkdownOutline(request.body).headings.map(\.text) == Self.headings, "\(place)")
      // In code a host acts upon nothing.
      let prose = request.body.split(separator: "\n").filter { !$0.hasPrefix("- result: ") }
      #expect(!prose.contains { $0.contains("@f") || $0.contains("#1") }, "\(place)")
      #expect(!request.title.contains { $0.isNewline }, "\(place)")
      for line in request.body.split(separator: "\n") where line.hasPrefix("| ") {
        #expect(bars(line) == 6, "\(line)\n\(place)")
      }
      // Every line of others is in a quote, a cell, or behind words of ours.
      for line in request.body.split(whereSeparator: \.isNewline) {
        let isHeld =
          "#>|*".contains(line.first ?? " ") || line.hasPrefix("- result: `")
          || [
            "opened by ", "No attempt", "Nobody", "Written by", "Whether everything", "1 other",
            "2 other", "3 other",
            "4 other",
          ].contains { line.hasPrefix($0) }
        #expect(isHeld, "\(line)\n\(place)")
      }
    }
  }

  private func bars(_ line: Substring) -> Int {
    var count = 0
    var isEscaped = false
    for character in line {
      if character == "|", !isEscaped { count += 1 }
      isEscaped = character == "\\" && !isEscaped
    }
    return count
  }

  @Test func `a body is no longer than a host takes`() throws {
    let long = String(repeating: "long | text ", count: 10_000)
    var thread = Conversation(title: long, text: long)
    for _ in 0..<300 {
      thread.say(
        "flux", Research.Comment(status: "failed", tried: long, why: long, next: long), long)
      thread.say("flux", Research.Comment(status: "done", results: [long]), long)
    }
    let request = try thread.request()
    #expect(request.body.unicodeScalars.count <= 65_536)
    #expect(request.title.unicodeScalars.count <= 256)
    #expect(request.body.contains("left out") || request.body.contains("The last 40 of 300:"))
  }
}

/// An issue in the making.
struct Conversation {
  private var events: [Event] = []
  private var seconds: Int64 = 1_795_237_200
  private static let number = IssueNumber(7)

  init(title: String, text: String) {
    say("athena", .opened, .opened(IssueOpening(title: title)), text)
  }

  mutating func say(_ agent: String, _ comment: Research.Comment, _ text: String) {
    say(agent, comment.results.isEmpty ? .comment : .result, .comment(comment), text)
  }

  mutating func notice(_ agent: String, _ cause: Notice.Cause) {
    guard let agent = AgentName(agent) else { return }
    say("maya", .notice, .notice(Notice(about: agent, cause: cause)))
  }

  mutating func say(_ agent: String, _ kind: EventKind, _ payload: Payload, _ text: String = "") {
    guard let agent = AgentName(agent), let number = Self.number else { return }
    seconds += 60
    let name = EventName(
      time: Timestamp(seconds: seconds), cycle: 0, agent: agent, kind: kind,
      suffix: EventName.suffix(from: UInt32(events.count)))
    events.append(
      Event(
        name: name, thread: .issue(number, opening: events.first?.name ?? name),
        after: events.last.map { [$0.name] } ?? [], payload: payload, body: text))
  }

  func request(_ numbering: Numbering = .own) throws -> PullRequest {
    let number = try #require(Self.number)
    let issue = try #require(Issue.folding(number, events).first)
    return PullRequest(about: issue, numbering: numbering, source: "c9022950e4")
  }
}
