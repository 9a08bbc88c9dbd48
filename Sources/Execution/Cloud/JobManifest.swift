import Platform

/// What a job says that it left: every file with its SHA-256, written by the job itself when its
/// command had ended.
public struct JobManifest {
  /// Digests by path below the job's folder.
  let digests: [String: String]

  /// The first thing in which a folder is not what the manifest in it says, or that manifest not
  /// the one of a digest; nil where all is as the job left it.
  public static func fault(of folder: String, digest: String) -> EngineFault? {
    do throws(EngineFault) {
      try check(folder, digest: digest)
      return nil
    } catch {
      return error
    }
  }

  private static func check(_ folder: String, digest: String) throws(EngineFault) {
    let path = Path.join(folder, "manifest.sha256")
    guard let bytes = try? FileSystem.readPlain(path, limit: 64 << 20) else {
      throw EngineFault.failed("its manifest did not arrive")
    }
    guard SHA256.digest(of: bytes) == digest else {
      throw EngineFault.failed("its manifest is not the one that the job wrote, by its SHA-256")
    }
    try JobManifest(bytes).check(folder)
  }

  /// Reads what `sha256sum` writes.
  init(_ bytes: [UInt8]) throws(EngineFault) {
    var digests: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      // A backslash in front says that the name is written with some.
      let isEscaped = line.first == "\\"
      let text = isEscaped ? line.dropFirst() : line
      let digest = text.prefix { $0 != " " }
      guard digest.utf8.count == 64, text.count > 66 else {
        throw EngineFault.failed("the job's manifest has a line that is none: \(line.prefix(100))")
      }
      let name = String(text.dropFirst(66))
      digests[isEscaped ? Self.plain(name) : name] = String(digest)
    }
    self.digests = digests
  }

  private static func plain(_ name: String) -> String {
    var plain = ""
    var isEscaped = false
    for character in name {
      if isEscaped {
        plain.append(character == "n" ? "\n" : character == "r" ? "\r" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        plain.append(character)
      }
    }
    return plain
  }

  /// Whether a folder holds exactly what the manifest says, to the byte.
  ///
  /// - Throws: ``EngineFault`` that names the first that differs, lacks or is there beside it.
  func check(_ folder: String) throws(EngineFault) {
    for (path, digest) in digests.sorted(by: { $0.key < $1.key }) {
      let found = try? FileSystem.digestPlain(Path.join(folder, path)).digest
      if found == digest { continue }
      throw EngineFault.failed(
        found == nil
          ? "\(path) did not arrive" : "\(path) is not what the job left, by its SHA-256")
    }
    var open = ["files"]
    while let path = open.popLast() {
      for name in (try? FileSystem.entries(Path.join(folder, path))) ?? [] {
        let inner = path + "/" + name
        switch (try? FileSystem.status(Path.join(folder, inner)))??.kind {
        case .directory: open.append(inner)
        case .file where digests[inner] == nil:
          throw EngineFault.failed("\(inner) is not among what the job left")
        default: break
        }
      }
    }
  }
}
