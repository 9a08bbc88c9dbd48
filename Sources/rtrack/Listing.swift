import ArgumentParsing
import Documents
import Ledger
import Query

/// How much of a long listing is wanted.
struct PageOptions: ParsableArguments {
  @Option(value: "N", help: "How many are listed")
  var limit: Int = 50

  @Option(value: "N", help: "Which page of so many")
  var page: Int = 1

  func validate() throws {
    if !(1...1_000_000).contains(limit) {
      throw ArgumentFault("--limit takes a number from 1 to 1000000")
    }
    if page < 1 { throw ArgumentFault("--page takes a number from 1") }
  }

  func page<Element>(of all: [Element]) -> Page<Element> { Page(page, of: all, size: limit) }
}

extension Context {
  /// Says what a listing leaves out, so that nobody takes a part for the whole. Standard output
  /// stays as it is; in JSON the counts say it.
  func tell<Element>(_ page: Page<Element>, of what: String, json: Bool) {
    if json || page.elements.count == page.total { return }
    if page.number > page.count {
      note(
        "rtrack: there is no page \(page.number) of \(page.total) \(what): "
          + "the last is \(page.count)")
    } else {
      let next = page.number < page.count ? ": the next with --page \(page.number + 1)" : ""
      note("rtrack: page \(page.number) of \(page.count), \(page.total) \(what) in all\(next)")
    }
  }

  /// Says how many files of the ledger could not be read: a listing is never silent about it.
  func tellUnreadable(_ snapshot: Snapshot) {
    let count = snapshot.faults.count
    if count == 0 { return }
    note(
      "rtrack: \(count) \(count == 1 ? "file" : "files") of the ledger could not be read: "
        + "`rtrack doctor`")
  }
}

extension Snapshot {
  /// What could not be read, as every listing's JSON says it.
  var unreadable: JSON.Member { JSON.Member("unreadable", .strings(faults.map(\.text))) }
}
