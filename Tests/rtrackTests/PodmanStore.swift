import Platform
import Testing

@testable import rtrack

/// Folders and settings of podman for tests alone, with their one image; podman has no engine that
/// stays at work.
final class PodmanStore: Sendable {
  /// Whether it is installed.
  static var isThere: Bool {
    Machine.userID == 0
      && ["podman", "conmon", "runc"].allSatisfy {
        Child.locate($0, environment: ["PATH": path]) != nil
      }
  }

  private static let path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:"
    + (Machine.environment["PATH"] ?? "")
  private let folder: String

  /// What podman reads of its settings' places, and a folder to come home to.
  var environment: [String: String] {
    [
      "PATH": Self.path, "HOME": folder, "CONTAINERS_CONF": Path.join(folder, "containers.conf"),
      "CONTAINERS_STORAGE_CONF": Path.join(folder, "storage.conf"),
    ]
  }

  init() throws {
    folder = try FileSystem.resolve(try FileSystem.temporaryDirectory(prefix: "rtrack-podman-"))
    // Whole copies in place of mounted layers, groups without systemd, no network, and limits that a
    // caller within a container may set too.
    let settings = """
      [containers]
      default_ulimits = ["nofile=1024:4096", "nproc=1024:4096"]
      netns = "none"
      [engine]
      cgroup_manager = "cgroupfs"
      events_logger = "file"
      runtime = "runc"
      """
    let storage = """
      [storage]
      driver = "vfs"
      graphroot = "\(folder)/images"
      runroot = "\(folder)/run"
      """
    try FileSystem.write(Array(settings.utf8), to: Path.join(folder, "containers.conf"))
    try FileSystem.write(Array(storage.utf8), to: Path.join(folder, "storage.conf"))
    let made = try call([
      "sh", "-c", ContainerImage.archive + " | podman import - \(ContainerImage.name)",
    ])
    try #require(made.succeeded, "\(String(decoding: made.errors, as: UTF8.self))")
  }

  deinit {
    _ = try? call(["podman", "rm", "--all", "--force", "--time", "0"])
    try? FileSystem.removeTree(folder)
  }

  /// Lets a session's calls have it.
  func serve(_ session: Session) {
    for (name, value) in environment where name.hasPrefix("CONTAINERS") {
      session.environment[name] = value
    }
    session.environment["PATH"] = "\(session.environment["PATH"] ?? ""):\(Self.path)"
  }

  /// What it says to a call of podman.
  func podman(_ words: String...) throws -> String {
    String(decoding: try call(["podman"] + words).output, as: UTF8.self)
  }

  private func call(_ words: [String]) throws -> ChildResult {
    try Child.run(words, environment: environment, timeLimit: .seconds(120))
  }
}
