import Documents
import Enforcement
import Ledger

/// `--push`: publishing at once, bounded in time, and never the reason why a write fails.
struct Publication {
  let context: Context

  init(_ context: Context) { self.context = context }

  /// Says what came of it on standard error, and in the JSON.
  func publish() -> [JSON.Member] {
    do {
      let ledger = try context.ledger()
      guard ledger.remote != nil else {
        return failed("there is no remote; what was written here is safe")
      }
      var sync = Sync(of: ledger, writer: context.writer(of: ledger))
      sync.patience = context.patience.push
      sync.judge = RedactionRule(ledger.repository, environment: ledger.environment).redactions
      _ = try sync.run()
      return [JSON.Member("pushed", .boolean(true))]
    } catch {
      return failed(Failure(error).message)
    }
  }

  private func failed(_ why: String) -> [JSON.Member] {
    context.note("rtrack: not published: \(why)")
    return [JSON.Member("pushed", .boolean(false)), JSON.Member("not_pushed", .string(why))]
  }
}
