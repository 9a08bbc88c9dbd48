import Git
public import Ledger
import Platform

/// Where the bytes of redacted entries still are: references whose history holds them.
public struct RemainingHolders {
  private let ledger: Ledger

  /// In one clone.
  public init(of ledger: Ledger) { self.ledger = ledger }

  /// The full names of the references from which one of these blobs is still reached, sorted.
  ///
  /// - Throws: ``LedgerError`` when git cannot walk the history.
  public func references(holding blobs: [String]) throws -> [String] {
    var names: Set<String> = []
    for blob in Set(blobs).sorted() {
      guard let id = ObjectID(hex: blob), ledger.repository.contains(id) else { continue }
      // Every commit that brought it, or took it away.
      let commits = try lines([
        "log", "--all", "--full-history", "-m", "--root", "--no-show-signature", "--format=%H",
        "--find-object=\(id)",
      ])
      for portion in stride(from: 0, to: commits.count, by: 500) {
        let some = commits[portion..<min(portion + 500, commits.count)]
        names.formUnion(
          try lines(["for-each-ref", "--format=%(refname)"] + some.map { "--contains=\($0)" }))
      }
    }
    return names.sorted()
  }

  private func lines(_ arguments: [String]) throws -> [String] {
    let result = try GitProcess.run(
      ["--no-replace-objects"] + arguments, in: ledger.repository.gitDirectory,
      environment: ledger.environment, timeLimit: .seconds(600))
    guard result.succeeded else {
      let said = String(decoding: result.errors, as: UTF8.self).split(whereSeparator: \.isNewline)
      throw LedgerError(
        .system, "git could not look for what still holds it: \(said.last ?? "it said nothing")")
    }
    let lines = String(decoding: result.output, as: UTF8.self).split(whereSeparator: \.isNewline)
    return Set(lines.map(String.init)).sorted()
  }
}
