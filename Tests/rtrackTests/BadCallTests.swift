import Platform
import Testing

@testable import rtrack

/// A wrong call leaves the repository exactly as it was; so does one that only reads.
@Suite struct BadCallTests {
  /// Commands that write nothing, whatever their answer.
  private static let reading = [
    "rtrack list", "rtrack ready", "rtrack agent list", "rtrack agent show", "rtrack cycle list",
    "rtrack cycle show", "rtrack policy show", "rtrack silent",
  ]

  @Test(arguments: [
    ("bad-calls.txt", 70), ("issues.txt", 25), ("agents.txt", 18), ("cycles.txt", 4),
    ("list.txt", 7),
  ])
  func `what is refused, and what only reads, changes nothing`(
    transcript: String, atLeast floor: Int
  ) throws {
    let text = String(
      decoding: try FileSystem.read(Path.join(TranscriptTests.folder, transcript)), as: UTF8.self)
    let player = try Player()
    let repository = player.session.directory
    var refused = 0
    player.around = { line, call in
      let before = try Fingerprint(of: repository)
      let outcome = call()
      if outcome.status != 0 { refused += 1 }
      if outcome.status != 0 || Self.reading.contains(where: line.contains) {
        let changed = try Fingerprint(of: repository).difference(from: before)
        #expect(changed == [], "after \(line)")
      }
      return outcome
    }
    _ = try player.play(text)
    #expect(refused >= floor, "\(transcript) holds fewer refused calls than it should")
  }

  @Test func `the fingerprint sees a new ref, a changed index and a touched view`() throws {
    let session = try Session()
    session.rtrack("init")
    for change in [
      ["git", "branch", "other"], ["git", "update-index", "--chmod=+x", "readme.md"],
      ["sh", "-c", "echo >> readme.md"], ["git", "symbolic-ref", "HEAD", "refs/heads/other"],
      ["sh", "-c", "echo > .research/new"],
    ] {
      let before = try Fingerprint(of: session.directory)
      try session.call(change)
      #expect(try !Fingerprint(of: session.directory).difference(from: before).isEmpty)
    }
  }
}

/// Every file of a repository, its `.git` included, byte for byte: with them HEAD, the index, all
/// refs, the ledger's tip, the view and what `git status` says.
struct Fingerprint {
  /// What rtrack may always make in its own folder: the lock that writers queue on, and what
  /// spares the next reading a walk.
  private static let own =
    [".git/rtrack", ".git/rtrack/lock", ".git/rtrack/united"]
    + ["", "-shm", "-wal"].map { ".git/rtrack/index-2.sqlite\($0)" }
  private var files: [String: [UInt8]] = [:]

  init(of repository: String) throws { try add("", in: repository) }

  private mutating func add(_ folder: String, in repository: String) throws {
    for name in try FileSystem.entries(Path.join(repository, folder)) {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      let full = Path.join(repository, path)
      guard let status = try FileSystem.status(full) else { continue }
      switch status.kind {
      case .directory:
        files[path] = []
        try add(path, in: repository)
      case .symbolicLink: files[path] = Array(try FileSystem.readLink(full).utf8)
      case .file, .other: files[path] = try FileSystem.read(full)
      }
    }
  }

  /// The paths that are not the same in both.
  func difference(from other: Fingerprint) -> [String] {
    Set(files.keys).union(other.files.keys).subtracting(Self.own)
      .filter { files[$0] != other.files[$0] }.sorted()
  }
}
