import Git
import Platform

/// A run's manifest beside the code says of each file what it holds, and it closes the folder. What
/// it says of the files that come with it is true.
///
/// Projects write more and less into such a list than the ledger's own; only what names a file
/// below it, with a sum, is asked.
struct ManifestSums {
  private let objects: any ObjectSource

  init(_ objects: any ObjectSource) { self.objects = objects }

  /// More is not hashed while somebody waits for a commit.
  private static let mostBytes = 256 << 20

  /// The first file, in the manifest's order, that is not what it says; nil where none is.
  func fault(of manifest: ObjectID, in folder: String, of root: ObjectID) throws -> String? {
    guard try objects.size(ofBlob: manifest) <= 4 << 20 else { return nil }
    var left = Self.mostBytes
    for line in try objects.blob(manifest).split(separator: 10) {
      guard let (sum, name) = Self.entry(line),
        let entry = try objects.entry(at: "\(folder)/\(name)", in: root),
        [.file, .executable, .groupWritable].contains(entry.mode)
      else { continue }
      left -= try objects.size(ofBlob: entry.id)
      if left < 0 { return nil }
      if SHA256.digest(of: try objects.blob(entry.id)) != sum {
        return "\(name) has not the SHA-256 that the manifest beside it says"
      }
    }
    return nil
  }

  /// A sum and a name, as `sha256sum` writes them in either mode.
  private static func entry(_ line: ArraySlice<UInt8>) -> (sum: String, name: String)? {
    guard line.count > 66 else { return nil }
    let (sum, rest) = (line.prefix(64), line.dropFirst(64))
    let isSum = sum.allSatisfy { ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) }
    guard isSum, rest.starts(with: [32, 32]) || rest.starts(with: [32, 42]) else { return nil }
    var name = String(decoding: rest.dropFirst(2), as: UTF8.self)
    if name.hasPrefix("./") { name.removeFirst(2) }
    return (String(decoding: sum, as: UTF8.self), name)
  }
}
