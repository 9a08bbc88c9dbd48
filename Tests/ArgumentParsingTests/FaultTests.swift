import ArgumentParsing
import Testing

@Test func `an unknown command gets the nearest names`() {
  #expect(fault("commnet") == "unknown command `commnet`\ndid you mean `comment`?")
  #expect(
    fault("issue", "opne") == "unknown command `opne` of `rtrack issue`\ndid you mean `open`?")
  #expect(fault("zzzzzz") == "unknown command `zzzzzz`\n`rtrack help` lists the commands")
  #expect(fault("help", "ad") == "unknown command `ad`\ndid you mean `add`?")
  #expect(fault("hok").contains("`hook`") == false)
}

@Test func `a group without its command names those there are`() {
  #expect(fault("issue") == "`rtrack issue` needs a command after it\none of open, close")
}

@Test func `an option before the command is told where to stand`() {
  #expect(
    fault("--json", "comment")
      == """
      unknown option `--json` before the command
      the options of a command follow it: rtrack COMMAND [options]
      """)
  #expect(fault("--versoin").hasSuffix("did you mean `--version`?"))
}

@Test func `the beginning of an option is refused, and the whole of it suggested`() {
  #expect(
    fault("comment", "1", "--stat", "done") == "unknown option `--stat`\ndid you mean `--status`?")
  #expect(
    fault("comment", "1", "--statsu=done") == "unknown option `--statsu`\ndid you mean `--status`?")
  #expect(fault("comment", "1", "--secret").contains("--secret-clock") == false)
  #expect(
    fault("comment", "1", "--zzz")
      == "unknown option `--zzz`\n`rtrack help comment` lists the options")
}

@Test func `an unknown letter is named with the word it stands in`() {
  #expect(
    fault("comment", "1", "-vx")
      == "unknown option `-x` in `-vx`\nusage: rtrack comment [options] ISSUE [TEXT]")
  #expect(
    fault("comment", "1", "-file") == "unknown option `-f` in `-file`\ndid you mean `--file`?")
}

@Test func `a value given twice is refused`() {
  #expect(
    fault("comment", "1", "-F", "a", "--file", "b")
      == """
      `--file` was given twice, again with `b`; it takes one value
      usage: rtrack comment [options] ISSUE [TEXT]
      """)
  #expect(fault("comment", "1", "--last", "1", "--last", "1").hasPrefix("`--last` was given twice"))
}

@Test func `flags take no value and do not contradict each other`() {
  #expect(fault("comment", "1", "--push=1") == "`--push` takes no value\nwrite `--push` alone")
  #expect(
    fault("comment", "1", "--push", "--no-push")
      == "`--push` and `--no-push` exclude each other\ngive one of them")
}

@Test func `an option without its value says what is due`() {
  #expect(
    fault("comment", "1", "--status")
      == "`--status` needs a value: STATUS\none of working, done, blocked, failed or pivot")
  #expect(
    fault("comment", "1", "-F", "--json")
      == """
      `-F` needs a value before `--json`: FILE
      a value that begins with a hyphen is written `--file=-…`
      """)
  #expect(fault("comment", "1", "-F", "--").hasPrefix("`-F` needs a value before `--`: FILE"))
  #expect(
    fault("comment", "1", "-F=x")
      == "`-F=x`: a short option has no `=`\nwrite `-F VALUE` or `--file=VALUE`")
}

@Test func `a bad value says which were expected`() {
  #expect(
    fault("comment", "1", "--status", "dne")
      == """
      `--status` cannot be `dne`: expected working, done, blocked, failed or pivot
      did you mean `done`?
      """)
  #expect(
    fault("comment", "1", "--status=")
      == "`--status` cannot be ``: expected working, done, blocked, failed or pivot")
  #expect(
    fault("comment", "1", "--layout", "wid")
      == "`--layout` cannot be `wid`: expected wide or narrow\ndid you mean `wide`?")
  #expect(
    fault("comment", "x")
      == "`ISSUE` cannot be `x`: expected the number of an issue, such as 194")
  #expect(
    fault("comment", "1", "--last", "many") == "`--last` cannot be `many`: expected a whole number")
  #expect(fault("comment", "1", "--last", "99999999999999999999").hasSuffix("\(Int.max)"))
  for bad in ["nan", "inf", "0x1p3", "", "1e999", "1,5"] {
    #expect(fault("comment", "1", "--weight", bad).contains("expected a number such as 0.05"))
  }
}

@Test func `what is missing is named with its hint`() {
  #expect(
    fault("comment")
      == """
      missing ISSUE: The issue to comment on, such as 194
      a shell takes `#194` for a comment: write 194
      """)
  #expect(
    fault("issue", "close") == "missing ISSUE: The issue\nusage: rtrack issue close ISSUE")
  #expect(
    fault("add", "--reason", "r")
      == "missing FILES: Files to take in\nusage: rtrack add --reason REASON FILES...")
  #expect(
    fault("add", "f")
      == "missing `--reason REASON`: Why\nusage: rtrack add --reason REASON FILES...")
}

@Test func `the first word too many is named, and text is told to be quoted`() {
  #expect(
    fault("comment", "1", "VIDUR", "runs", "and", "goes", "on")
      == """
      unexpected argument `runs`
      a text of several words is one argument: quote it, as in "VIDUR runs and goes …"
      """)
  #expect(
    fault("comment", "1", "it's $HOME", "x")
      == "unexpected argument `x`\na text of several words is one argument: quote it")
  #expect(
    fault("issue", "close", "194", "done")
      == "unexpected argument `done`\nusage: rtrack issue close ISSUE")
}

@Test func `what a command's own check throws becomes the error`() throws {
  #expect(fault("issue", "open", "") == "the title is empty")
  #expect(
    fault("comment", "1", "-q", "--json") == "`--quiet` and `--json` exclude each other")
  let error = #expect(throws: UsageError.self) { _ = try sample.parse(["issue", "open", ""]) }
  #expect(error?.path == ["issue", "open"])
}

@Test func `a message never obeys the word it quotes`() {
  #expect(
    fault("\u{1B}[31mred\u{7}\u{202E}") == """
      unknown command `\\u{1B}[31mred\\u{7}\\u{202E}`
      `rtrack help` lists the commands
      """)
  let long = String(repeating: "x", count: 100_000)
  #expect(fault(long).hasPrefix("unknown command `\(String(repeating: "x", count: 60))…`"))
  #expect(fault("👩‍🔬").hasPrefix("unknown command `👩‍🔬`"))
}
