import Platform
import Testing

@testable import rtrack

/// A docker engine of the tests' own: a private socket, private folders, no bridge, no way out, and
/// one image, made of this machine's files; its end with the tests that it was started for.
final class DockerEngine: Sendable {
  /// Whether it is installed.
  static var isThere: Bool {
    Machine.userID == 0
      && ["dockerd", "containerd", "runc", "docker"].allSatisfy { name in
        Child.locate(name, environment: ["PATH": path]) != nil
      }
  }
  /// The engine of the tests that are at work; nil where this machine's kernel has none.
  @TaskLocal static var current: DockerEngine?

  static let image = ContainerImage.name

  private static let path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:"
    + (Machine.environment["PATH"] ?? "")
  let folder: String
  var address: String { "unix://\(folder)/socket" }
  private var environment: [String: String] {
    ["PATH": Self.path, "HOME": folder, "DOCKER_HOST": address]
  }

  init() throws {
    // A short path: one of a socket has at most 108 bytes.
    folder = try FileSystem.resolve(try FileSystem.temporaryDirectory(prefix: "rtrack-engine-"))
    try start()
    let made = try call("sh", "-c", ContainerImage.archive + " | docker import - \(Self.image)")
    try #require(made.succeeded, "\(String(decoding: made.errors, as: UTF8.self))")
  }

  deinit {
    kill("TERM")
    // What a killed one left mounted, and the keepers of its containers.
    _ = try? call(
      "sh", "-c",
      """
      for entry in $(grep -ls '^containerd-shim' /proc/[0-9]*/comm); do
        if grep -qsF '\(folder)/' "${entry%comm}cmdline"; then
          number=${entry#/proc/}; kill -KILL "${number%/comm}"
        fi
      done
      awk -v folder='\(folder)/' 'index($2, folder) == 1 { print $2 }' /proc/mounts |
        sort -r | xargs -r -n 1 umount
      """)
    try? FileSystem.removeTree(folder)
  }

  /// Starts it; its folders may be those of one that was killed.
  func start() throws {
    let started = try call(
      "sh", "-c",
      """
      cd '\(folder)'; rm -f pid socket
      setsid dockerd --host '\(address)' --data-root "$PWD/data" --exec-root "$PWD/run" \\
        --pidfile "$PWD/pid" --bridge=none --iptables=false --ip6tables=false \\
        --ip-forward=false --ip-masq=false --userland-proxy=false \\
        --default-ulimit nofile=1024:4096 > log 2>&1 < /dev/null \\
        3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
      for try in $(seq 300); do
        docker version > /dev/null 2>&1 && exit
        kill -0 $! 2> /dev/null || break
        sleep 0.1
      done
      tail -5 log >&2; exit 1
      """)
    try #require(started.succeeded, "\(String(decoding: started.errors, as: UTF8.self))")
  }

  /// Ends it with a signal, and waits until it is gone.
  func kill(_ signal: String) {
    _ = try? call(
      "sh", "-c",
      """
      for file in '\(folder)/pid' '\(folder)/run/containerd/containerd.pid'; do
        pid=$(cat "$file" 2> /dev/null) || continue
        kill -\(signal) "$pid" 2> /dev/null
        for try in $(seq 200); do
          grep -qs '^State:.[RSD]' "/proc/$pid/status" || break
          sleep 0.05
        done
        kill -KILL "$pid" 2> /dev/null
      done
      """)
  }

  /// Lets a session's calls reach it.
  func serve(_ session: Session) {
    session.environment["DOCKER_HOST"] = address
    session.environment["PATH"] = "\(session.environment["PATH"] ?? ""):\(Self.path)"
  }

  /// What it says to a call of docker.
  func docker(_ words: String...) throws -> String {
    String(decoding: try call(["docker"] + words).output, as: UTF8.self)
  }

  private func call(_ words: String...) throws -> ChildResult { try call(words) }

  private func call(_ words: [String]) throws -> ChildResult {
    try Child.run(words, environment: environment, timeLimit: .seconds(120))
  }
}

/// Starts an engine for a suite, and ends it after its tests.
struct WithDocker: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard DockerEngine.isThere else { return try await function() }
    let engine: DockerEngine?
    do {
      engine = try DockerEngine()
    } catch {
      // What a machine's kernel refuses to its tests no package brings.
      print("no docker engine can be started here: \(error)")
      engine = nil
    }
    try await DockerEngine.$current.withValue(engine) { try await function() }
  }
}

extension Trait where Self == WithDocker {
  static var docker: WithDocker { WithDocker() }
}
