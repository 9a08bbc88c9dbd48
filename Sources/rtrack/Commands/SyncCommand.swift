import ArgumentParsing
import Documents
import Enforcement
import Ledger
import Research

/// Brings this clone's ledger and the remote's into one.
struct SyncCommand: Command {
  static let name = "sync"
  static let summary = "Exchange what is new with the remote's ledger"
  static let discussion = """
    Fetches the ledger branch, checks that nothing written earlier was changed there, unites both \
    sides and pushes. Nothing of your branches, index or work tree takes part. When the remote is \
    not reached nothing is lost: exit status 2, and the next call sends it.

    When somebody has changed an entry on the remote, nothing is taken over and exit status 2 says \
    so; `--heal` returns such entries to what was first written, by one more commit, and every \
    other clone's next sync goes on from there. What was healed stays in the history.

    Where two clones had opened one number, the later opening gets the next free one, and the \
    files that still mean it by the old one are listed.

    Where the policy protects paths beside the code, the remote's branches are fetched too, and \
    what they hold there is sealed: its bytes go into the ledger, so that rewriting those branches \
    neither loses it nor hides that it was there.

    One remote is believed: origin, or what git config ledger.remote names. With `--all-remotes` \
    the ledgers of the others are fetched too, and it is said what each has more and lacks; \
    nothing is taken from them. Exit status 1 then says that one holds other bytes, 2 that one \
    could not be read.
    """
  static let examples = [
    Example("rtrack sync"),
    Example("rtrack sync --all-remotes", "to see how the other remotes' ledgers stand to this one"),
    Example("git config ledger.remote upstream", "to sync with another remote than origin"),
  ]

  @Flag(help: "Return entries that were changed on the remote to what was first written")
  var heal: Bool

  @Flag(help: "Say of every other remote, too, what its ledger has; only one is believed")
  var allRemotes: Bool

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let ledger = try Ledger(of: try context.repository(), environment: context.environment)
    if try !ledger.exists() { try context.take(ledger) }
    let writer = context.writer(of: ledger)
    var sync = Sync(of: ledger, writer: writer)
    sync.patience = context.patience.sync
    sync.heals = heal
    let copy = CopyAtSync(of: ledger, in: context)
    let taken = copy.takeIn()
    sync.judge = RedactionRule(ledger.repository, environment: ledger.environment).redactions
    let outcome: Sync.Outcome
    do {
      outcome = try sync.run()
    } catch {
      // What the others have is asked for all the same.
      for line in (try? lines(sync, ledger)) ?? [] { context.note(line.text) }
      throw error
    }
    let commits = try RunCommits(of: ledger, patience: context.patience.sync).push()
    if let why = commits.refusal {
      context.note(
        terminalSafe(
          "rtrack: \(ledger.remote ?? "") did not take the commits that runs stand on: \(why)"))
    }
    let carried = copy.carry().map { CarryReport(outcome: $0, taken: 0) }
    let view = context.refreshView(of: ledger)
    return SyncReport(
      outcome: outcome, commits: commits, remote: ledger.remote ?? "",
      taken: taken,
      carried: carried, others: try lines(sync, ledger), view: view)
  }

  /// What all remotes have; nil where that was not asked.
  private func lines(_ sync: Sync, _ ledger: Ledger) throws -> [RemoteLine]? {
    guard allRemotes else { return nil }
    return try sync.looks().map { RemoteLine(look: $0, branch: ledger.branchName) }
  }
}

private struct SyncReport: Report {
  let outcome: Sync.Outcome
  /// What became of the commits that runs stand on.
  let commits: RunCommits.Outcome
  let remote: String
  /// Files that only the branch had which is checked out here.
  let taken: Int
  /// What became of the copy on that branch; nil where the policy does not name it.
  let carried: CarryReport?
  /// What all remotes have; nil where that was not asked.
  let others: [RemoteLine]?
  let view: String

  var status: Int32 { others?.map(\.status).max() ?? 0 }

