import ArgumentParsing
import Testing

@Test func `positionals and options mix in any order`() throws {
  let lines = [
    ["comment", "194", "it runs", "--status", "done"],
    ["comment", "--status=done", "194", "it runs"],
    ["comment", "194", "-s", "done", "it runs"],
    ["comment", "-sdone", "194", "it runs"],
    ["say", "194", "--status=done", "--", "it runs"],
  ]
  for line in lines {
    guard case .run(let called, let path) = try sample.parse(line),
      let command = called as? Comment
    else {
      Issue.record("\(line) calls another command")
      continue
    }
    #expect(path == ["comment"])
    #expect(command.issue.value == 194)
    #expect(command.text == "it runs")
    #expect(command.status == .done)
  }
}

@Test func `what is not given has its default`() throws {
  let command = try run("comment", "1", as: Comment.self)
  #expect(command.text == nil && command.file == nil && command.status == nil)
  #expect(command.label == [] && command.last == 1 && command.weight == nil)
  #expect(!command.verbose && command.push && command.colour == nil)
  #expect(command.common.speaker == nil && !command.common.quiet)
}

@Test func `a command that was not parsed shows its defaults`() {
  let command = Comment()
  #expect(command.last == 1 && command.label == [] && command.push && !command.common.json)
}

@Test func `two parsed commands share nothing`() throws {
  let first = try run("comment", "1", "--label", "a", as: Comment.self)
  let second = try run("comment", "2", "--label", "b", as: Comment.self)
  #expect(first.label == ["a"] && second.label == ["b"])
  #expect(first.issue.value == 1 && second.issue.value == 2)
}

@Test func `short options cluster and take a value attached or apart`() throws {
  let apart = try run("comment", "1", "-vqF", "notes.md", as: Comment.self)
  #expect(apart.verbose && apart.common.quiet && apart.file == "notes.md")
  let attached = try run("comment", "1", "-vqFnotes.md", as: Comment.self)
  #expect(attached.verbose && attached.common.quiet && attached.file == "notes.md")
  let wide = try run("comment", "1", "-F\u{301}x", as: Comment.self)
  #expect(wide.file == "\u{301}x")
}

@Test func `a hyphen alone is a value`() throws {
  #expect(try run("comment", "1", "-F", "-", as: Comment.self).file == "-")
  #expect(try run("comment", "1", "-", as: Comment.self).text == "-")
}

@Test func `negative numbers and texts that begin with a hyphen are values`() throws {
  let command = try run(
    "comment", "1", "--last", "-3", "--weight", "-.5e-3", "- a list\n- of two", as: Comment.self)
  #expect(command.last == -3 && command.weight == -0.0005)
  #expect(command.text == "- a list\n- of two")
  #expect(try run("comment", "1", "--file=-x", as: Comment.self).file == "-x")
}

@Test func `two hyphens end the options`() throws {
  #expect(try run("comment", "1", "--", "--help", as: Comment.self).text == "--help")
  #expect(try run("comment", "--", "1", "--", as: Comment.self).text == "--")
  #expect(try run("add", "--reason=r", "--", "-a", "-h", as: Add.self).files == ["-a", "-h"])
}

@Test func `an array option collects its values in order`() throws {
  let command = try run(
    "comment", "1", "--label", "b", "--label=a", "--label=", as: Comment.self)
  #expect(command.label == ["b", "a", ""])
}

@Test func `flags and their opposites are read`() throws {
  #expect(try !run("comment", "1", "--no-push", as: Comment.self).push)
  #expect(try run("comment", "1", "--push", "--push", as: Comment.self).push)
  #expect(try run("comment", "1", "--enable-colour", as: Comment.self).colour == true)
  #expect(try run("comment", "1", "--disable-colour", as: Comment.self).colour == false)
}

@Test func `a group of options is read as the command's own`() throws {
  let command = try run("comment", "1", "--as", "flux", "--json", as: Comment.self)
  #expect(command.common.speaker == "flux" && command.common.json)
}

