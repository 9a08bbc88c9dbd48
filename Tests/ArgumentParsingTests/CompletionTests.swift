import ArgumentParsing
import Testing

/// A program that answers what the completions ask it.
private let program = """
  #!/bin/sh
  case "$1 $2" in
    'list -q') printf '194\\tVIDUR\\n7\\n' ;;
    'agents -q') printf 'flux\\ntwo words\\n$(touch gone)\\n' ;;
  esac
  """

/// What each line completes to, in bash: `COMP_WORDS` as given, the cursor after the last word.
private func bash(_ lines: [String]) -> [String] {
  var answers: [String] = []
  let script =
    """
    PATH=$PWD:$PATH
    source ./script || exit 3
    try() {
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      _rtrack
      (IFS='|'; echo "${COMPREPLY[*]}")
    }

    """ + lines.map { "try rtrack \($0)\n" }.joined()
  let files = [
    "script": sample.completions(.bash), "rtrack": program, "try": script, "note.md": "",
  ]
  withFiles(files) { folder in
    let result = shell("cd '\(folder)' && chmod +x rtrack && bash ./try")
    answers = result.output.split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map(String.init)
  }
  return answers
}

@Test func `bash completes commands, options, choices, files and what the program says`() {
  let cases: [(line: String, answer: String)] = [
    ("''", "comment|add|issue|help"),
    ("com", "comment"),
    ("issue ''", "open|close"),
    ("help issue o", "open"),
    ("comment --st", "--status"),
    ("comment --no", "--no-push"),
    ("comment -", allOptions),
    ("comment --status ''", "working|done|blocked|failed|pivot"),
    ("comment --status =", "working|done|blocked|failed|pivot"),
    ("comment --status = d", "done"),
    ("comment --status=bl", "--status=blocked"),
    ("comment -vs b", "blocked"),
    ("comment -sdone ''", "194|7"),
    ("comment --layout ''", "wide|narrow"),
    ("comment ''", "194|7"),
    ("say 1", "194"),
    ("comment --status done 1", "194"),
    ("comment --status = done 1", "194"),
    ("comment 194 ''", ""),
    ("comment --as ''", #"flux|two\ words|\$\(touch\ gone\)"#),
    ("comment -F no", "note.md"),
    ("add no", "note.md"),
    ("add x y no", "note.md"),
    ("add -- --", ""),
    ("nonsense ''", "comment|add|issue|help"),
  ]
  let answers = bash(cases.map(\.line))
  #expect(answers.count == cases.count)
  for (expected, answer) in zip(cases, answers) {
    #expect(answer == expected.answer, "rtrack \(expected.line)")
  }
}

private let allOptions =
  "--file|-F|--status|-s|--label|--last|--weight|--layout|--verbose|-v|--push|--no-push"
  + "|--enable-colour|--disable-colour|--as|--quiet|-q|--json|--help|-h"

@Test(
  .enabled(if: isInstalled("zsh") && isInstalled("fish"), "zsh or fish is not installed"),
  arguments: CompletionShell.allCases)
func `every script is right to its shell, whatever help and choices hold`(
  shellName: CompletionShell
) {
  struct Odd: CommandDefinition {
    static let name = "odd"
    static let summary = "It's $(odd) `x` \"y\" \\ : [z] שלום 👍"
    @Option(help: "Don't; 'ever' \\", choices: ["it's", "a b", "$x", "c:d", "*", ""])
    var choice: String?
    @Argument(help: "What", completion: .directories) var place: String?
    @Argument(help: "Which", completion: .command(["list", "it's"])) var rest: [String]
  }
  let odd = CommandTree(
    program: "odd-program", summary: "", sections: [(title: "", nodes: [.command(Odd.self)])],
    version: "1")
  let files = ["one": sample.completions(shellName), "two": odd.completions(shellName)]
  withFiles(files) { folder in
    for name in files.keys {
      let result = shell("\(shellName.rawValue) -n '\(folder)/\(name)'")
      #expect(result.output == "" && result.status == 0)
    }
  }
}

@Test(.enabled(if: isInstalled("fish"), "fish is not installed"))
func `fish completes commands, options, choices, files and what the program says`() {
  let cases: [(line: String, answer: String)] = [
    ("rtrack com", "comment"), ("rtrack issue ", "close|open"), ("rtrack help issue o", "open"),
    ("rtrack comment --st", "--status"), ("rtrack comment --status=d", "--status=done"),
    ("rtrack comment -vs b", "blocked"), ("rtrack say ", "7|194"),
    ("rtrack comment --status done 1", "194"), ("rtrack comment 194 ", ""),
    ("rtrack add x no", "note.md"), ("rtrack comment --as f", "flux"),
  ]
  let script =
    "set PATH $PWD $PATH\nsource ./script\nfunction try\n"
    + "  echo (complete -C $argv[1] | string split -f 1 \\t | string join '|')\nend\n"
    + cases.map { "try '\($0.line)'\n" }.joined()
  let files = [
    "script": sample.completions(.fish), "rtrack": program, "try": script, "note.md": "",
  ]
  withFiles(files) { folder in
    let result = shell("cd '\(folder)' && chmod +x rtrack && HOME=$PWD fish ./try")
    let answers = result.output.split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast().map(String.init)
    #expect(answers.count == cases.count, "\(result.output)")
    for (expected, answer) in zip(cases, answers) {
      #expect(answer == expected.answer, "\(expected.line)")
    }
  }
}

@Test(
  .enabled(if: isInstalled("groff") && isInstalled("mandoc"), "groff or mandoc is not installed"),
  arguments: ["groff -ww -man -Tutf8", "mandoc -Tlint"])
func `the manual page is roff without a warning`(formatter: String) {
  struct Odd: CommandDefinition {
    static let name = "odd"
    static let summary = ".TH 'x' \\fB back\\slash \"quoted\" é 👍 שלום"
    static let discussion = ".SH not a title\n\n'br\n\n  .nf\n  \\n(.x  two  spaces"
    @Option(help: ".B \\") var last: String = "\\"
  }
  let odd = CommandTree(
    program: "odd", summary: "Odd", sections: [(title: "All", nodes: [.command(Odd.self)])],
    version: "1")
  for tree in [sample, odd] {
    withFiles(["page.1": tree.manual(date: "2026-11-21")]) { folder in
      let result = shell("\(formatter) '\(folder)/page.1' 2>&1 >/dev/null")
      #expect(result.output == "" && result.status == 0)
    }
  }
  let page = sample.manual(date: "2026-11-21")
  #expect(page.utf8.allSatisfy { $0 < 0x80 })
  for name in ["rtrack comment", "rtrack add", "rtrack issue open", "rtrack issue close"] {
    #expect(page.contains(".SS \"\(name)\"\n"))
  }
}
