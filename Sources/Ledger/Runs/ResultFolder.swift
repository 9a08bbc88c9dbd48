import Platform

/// A folder of results somewhere on the disk: what is taken of it, and what is refused.
public struct ResultFolder {
  /// How much a folder may hold.
  public struct Limits: Sendable {
    /// Larger files stay where they are, and a pointer to them is kept.
    public var artefact: Int
    /// Files, folders not counted.
    public var files = 2000
    /// Bytes of all that is kept together.
    public var total = 256 << 20

    /// The limits that the policy sets, and the fixed ones.
    public init(artefact: Int) { self.artefact = artefact }
  }

  /// A file of it, not yet read.
  public struct File: Sendable {
    /// Below the folder, such as `plots/loss.png`.
    public let path: String
    /// Bytes.
    public let size: Int
    /// What it stands for, where it is a link of git-annex.
    var link: PointerFile?
  }

  /// In full.
  public let place: String
  /// As the caller named it.
  public let name: String
  /// Every file, sorted by path.
  public let files: [File]
  /// What is neither a file nor a folder that can be kept, each with why; only where that is left
  /// out rather than refused.
  public let leftOut: [String]

  /// Looks through a folder; nothing is read yet.
  ///
  /// - Parameter leavesOut: whether links, pipes, repositories and the like are left out and told,
  ///   where nobody is there to put them right.
  /// - Throws: ``LedgerError`` when it is no folder, holds anything but plain files and folders,
  ///   or too many of them.
  public init(
    _ name: String, at place: String, limits: Limits, leavesOut: Bool = false
  ) throws {
    self.place = place
    self.name = name
    do {
      guard let status = try FileSystem.status(place, following: true) else {
        throw LedgerError(
          .invalid, "there is no folder \(name)", hint: "name the folder that the run wrote to")
      }
      guard status.kind == .directory else {
        throw LedgerError(
          .invalid, "\(name) is no folder", hint: "name the folder that holds metrics.json")
      }
      var leftOut: [String] = []
      files = try Self.walk(place, name, limits) { refusal in
        guard leavesOut else { throw refusal }
        leftOut.append(refusal.message)
      }
      self.leftOut = leftOut
    } catch let error as SystemError {
      throw Self.unreadable(error, name)
    }
  }

