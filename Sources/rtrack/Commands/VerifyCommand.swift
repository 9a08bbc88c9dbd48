import ArgumentParsing
import Documents
import Enforcement
import Ledger
import Research

/// Goes through all history and says whether anything promised or measured was rewritten.
struct VerifyCommand: Command {
  static let name = "verify"
  static let summary = "Say whether anything promised or measured was changed, in all history"
  static let discussion = """
    Goes through the ledger and every branch: every commit, every parent, by the objects \
    themselves, and holds them against what witnesses saw. What was gone through before is not \
    gone through again (--full does). Exit status 1 when something is found that nothing \
    authorised covers, 2 when something could not be looked at.
    """
  static let examples = [
    Example("rtrack verify"),
    Example("rtrack verify --full --strict", "hash every object"),
    Example("rtrack verify --witness ../other-clone --witness kept/witness.txt"),
    Example(
      "rtrack verify --specs 'experiments/*.md' --results 'results/**'",
      "in a project that never used rtrack"),
    Example("rtrack verify --template github > .github/workflows/verify.yml"),
  ]

  @Option(
    value: "REF", help: "Of code, look at this branch or commit and HEAD alone (repeatable)")
  var ref: [String]

  @Flag(help: "Go through everything again")
  var full: Bool

  @Flag(help: "Go through everything and hash every object")
  var strict: Bool

  @Option(
    value: "PATH", help: "Another clone, or a file of `rtrack witness export` (repeatable)",
    completion: .files)
  var witness: [String]

  @Option(value: "GLOB", help: "Paths of specs, beside what the policy protects (repeatable)")
  var specs: [String]

  @Option(value: "GLOB", help: "Paths of results, beside what the policy protects (repeatable)")
  var results: [String]

  @Flag(help: "Print SARIF 2.1.0, as code scanning reads it")
  var sarif: Bool

  @Option(value: "HOST", help: "Print a job for the host's CI instead: github or gitlab")
  var template: CITemplate?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for pattern in specs + results {
      if let fault = Protection.fault(in: pattern) {
        throw ArgumentFault(fault, hint: "such as `--results 'results/**'`")
      }
    }
  }

  func run(in context: Context) throws -> any Report {
    if let template { return Words(words: template.text) }
    let repository = try context.repository()
    let ledger = try self.ledger(context)
    let verification = Verification(
      of: repository, ledger: ledger, version: Program.version,
      environment: context.environment)
    var question = Verification.Question()
    question.references = ref
    question.isFull = full
    question.isStrict = strict
    question.witnesses = witness.map(context.path)
    question.protections =
      specs.map { Protection(pattern: $0, content: .specs) }
      + results.map { Protection(pattern: $0, content: .results) }
    let answer = try verification.run(question)
    // A ledger that cannot be folded is still looked at: how many there are is then not known.
    let elsewhere = try? ledger?.snapshot().countOfPointers()
    return sarif ? SARIFReport(answer: answer) : VerifyReport(answer: answer, elsewhere: elsewhere)
  }

  /// The ledger; none in a project that has its specs and results named in the call.
  private func ledger(_ context: Context) throws -> Ledger? {
    let ledger = try context.ledger()
    if try ledger.exists() || (specs.isEmpty && results.isEmpty) { return ledger }
    return nil
  }
}
