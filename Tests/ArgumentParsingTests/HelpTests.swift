import ArgumentParsing
import Testing

@Test func `the program's help lists sections with commands and summaries`() {
  #expect(
    sample.help(path: [], columns: 80)
      == """
      Usage: rtrack COMMAND [options]

      A research tracker that lives in git

      Every day:
        comment     Add a comment to an issue
        add         Take in files

      Issues:
        issue       Open and close issues

      Options:
        -h, --help  Show help, of a command when it follows one
        --version   Show the version

      `rtrack help COMMAND` says more about one.

      """)
}

@Test func `a group's help lists its commands`() {
  #expect(
    sample.help(path: ["issue"], columns: 80)
      == """
      Usage: rtrack issue COMMAND [options]

      Open and close issues

      Commands:
        open   Open an issue
        close  Close an issue

      `rtrack issue COMMAND --help` says more about one.

      """)
}

@Test func `a command's help shows its grammar in declared order`() {
  #expect(
    sample.help(path: ["say"], columns: 64)
      == """
      Usage: rtrack comment [options] ISSUE [TEXT]

      Add a comment to an issue

      Also called: say

      The text is an argument, a file, or standard input. What was
      said stays said: a comment is never changed.

        a line that is shown as it is

      Arguments:
        ISSUE                The issue to comment on, such as 194
        TEXT                 The text

      Options:
        -F, --file FILE      Read the text from FILE; - is standard
                             input
        -s, --status STATUS  working, done, blocked, failed or pivot
        --label LABEL...     A label; may be given again
        --last LAST          How many to show (default: 1)
        --weight WEIGHT      How sure
        --layout LAYOUT      How it is shown (one of: wide, narrow)
        -v, --verbose        Say more
        --[no-]push          Publish it at once (default: --push)
        --enable-colour, --disable-colour
                             Use colour
        --as AGENT           Who speaks
        -q, --quiet          Print bare ids only
        --json               Print JSON
        -h, --help           Show this help

      Examples:
        rtrack comment 194 "VIDUR runs; numbers follow"
            Say how far it is
        rtrack comment 194 --status done

      """)
}

@Test func `help fits the columns, and no width breaks it`() {
  for columns in [Int.min, -1, 0, 40, 72, 100, Int.max] {
    let text = sample.help(path: ["comment"], columns: columns)
    #expect(text.hasPrefix("Usage: rtrack comment"))
    guard columns >= 72, columns < 200 else { continue }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns })
  }
}

@Test func `a path that leads nowhere gets the help above it`() {
  #expect(
    sample.help(path: ["issue", "x"], columns: 80) == sample.help(path: ["issue"], columns: 80))
  #expect(sample.help(path: ["x", "y"], columns: 80) == sample.help(path: [], columns: 80))
}

@Test func `what is hidden is in no help, manual or completion`() {
  let texts =
    [sample.help(path: [], columns: 80), sample.help(path: ["comment"], columns: 80)]
    + [sample.manual(date: "2026-11-21")] + CompletionShell.allCases.map(sample.completions)
  for text in texts {
    #expect(!text.contains("hook") && !text.contains("What git calls"))
    #expect(!text.contains("secret"))
  }
}

@Test func `sound declarations have no faults`() {
  #expect(sample.declarationFaults() == [])
}

@Test func `wrong declarations are told`() {
  struct Broken: CommandDefinition {
    static let name = "Broken"
    static let summary = ""
    @Argument(help: "") var files: [String]
    @Argument(help: "") var last: String
    @Option(name: "x", short: "h", help: "") var first: String?
    @Flag(name: "x", short: "1", help: "") var second: Bool
  }
  let tree = CommandTree(
    program: "p", summary: "", sections: [(title: "", nodes: [.command(Broken.self)])],
    version: "1")
  #expect(
    tree.declarationFaults() == [
      "`p`: `Broken` is no name for a command: use a–z, 0–9 and hyphens",
      "`p Broken` has no summary",
      "`p Broken`: `--x` is declared twice",
      "`p Broken`: `-h` is declared twice",
      "`p Broken`: `-1` is no short option: use an ASCII letter",
      "`p Broken`: LAST comes after an array, which takes every word",
      "`p Broken`: LAST must be given, but what comes before it need not",
    ])
}