@Test func `a command below a group is called by both words`() throws {
  guard case .run(let called, let path) = try sample.parse(["issue", "open", "Title", "7"]),
    let command = called as? Open
  else {
    Issue.record("another command was called")
    return
  }
  #expect(path == ["issue", "open"] && command.title == "Title" && command.urgency == 7)
}

@Test func `values of any script, empty ones and hostile ones arrive as they are`() throws {
  let hostile = String(
    decoding: [0x1B, 0x5B, 0x33, 0x31, 0x6D, 0xFF, 0xC0, 0x80, 0x07], as: UTF8.self)
  let texts = [
    "", " ", "تجربة ناجحة", "שלום", "👩‍🔬🧪 works", "e\u{301}", "\u{202E}txt", "a=b", "=", hostile,
    "line\nline\r\n", "\u{FEFF}x", "\u{301}",
  ]
  for text in texts {
    let command = try run(
      "comment", "1", text, "--file", text, "--label=\(text)", as: Comment.self)
    #expect(Array(command.text?.utf8 ?? "none".utf8) == Array(text.utf8))
    #expect(Array(command.file?.utf8 ?? "none".utf8) == Array(text.utf8))
    #expect(command.label.map { Array($0.utf8) } == [Array(text.utf8)])
  }
}

@Test func `ten thousand words are read in order`() throws {
  let files = (0..<10_000).map { "file-\($0)" }
  guard case .run(let called, _) = try sample.parse(["add", "--reason", "many"] + files) else {
    Issue.record("no command was called")
    return
  }
  #expect((called as? Add)?.files == files)
  let labels = files.flatMap { ["--label", $0] }
  guard case .run(let other, _) = try sample.parse(["comment", "1"] + labels) else {
    Issue.record("no command was called")
    return
  }
  #expect((other as? Comment)?.label == files)
}

@Test func `words of noise never stop the program`() {
  let pieces = [
    "-", "--", "=", "--status", "-F", "comment", "issue", "open", "\u{301}", "👍", "h", "q", "1",
    "-9", "no-", "", " ", "\u{0}", "\u{1B}[2J", "\u{202E}", "help", "--version", ".", "\\", "é",
  ]
  let seed = UInt64.random(in: 0 ... .max)
  var state = seed
  func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
  var called = 0
  var refused = 0
  for _ in 0..<3_000 {
    var words = [["comment"], ["issue", "open"], ["add"], []][next(4)]
    for _ in 0..<next(6) {
      words.append((0..<next(4)).map { _ in pieces[next(pieces.count)] }.joined())
    }
    do {
      _ = try sample.parse(words)
      called += 1
    } catch {
      refused += 1
      #expect(!error.message.contains("\u{1B}"), "seed \(seed): \(words)")
      #expect(!error.message.contains("\u{202E}"), "seed \(seed): \(words)")
    }
  }
  #expect(called > 0 && refused > 0, "seed \(seed)")
}

@Test(arguments: [
  (["--help"], []), (["-h"], []), (["help"], []), ([], []),
  (["help", "comment"], ["comment"]), (["help", "say"], ["comment"]),
  (["comment", "--help"], ["comment"]), (["comment", "1", "2", "3", "-h"], ["comment"]),
  (["comment", "-vh"], ["comment"]), (["comment", "--file", "--help"], ["comment"]),
  (["help", "issue", "open"], ["issue", "open"]), (["issue", "help", "open"], ["issue", "open"]),
  (["issue", "--help"], ["issue"]), (["issue", "-h"], ["issue"]), (["help", "issue"], ["issue"]),
  (["--help", "comment", "194"], ["comment"]),
])
func `help is found wherever it is asked for`(words: [String], path: [String]) throws {
  guard case .help(let asked) = try sample.parse(words) else {
    Issue.record("\(words) is no question for help")
    return
  }
  #expect(asked == path)
}

@Test func `the version is asked for before any command`() throws {
  guard case .version = try sample.parse(["--version"]) else {
    Issue.record("no version")
    return
  }
}
