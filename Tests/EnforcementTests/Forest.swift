import Enforcement
import Git
import Ledger
import Platform
import Research
import Testing

/// A repository of its own, in which trees are made from lists of paths.
final class Forest {
  let root: String
  let repository: Repository
  private let writer: ObjectWriter

  init() throws {
    root = try FileSystem.resolve(FileSystem.temporaryDirectory(prefix: "check-tests-"))
    let made = try Child.run(
      ["git", "init", "-q", "--bare", "repo"], in: root,
      environment: ["PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin", "HOME": root])
    try #require(made.succeeded)
    repository = try Repository.open(
      from: Path.join(root, "repo"), environment: ["HOME": root, "GIT_CONFIG_NOSYSTEM": "1"])
    writer = try repository.writer()
  }

  deinit { try? FileSystem.removeTree(root) }

  /// What lies at a path: a file's text unless said otherwise.
  struct File: Hashable {
    var text: String
    var mode = Tree.Mode.file
  }

  /// The tree that holds these files, by path.
  func tree(_ files: [String: String]) throws -> ObjectID {
    try tree(files.mapValues { File(text: $0) })
  }

  /// The same, with modes.
  func tree(_ files: [String: File]) throws -> ObjectID {
    let id = try build(files.map { (Array($0.key.utf8.split(separator: 47)), $0.value) })
    try writer.publish()
    return id
  }

  /// The tree that holds a file at each of these paths, which Swift may think equal.
  func tree(paths: [String]) throws -> ObjectID {
    let id = try build(paths.map { ($0.utf8.split(separator: 47), File(text: $0)) })
    try writer.publish()
    return id
  }

  private func build(_ files: [([Substring.UTF8View], File)]) throws -> ObjectID {
    var entries: [Tree.Entry] = []
    var folders: [[UInt8]: [([Substring.UTF8View], File)]] = [:]
    for (path, file) in files {
      guard let first = path.first else { continue }
      if path.count > 1 {
        folders[Array(first), default: []].append((Array(path.dropFirst()), file))
      } else {
        let id =
          file.mode == .submodule
          ? try #require(ObjectID(hex: String(repeating: "1", count: 40)))
          : try writer.blob(Array(file.text.utf8))
        entries.append(Tree.Entry(name: String(Substring(first)), mode: file.mode, id: id))
      }
    }
    for (name, inner) in folders {
      entries.append(
        Tree.Entry(
          name: String(decoding: name, as: UTF8.self), mode: .directory, id: try build(inner)))
    }
    return try writer.tree(Tree(entries: entries))
  }

  /// A tree from entries as they are, whatever git thinks of their names.
  func rawTree(_ entries: [Tree.Entry]) throws -> ObjectID {
    try literally(Tree(entries: entries).serialized())
  }

  private func literally(_ tree: [UInt8]) throws -> ObjectID {
    let file = Path.join(root, "raw-tree")
    try FileSystem.write(tree, to: file)
    let made = try Child.run(
      ["git", "hash-object", "-w", "-t", "tree", "--literally", file], in: repository.gitDirectory,
      environment: ["PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin", "HOME": root])
    return try #require(
      ObjectID(hex: String(decoding: made.output.prefix { $0 != 10 }, as: UTF8.self)))
  }

  /// A tree of just these entries in this order, as no git makes it.
  func repeatingTree(_ entries: [Tree.Entry]) throws -> ObjectID {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += Array("\(String(entry.mode.rawValue, radix: 8)) \(entry.name)\u{0}".utf8)
      bytes += entry.id.bytes
    }
    return try literally(bytes)
  }

  func blob(_ text: String) throws -> ObjectID {
    let id = try writer.blob(Array(text.utf8))
    try writer.publish()
    return id
  }

  /// A spec as `register` brings it: its file, and the event, each by path.
  func registration(
    of spec: String, _ id: ExperimentID, _ suffix: String, profile: CheckProfile = .strict
  ) throws -> (event: [String: String], spec: [String: String]) {
    let name = try #require(EventName("20261121T053500Z-c0-flux-registered-\(suffix)"))
    let file = Layout.spec(broughtBy: name)
    let blob = try repository.hash(of: Array(spec.utf8), .blob).hex
    let event = Event(
      name: name, thread: .experiment(id, opening: name),
      payload: .registered(
        SpecRecord(
          title: "Warm-up", file: file, blob: blob, floor: .nothingRun, profile: profile)))
    let bytes = EventFile.serialized(event)
    return (
      [Layout.path(of: event): String(decoding: bytes, as: UTF8.self)],
      [Layout.path(ofSpec: file, of: id): spec]
    )
  }

  /// What a check says of a commit, each violation as `rule act path`.
  func verdict(
    _ parents: [[String: String]], _ files: [String: String], _ rules: [Protection] = guarded,
    on branch: BranchKind = .code, at time: Timestamp? = nil,
    firstVersion: @escaping (String) throws -> Tree.Entry? = { _ in nil }
  ) throws -> [String] {
    try violations(
      try parents.map { try tree($0) }, try tree(files), rules, on: branch, at: time, firstVersion
    ).map(\.line)
  }

  func violations(
    _ parents: [ObjectID], _ tree: ObjectID, _ rules: [Protection] = guarded,
    on branch: BranchKind = .code, at time: Timestamp? = nil,
    _ firstVersion: @escaping (String) throws -> Tree.Entry? = { _ in nil }
  ) throws -> [Violation] {
    try Check(repository, Protections(Protections.ofLedger + rules), on: branch).violations(
      of: CheckedCommit(parents: parents, tree: tree, time: time, firstVersion: firstVersion))
  }
}

/// What the tests protect beside the code.
let guarded = [
  Protection(pattern: "specs/*.md", content: .specs),
  Protection(pattern: "results/**", content: .results),
]

extension Violation {
  /// `rule act path`.
  var line: String { "\(rule.rawValue) \(act.rawValue) \(path)" }
}
