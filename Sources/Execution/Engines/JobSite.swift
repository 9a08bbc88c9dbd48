import Platform

/// A machine that jobs lie on: how words are called there, and how files come and go.
protocol JobSite {
  /// Calls a program there with exactly these words; its status is not looked at.
  func call(_ words: [String]) throws(EngineFault) -> ChildResult

  /// Copies what a folder here holds into one there, which is made.
  func bring(_ folder: String, to place: String) throws(EngineFault)

  /// Copies entries of a folder there into one here; those that are not there are passed over.
  func fetch(_ names: [String], of place: String, into folder: String) throws(EngineFault)
}

extension JobSite {
  /// What a program there printed; its failure is a fault with what it said.
  @discardableResult
  func output(of words: [String]) throws(EngineFault) -> String {
    let result = try call(words)
    if result.succeeded { return String(decoding: result.output, as: UTF8.self) }
    throw EngineFault.failed("\(words.first ?? ""): \(Self.words(of: result))")
  }

  /// What a program said when it failed, in a line.
  static func words(of result: ChildResult) -> String {
    let said = String(decoding: result.errors.suffix(600), as: UTF8.self)
      .split(whereSeparator: \.isNewline).suffix(3).joined(separator: " / ")
    return said.isEmpty ? "\(result.end)" : said
  }
}

/// This machine.
struct LocalSite: JobSite {
  let environment: [String: String]

  func call(_ words: [String]) throws(EngineFault) -> ChildResult {
    do throws(SystemError) {
      return try Child.run(words, environment: environment)
    } catch {
      throw EngineFault.failed("\(error)")
    }
  }

  func bring(_ folder: String, to place: String) throws(EngineFault) {
    try output(of: ["mkdir", "-p", place])
    try output(of: ["cp", "-RPp", folder + "/.", place])
  }

  func fetch(_ names: [String], of place: String, into folder: String) throws(EngineFault) {
    for name in names {
      let source = Path.join(place, name)
      guard (try? FileSystem.status(source)) != nil else { continue }
      do throws(SystemError) {
        try FileSystem.removeTree(Path.join(folder, name))
      } catch {
        throw EngineFault.failed("\(error)")
      }
      try output(of: ["cp", "-RPp", source, folder])
    }
  }
}