  private static func walk(
    _ place: String, _ name: String, _ limits: Limits,
    refused: (LedgerError) throws -> Void
  ) throws -> [File] {
    var files: [File] = []
    var open = [(path: "", depth: 0)]
    while let (folder, depth) = open.popLast() {
      for entry in try FileSystem.entries(Path.join(place, folder)) {
        let path = folder.isEmpty ? entry : folder + "/" + entry
        guard let status = try FileSystem.status(Path.join(place, path)) else {
          try refused(
            LedgerError(
              .invalid,
              "\(Path.join(name, path)) cannot be looked at: its name is no UTF-8, or it is gone",
              hint: "rename it, or move it away"))
          continue
        }
        switch status.kind {
        case .file: files.append(File(path: path, size: status.size))
        case .directory:
          if entry == ".git" {
            try refused(refusal("is a repository of its own", name, path))
          } else if depth >= 16 {
            try refused(refusal("lies more than 16 folders deep", name, path))
          } else {
            open.append((path, depth + 1))
          }
        case .symbolicLink:
          let target = (try? FileSystem.readLink(Path.join(place, path))) ?? ""
          do throws(LedgerError) {
            if let pointer = try PointerFile.read(link: target, path) {
              files.append(File(path: path, size: 0, link: pointer))
              continue
            }
          } catch {
            try refused(error)
            continue
          }
          try refused(refusal("is a link; what it points to may change or go", name, path))
        case .other: try refused(refusal("is a pipe, a socket or a device", name, path))
        }
        if files.count + open.count > limits.files {
          throw LedgerError(
            .tooLarge, "\(name) holds more than \(limits.files) files and folders",
            hint: "pack the many small ones into one archive, then try again")
        }
      }
    }
    return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  private static func refusal(_ why: String, _ name: String, _ path: String) -> LedgerError {
    LedgerError(
      .invalid, "\(Path.join(name, path)) \(why)",
      hint: "put a plain file in its place, or move it out of \(name)")
  }

  private static func unreadable(_ error: SystemError, _ name: String) -> LedgerError {
    LedgerError(
      .invalid, "cannot \(error.operation) \(error.path ?? name): \(error.reason)",
      hint: "it must be a plain file that you may read")
  }

  /// What a run is judged by: kept as bytes, however small the policy's limit is.
  private static let judged: Set = ["metrics.json", "config.json", "analysis.md"]

  /// Reads all of it as artefacts.
  ///
  /// - Parameter root: the work tree, so that pointers name places below it by their path from
  ///   there.
  /// - Throws: ``LedgerError`` when two names would be one in the ledger, a name is the ledger's
  ///   own, a file cannot be read, or all together are too large.
  public func artefacts(limits: Limits, root: String?) throws -> [Artefact] {
    var artefacts: [Artefact] = []
    var byFile: [String: String] = [:]
    var total = 0
    for file in files {
      let place = Path.join(self.place, file.path)
      let artefact: Artefact
      let most = Self.judged.contains(file.path) ? max(limits.artefact, 4 << 20) : limits.artefact
      do {
        if let link = file.link {
          artefact = Artefact(file.path, pointer: link)
        } else if file.size > most {
          let (digest, size) = try FileSystem.digestPlain(place)
          let shown = root.flatMap { Path.relative(place, to: $0) } ?? place
          artefact = Artefact(file.path, at: shown, size: size, digest: digest)
        } else {
          let bytes = try FileSystem.readPlain(place, limit: most)
          total += bytes.count
          let found = try PointerFile.read(file.path, bytes)
          artefact =
            found.map { Artefact($0.name, pointer: $0.pointer) }
            ?? Artefact(file.path, bytes: bytes)
        }
      } catch let error as SystemError {
        throw Self.unreadable(error, name)
      }
      if total > limits.total {
        throw LedgerError(
          .tooLarge, "the files of \(name) have more than \(limits.total >> 20) MiB together",
          hint: "leave NAME.pointer in the place of large ones, which says where they lie, or let "
            + "fewer in: `rtrack policy set results.artefact 1M`")
      }
      if [RunFolder.record, RunFolder.manifest].contains(artefact.file) {
        throw LedgerError(
          .invalid, "\(Path.join(name, file.path)) has the name of a file that the ledger writes",
          hint: "rename it, then try again")
      }
      // A file `a` and a folder `a` cannot both be, either.
      for prefix in Self.prefixes(of: artefact.file) {
        if let other = byFile[prefix], prefix == artefact.file || !other.hasSuffix("/") {
          throw Self.clash(file.path, other, name, prefix)
        }
        if prefix != artefact.file { byFile[prefix] = file.path + "/" }
      }
      byFile[artefact.file] = file.path
      artefacts.append(artefact)
    }
    return artefacts
  }

  /// Every pointer among the files, by its path.
  ///
  /// - Throws: ``LedgerError`` for one that cannot be kept.
  public func pointers() throws -> [(path: String, pointer: PointerFile)] {
    try files.compactMap { file in
      if let link = file.link { return (file.path, link) }
      guard file.size <= PointerFile.most,
        let bytes = try? FileSystem.readPlain(Path.join(place, file.path), limit: PointerFile.most),
        let found = try PointerFile.read(file.path, bytes)
      else { return nil }
      return (file.path, found.pointer)
    }
  }

  /// `a`, `a/b` and `a/b/c` of `a/b/c`.
  private static func prefixes(of file: String) -> [String] {
    var prefixes: [String] = []
    for part in file.split(separator: "/") {
      prefixes.append(prefixes.last.map { $0 + "/" + part } ?? String(part))
    }
    return prefixes
  }

  private static func clash(
    _ a: String, _ b: String, _ name: String, _ file: String
  ) -> LedgerError {
    let other = b.hasSuffix("/") ? "what holds \(b.dropLast())" : b
    return LedgerError(
      .invalid, "in \(name), \(a) and \(other) would both be called \(file) in the ledger",
      hint:
        "rename one of them: names are kept in lower case, with _ for what is no letter or digit")
  }
}
