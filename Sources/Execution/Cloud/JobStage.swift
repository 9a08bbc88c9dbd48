public import Git
public import Ledger
import Platform
import Research

/// A job's folder as it is made here before it goes out: the code of one commit, what it is to do,
/// and the script that does it. Later edits reach none of it.
public struct JobStage {
  /// The folder here.
  public let folder: String
  /// Folders that go along, each with its path below the code.
  public let data: [(source: String, name: String)]
  /// What a batch system is told beside.
  let batch: [String]
  /// How long the job may take to stop, in seconds.
  let grace: Int

  /// What a job is to do.
  public struct Order: Sendable {
    /// One text for `sh -c`.
    public var command: String
    /// Where it works, from the code's top.
    public var directory: String
    /// What it gets of an environment beside its machine's own.
    public var variables: [String: String]
    /// When it is to end by itself, in seconds.
    public var limit: Int
    /// How long it may take to stop, in seconds.
    public var grace: Int
    /// The seeds of its tasks, each a command of its own; empty for one command.
    public var seeds: [Int] = []
    /// Where it sends what it leaves.
    public var bucket: CloudBucket?
    /// What a batch system is told beside, such as `--partition=long`.
    public var batch: [String]
    /// What it runs in; nil for its machine itself.
    public var container: ContainerOrder?

    /// An order.
    public init(
      command: String, directory: String, variables: [String: String], limit: Int, grace: Int,
      seeds: [Int] = [], bucket: CloudBucket? = nil, batch: [String] = [],
      container: ContainerOrder? = nil
    ) {
      self.command = command
      self.directory = directory
      self.variables = variables
      self.limit = limit
      self.grace = grace
      self.seeds = seeds
      self.bucket = bucket
      self.batch = batch
      self.container = container
    }
  }

  /// Makes a stage anew in a folder that is this job's.
  ///
  /// - Throws: ``LedgerError`` where the code cannot be had, `SystemError` where it cannot be
  ///   written.
  public init(
    in folder: String, of commit: ObjectID, from ledger: Ledger, spec: [UInt8], _ order: Order,
    data: [(source: String, name: String)]
  ) throws {
    self.folder = folder
    self.data = data
    batch = order.batch
    grace = order.grace
    try FileSystem.removeTree(folder)
    try FileSystem.makeDirectory(folder)
    try Self.checkOut(commit, of: ledger, into: Path.join(folder, "code"))
    // A folder that the commit does not hold is there all the same: the caller stands in it.
    try FileSystem.makeDirectory(Path.join(folder, "code/\(order.directory)"))
    if order.seeds.isEmpty {
      try Self.write(order, spec, into: folder)
      return
    }
    for seed in order.seeds {
      var task = order
      task.variables["RTRACK_SEED"] = "\(seed)"
      task.bucket = order.bucket?.folder(JobHandle.name(ofTask: seed))
      try Self.write(task, spec, into: Path.join(folder, JobHandle.name(ofTask: seed)))
    }
    let names = order.seeds.map { JobHandle.name(ofTask: $0) + "\n" }.joined()
    try FileSystem.create(Array(names.utf8), at: Path.join(folder, "tasks"))
    try FileSystem.create(PackageResources.job, at: Path.join(folder, "job"), mode: 0o700)
  }

  /// What a job is to do, and the script that does it.
  private static func write(_ order: Order, _ spec: [UInt8], into folder: String) throws {
    func write(_ name: String, _ text: String) throws {
      try FileSystem.create(Array((text + "\n").utf8), at: Path.join(folder, name), mode: 0o600)
    }
    try FileSystem.makeDirectory(Path.join(folder, "files"))
    try FileSystem.makeDirectory(Path.join(folder, "env"))
    try write("command", order.command)
    try write("directory", order.directory)
    try write("limit", "\(order.limit)")
    try write("grace", "\(order.grace)")
    for (name, value) in order.variables { try write("env/\(name)", value) }
    if let bucket = order.bucket {
      try write("bucket", bucket.address + "\n" + (bucket.endpoint ?? ""))
    }
    try FileSystem.create(spec, at: Path.join(folder, "spec.md"), mode: 0o444)
    try FileSystem.create(PackageResources.job, at: Path.join(folder, "job"), mode: 0o700)
    try FileSystem.create(PackageResources.measure, at: Path.join(folder, "measure"), mode: 0o600)
    try order.container?.write(into: folder, for: order.variables)
  }

  /// A commit's files as git checks them out, through an index of its own: `git archive` would
  /// leave out what the commit's attributes say.
  private static func checkOut(
    _ commit: ObjectID, of ledger: Ledger, into folder: String
  ) throws {
    guard let top = ledger.repository.workTree else {
      throw LedgerError(
        .invalid, "a bare repository has no work tree to run code in", hint: "run it in a clone")
    }
    try FileSystem.makeDirectory(folder)
    let index = folder + ".index"
    defer {
      try? FileSystem.remove(index)
      try? FileSystem.remove(index + ".lock")
    }
    for words in [
      ["read-tree", commit.hex], ["checkout-index", "--all", "--force", "--prefix=\(folder)/"],
    ] {
      let result = try GitProcess.run(
        words, in: top, environment: ledger.environment, index: index)
      if result.succeeded { continue }
      let said = String(decoding: result.errors.prefix(300), as: UTF8.self)
        .split(whereSeparator: \.isNewline).prefix(3).joined(separator: " / ")
      throw LedgerError(
        .system, "git \(words[0]) could not stage the code of \(commit.short): \(said)",
        hint: "nothing was sent out")
    }
  }

  /// Removes the stage.
  public func remove() { try? FileSystem.removeTree(folder) }

  /// Whether a text can be the name of a variable, so that a shell takes it for one.
  public static func isVariable(_ name: some StringProtocol) -> Bool {
    let letters = name.utf8.allSatisfy { byte in
      (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57)
        || byte == 95
    }
    return letters && name.utf8.first.map { !($0 >= 48 && $0 <= 57) } == true
  }
}
