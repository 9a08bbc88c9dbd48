import Documents
import Ledger

/// `--push`: publishing at once, bounded in time, and never the reason why a write fails.
struct Publication {
  /// An agent waits no longer than this.
  static let patience: Duration = .seconds(20)
  let context: Context

  init(_ context: Context) { self.context = context }

  /// Says what came of it on standard error, and in the JSON.
  func publish() -> JSON.Member {
    do {
      let ledger = try context.ledger()
      guard ledger.remote != nil else {
        context.note("rtrack: not published: there is no remote; what was written here is safe")
        return JSON.Member("pushed", .boolean(false))
      }
      var sync = Sync(of: ledger, writer: context.writer(of: ledger))
      sync.patience = Self.patience
      _ = try sync.run()
      return JSON.Member("pushed", .boolean(true))
    } catch {
      let failure = Failure(error)
      context.note("rtrack: not published: \(failure.message)")
      return JSON.Member("pushed", .boolean(false))
    }
  }
}