  /// The tip that both have now.
  var ids: [String] { outcome.tip.map { [$0] } ?? [] }

  var json: [JSON.Member] {
    [
      JSON.Member("remote", .string(remote)), JSON.Member("received", .integer(outcome.received)),
      JSON.Member("sent", .integer(outcome.sent)),
      JSON.Member("sealed", .integer(outcome.sealed)),
      JSON.Member("run_commits_sent", .strings(commits.sent)),
      JSON.Member("run_commits_refused", .optional(commits.refusal)),
      JSON.Member("put_back", .strings(outcome.returned)),
      JSON.Member("branch_put_back", .boolean(outcome.branchWasGone)),
      JSON.Member("healed", .strings(outcome.healed)),
      JSON.Member("undone", .strings(outcome.undone)),
      JSON.Member("redacted", .strings(outcome.redacted.paths)),
      JSON.Member("settled", .array(outcome.settled.map(Self.settled))),
      JSON.Member("to_redact_again", .strings(outcome.toRedactAgain)),
      JSON.Member("attempts", .integer(outcome.attempts)),
      JSON.Member("carried", .optional(carried?.outcome.commit)),
      JSON.Member("taken_in", .integer(taken)),
      JSON.Member("tip", .optional(outcome.tip)), JSON.Member("view", .string(view)),
    ] + (others.map { [JSON.Member("remotes", .array($0.map(\.json)))] } ?? [])
  }

  func text(for terminal: Terminal) -> String {
    let isNothing = outcome.received == 0 && outcome.sent == 0
    let moved = "\(files(outcome.received)) received, \(files(outcome.sent)) sent"
    var text =
      "In step with \(remote): \(isNothing ? "nothing was new on either side" : moved).\n"
    text += CarryReport.taking(taken)
    if !commits.sent.isEmpty {
      text += "Published the code that \(counted(commits.sent.count, "run")) "
      text += "\(commits.sent.count == 1 ? "stands" : "stand") on.\n"
    }
    if outcome.sealed > 0 {
      text += "Sealed \(files(outcome.sealed)) that \(remote)'s branches hold beside the code.\n"
    }
    if outcome.branchWasGone {
      text += "Put back on \(remote), where the branch seen before had gone.\n"
    }
    text += list(
      outcome.returned,
      "Put back on \(remote), where \(files(outcome.returned.count)) seen before had gone:")
    text += list(
      outcome.healed,
      "Healed on \(remote), where \(files(outcome.healed.count)) had been changed:")
    text += list(
      outcome.undone,
      "As first written again in this clone, where \(files(outcome.undone.count)) differed:")
    for thing in outcome.settled {
      text += list(
        thing.mentions.map { ".research/\($0)" },
        terminalSafe("\(thing.place) (~\(thing.opening.suffix)) is now \(thing.number)")
          + (thing.mentions.isEmpty ? "." : ", and is meant by the old number in:"), always: true)
    }
    text += list(
      outcome.redacted.paths,
      "On the line that was written anew without \(files(outcome.redacted.paths.count)):")
    text += list(
      outcome.toRedactAgain,
      "Two clones wrote the line anew; redact what is on it again with --rewrite:")
    if let carried, carried.outcome.commit != nil { text += carried.text(for: terminal) + "\n" }
    return text + (others ?? []).map { $0.text + "\n" }.joined()
  }

  private static func settled(_ thing: SettledThing) -> JSON {
    .object([
      JSON.Member("opening", .string(thing.opening.description)),
      JSON.Member("was", .string(thing.place.description)),
      JSON.Member("is", .string(thing.number.description)),
      JSON.Member("mentions", .strings(thing.mentions)),
    ])
  }

  private func list(_ paths: [String], _ heading: String, always: Bool = false) -> String {
    if paths.isEmpty && !always { return "" }
    return heading + "\n" + paths.map { "  \(terminalSafe($0))\n" }.joined()
  }

  private func files(_ count: Int) -> String { counted(count, "file") }
}
