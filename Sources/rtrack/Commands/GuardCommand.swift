import ArgumentParsing
import Documents
import Enforcement
import Research

/// A coding agent's hook before its tools.
struct GuardCommand: Command {
  static let name = "guard"
  static let summary = "Judge what a coding agent's tool is about to do, as its hook"
  static let discussion = """
    Reads the hook's JSON from standard input (tool_name, tool_input, cwd). Exit status 2 with \
    the reason on standard error blocks the call, 0 lets it pass; with --json the answer is the \
    deny document, and the status 0. Judged are shell commands and file tools, by the phase \
    (`rtrack phase`) and by what the policy protects (`rtrack protect list`). It is a courtesy, \
    not a wall: a program that is started can write what it likes, and git's hooks see that.
    """
  static let examples = [Example("rtrack guard", "as a hook, with the JSON on standard input")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let (call, directory) = try ToolCall.read(JSON.parse(context.input()))
    var context = context
    if let directory { context.directory = context.path(directory) }
    let watch = Guard(in: context.directory, environment: context.environment) {
      [context] folder in
      var there = context
      there.directory = folder
      return try there.role()
    }
    var refusal: Refusal?
    do {
      try watch.check(call)
    } catch let no as Refusal {
      refusal = no
    }
    for complaint in watch.complaints { context.note("rtrack: \(terminalSafe(complaint))") }
    if let refusal, !common.json {
      context.note("rtrack: \(terminalSafe(refusal.reason))\n  \(terminalSafe(refusal.hint))")
    }
    return GuardReport(refusal: refusal, isDocument: common.json)
  }
}

/// The answer to the hook: nothing, or why not.
private struct GuardReport: Report {
  let refusal: Refusal?
  let isDocument: Bool

  /// An agent blocks on 2 alone, and reads a document only with 0.
  var status: Int32 { refusal == nil || isDocument ? 0 : 2 }

  /// A call that passes is left to the agent's own rules: it is not allowed, it is not denied.
  var json: [JSON.Member] {
    guard let refusal else { return [] }
    return [
      JSON.Member(
        "hookSpecificOutput",
        .object([
          JSON.Member("hookEventName", .string("PreToolUse")),
          JSON.Member("permissionDecision", .string("deny")),
          JSON.Member(
            "permissionDecisionReason", .string("\(refusal.reason). \(refusal.hint)")),
        ]))
    ]
  }

  func text(for terminal: Terminal) -> String { "" }
}
