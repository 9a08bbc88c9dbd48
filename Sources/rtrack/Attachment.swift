import Ledger
import Platform

/// A file that goes into the ledger with a comment.
struct Attachment {
  static let largest = 1 << 20

  let name: String
  let bytes: [UInt8]

  /// Reads it before anything is written.
  init(at path: String) throws {
    guard let status = try FileSystem.status(path, following: true) else {
      throw LedgerError(.invalid, "there is no file \(path) to attach")
    }
    guard status.kind == .file else {
      throw LedgerError(
        .invalid, "\(path) is no plain file", hint: "pack a folder into one file first")
    }
    guard status.size <= Self.largest else {
      throw LedgerError(
        .tooLarge, "\(path) has \(status.size) bytes; at most \(Self.largest) are attached",
        hint: "commit it beside the code and name it with --result PATH")
    }
    name = Path.last(path)
    bytes = try FileSystem.read(path, limit: Self.largest)
  }
}
