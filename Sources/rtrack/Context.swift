import Documents
import Enforcement
import Git
import Ledger
import Platform
import Query
import Research

/// Everything a command may touch of the world: so that a test can be a world of its own.
struct Context {
  /// Where the command was called; every path in its arguments is relative to this.
  var directory: String
  var environment: [String: String]
  var now: () -> Timestamp
  /// Thirty-two random bits.
  var dice: () -> UInt32
  /// Standard input, whole; asked for only when a call says so.
  var input: () throws -> [UInt8]
  /// Whether input and output are a terminal, and so a person.
  var isInteractive: Bool
  var terminal: Terminal
  /// How long the network may take.
  var patience = Patience()
  /// Says something to a person while the command is at work, or beside its answer.
  var note: (String) -> Void
  /// Passes on what a command prints that rtrack runs: to standard error where asked.
  var relay: ([UInt8], _ toErrors: Bool) -> Void = { bytes, toErrors in
    // Who has stopped reading misses something; the run goes on.
    _ = try? Standard.write(bytes, toErrors: toErrors)
  }
  /// Whether somebody still reads what this call prints; asked between two waits.
  var isRead: () -> Bool = { Standard.isOutputRead }
  /// Waits a little while nothing happens.
  var rest: (Duration) -> Void = { MonotonicClock.sleep($0) }
  /// What the answer of this call rests on.
  var basis = AnswerBasis()
  /// The path of rtrack itself, where it is not what this process was started as.
  var program: String?

  /// The process's own world.
  static func live() throws -> Context {
    let environment = Machine.environment
    return Context(
      directory: try Machine.currentDirectory, environment: environment,
      now: { Timestamp(seconds: WallClock.now().seconds) },
      dice: { UInt32.random(in: .min ... .max) },
      input: { try Standard.readInput(limit: 64 << 20) },
      isInteractive: Standard.isTerminal(0) && Standard.isTerminal(1),
      terminal: Terminal(
        isOutput: Standard.isTerminal(1), columns: Standard.columns() ?? 80,
        hasColour: Standard.isTerminal(1) && environment["NO_COLOR", default: ""].isEmpty
          && environment["TERM"] != "dumb",
        errorColumns: Standard.isTerminal(2) && environment["TERM"] != "dumb"
          ? Standard.columns(of: 2) ?? 80 : nil),
      note: { _ = try? Standard.write(Array(($0 + "\n").utf8), toErrors: true) })
  }

  /// The absolute path of rtrack, for what others are to start later.
  func ownPath() throws -> String {
    let word = program ?? CommandLine.arguments.first ?? "rtrack"
    let found = Child.locate(word, environment: Machine.environment) ?? word
    return Path.absolute(found, in: try Machine.currentDirectory)
  }

  func path(_ argument: String) -> String { Path.absolute(argument, in: directory) }

  /// The repository the command was called in.
  func repository() throws -> Repository {
    try Repository.open(from: directory, environment: environment)
  }

  /// The top of the work tree the command was called in; nil in a bare repository.
  func workTree() throws -> String? { try repository().workTree }

  /// The ledger of the repository; in a fresh clone it is taken from the remote first, and told.
  func ledger() throws -> Ledger {
    let ledger = try Ledger(of: try repository(), environment: environment)
    ledger.judgeSettings()
    _ = try? healPhases(in: ledger.repository)
    if try !ledger.exists(), ledger.remote != nil {
      do {
        try take(ledger)
      } catch let error as LedgerError where error.kind == .remote {
        note("rtrack: \(error.message); whether it has a ledger is not known")
      }
    }
    return ledger
  }

  /// What a question to the ledger as it is now is answered, with the index that finds things in
  /// it. It is asked again where the index shows damage meanwhile, so it changes nothing.
  ///
  /// - Parameters:
  ///   - hasWords: whether it is searched by words.
  ///   - isLooking: whether the remote is looked at before, where the configuration asks for that.
  func answer<Answer>(
    hasWords: Bool = false, isLooking: Bool = true, _ question: (Reading) throws -> Answer
  ) throws -> Answer {
    var progress = ReadingProgress(self)
    defer { progress.end() }
    return try Reading.answer(
      of: try isLooking ? asked() : ledger(), hasWords: hasWords,
      progress: { progress.tell($0, of: $1) },
      tell: { note("rtrack: \($0)") }, question)
  }

  /// Takes the remote's ledger where there is none here, and says so.
  func take(_ ledger: Ledger) throws {
    let origin = try founding(of: ledger)
      .takeIfRemoteHasOne(patience: patience.sync)
    guard case .taken(let remote) = origin else { return }
    note("rtrack: took the ledger from \(remote), trusting it on this first use")
    _ = refreshView(of: ledger)
  }

  func founding(of ledger: Ledger) -> Founding {
    var founding = Founding(of: ledger, writer: writer(of: ledger))
    founding.judge = RedactionRule(ledger.repository, environment: environment).redactions
    return founding
  }

  func writer(of ledger: Ledger) -> Writer {
    Writer(of: ledger, clock: now, dice: dice)
  }

  /// Brings the view in step; what is amiss is told, and never fails the command.
  ///
  /// - Parameter written: a write of this call: a view that is far behind then gets only its files.
  func refreshView(of ledger: Ledger, after written: Written? = nil) -> String {
    guard let view = View(of: ledger) else { return "none" }
    switch view.refresh(own: written?.paths) {
    case .current: return "current"
    case .carried: return "carried"
    case .behind(let backlog):
      note(
        "rtrack: the view in .research/ is \(backlog.text) behind; `rtrack files` refreshes it")
      return "behind"
    case .failed(let why):
      note("rtrack: the view in .research/ was not refreshed: \(why)")
      return "failed"
    }
  }
}

/// How long a remote may keep a call waiting.
struct Patience {
  /// `--push`: an agent waits no longer than this for what is only a courtesy.
  var push: Duration = .seconds(20)
  /// `sync`, and the first look of a fresh clone.
  var sync: Duration = .seconds(60)
  /// `cloud run` and `cloud pull`: a machine that is away for some minutes is waited for.
  var cloud: Duration = .seconds(300)
}

/// What is known of the terminal that a person reads.
struct Terminal {
  var isOutput: Bool
  var columns: Int
  var hasColour: Bool
  /// How wide the terminal is that standard error goes to; nil where it goes to none that can take
  /// a line back.
  var errorColumns: Int?
}
