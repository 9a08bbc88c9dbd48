import ArgumentParsing
import Enforcement
import Ledger

/// What git's hooks call. `Program` takes this way without reading the words: every commit waits.
struct HookCommand: Command {
  static let name = "hook"
  static let summary = "Answer one of git's hooks, as their stubs ask"
  static let hidden = true

  @Argument(help: "The hook, such as pre-commit", choices: HookName.allCases.map(\.rawValue))
  var hook: String

  @Argument(help: "What git gives the hook")
  var arguments: [String]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    try Self.run(hook, arguments, in: context)
    return Words(words: "")
  }

  /// Whether no shell waits that would let pass what cannot be judged: the stub says so where
  /// nothing but branches of code is moved.
  static func passes(_ name: String, _ arguments: [String]) -> Bool {
    name == HookName.referenceTransaction.rawValue && arguments.dropFirst() == ["passing"]
  }

  /// Lets pass what keeps the rules; otherwise throws.
  static func run(_ name: String, _ arguments: [String], in context: Context) throws {
    guard let hook = HookName(rawValue: name) else {
      throw LedgerError(
        .invalid, "rtrack answers no hook \(name)",
        hint: "bring the stubs in step: `rtrack hooks install`")
    }
    let ledger = try Ledger(of: try context.repository(), environment: context.environment)
    let role = { () throws -> String? in
      // Every commit waits: only an agent that says who it is has its role looked up.
      try context.environment["RTRACK_AGENT"] == nil ? nil : context.role()
    }
    try HookCall(hook, arguments, of: ledger, in: context.directory, role: role)
      .run(input: context.input)
  }
}
