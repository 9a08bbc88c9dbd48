import ArgumentParsing
import Execution
import Ledger
import Research

/// Removes what recorded jobs left on their machines.
struct CloudCollect: Command {
  static let name = "gc"
  static let summary = "Remove what jobs left on their machines, once their runs are on record"
  static let discussion = """
    Jobs whose runs are not recorded are left alone, whatever their state.
    """
  static let examples = [Example("rtrack cloud gc")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    let shelf = JobShelf(in: try context.ledger().privateFolder)
    return try CloudWatch(context, shelf).collect()
  }
}
