public import Git
import Ledger
import Platform

/// What the container of a job is to be.
public struct ContainerOrder: Hashable, Sendable {
  /// What runs containers on the job's machine.
  public enum Tool: String, CaseIterable, Hashable, Sendable {
    case docker, podman

    /// What it is asked to see whether it answers.
    var question: [String] {
      switch self {
      case .docker: ["docker", "version", "--format", "{{.Server.Version}}"]
      case .podman: ["podman", "version", "--format", "{{.Client.Version}}"]
      }
    }
  }

  /// The image that it is made of.
  public var image: ContainerImage
  /// Who runs it; nil for whoever answers there.
  public var tool: Tool?
  /// How much memory it may hold, in bytes; nil for no limit of its own.
  public var memory: Int?
  /// Whether it gets graphics processors.
  public var hasGraphics: Bool

  /// An order.
  public init(
    image: ContainerImage, tool: Tool? = nil, memory: Int? = nil, hasGraphics: Bool = false
  ) {
    self.image = image
    self.tool = tool
    self.memory = memory
    self.hasGraphics = hasGraphics
  }

  /// Puts into the folder of a job, or of one of its tasks, what its script asks for.
  ///
  /// - Parameter variables: what its command is told of the run.
  func write(into folder: String, for variables: [String: String]) throws {
    let own = Path.join(folder, "container")
    try FileSystem.makeDirectory(Path.join(own, "told"))
    let names = ["RTRACK_EXPERIMENT", "RTRACK_RUN", "RTRACK_SEED"].compactMap { variables[$0] }
    let name = (["rtrack"] + names).joined(separator: "-")
    func write(_ name: String, _ text: String) throws {
      try FileSystem.create(Array((text + "\n").utf8), at: Path.join(own, name), mode: 0o600)
    }
    try write("image", image.name)
    try write("name", name)
    if let tool { try write("tool", tool.rawValue) }
    if let memory { try write("memory", "\(memory)") }
    if hasGraphics { try write("graphics", "all") }
    try FileSystem.create(
      PackageResources.container, at: Path.join(own, "script"), mode: 0o700)
  }
}

/// The name of an image, as docker and podman take it: `python:3.11`, `example.org/lab:2`. None can
/// be taken for an option.
public struct ContainerImage: Hashable, Sendable {
  /// What a job gets where no other is named: Python 3.11, of its makers.
  public static let standard = ContainerImage(standard: "python:3.11")

  /// The name.
  public let name: String

  private init(standard name: String) { self.name = name }

  /// A name that may be one; nil where it cannot.
  public init?(_ name: String) {
    func isLetter(_ byte: UInt8) -> Bool {
      (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 48 && byte <= 57)
    }
    let marks = Set("._-/:@".utf8)
    guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 255,
      name.utf8.allSatisfy({ isLetter($0) || marks.contains($0) }), !name.contains("//")
    else { return nil }
    self.name = name
  }
}

/// What git's configuration says of the containers of jobs.
public struct ContainerSettings: Hashable, Sendable {
  /// `rtrack.cloud.image`: what every job runs in; nil for no container.
  public let image: ContainerImage?
  /// `rtrack.cloud.container`: who runs it; nil for whoever answers.
  public let tool: ContainerOrder.Tool?

  /// What the configuration says.
  ///
  /// - Throws: ``LedgerError`` where a value cannot be used.
  public init(of repository: Repository) throws {
    let name = try repository.setting("rtrack.cloud.image")
    image = name.flatMap { ContainerImage($0) }
    if let name, image == nil {
      throw LedgerError(
        .invalid, "rtrack.cloud.image is \"\(name)\", which is no image's name",
        hint: "set one such as \(ContainerImage.standard.name)")
    }
    let word = try repository.setting("rtrack.cloud.container")
    tool = word.flatMap { ContainerOrder.Tool(rawValue: $0) }
    if let word, tool == nil {
      throw LedgerError(
        .invalid, "rtrack.cloud.container is \"\(word)\"", hint: "set docker or podman")
    }
  }
}
