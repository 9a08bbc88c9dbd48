public import Enforcement
import Platform

/// A command in a view of the disk in which what is closed to its phase is mounted read-only, by
/// bubblewrap. Unlike a file's mode that holds for the files' owner too, and for root.
public struct Sandbox {
  private let program: String
  private let environment: [String: String]

  /// Nil where bubblewrap is not installed, or may not do its work here: some systems keep it from
  /// those who are not root, some containers from everybody.
  public init?(environment: [String: String]) {
    guard let program = Child.locate("bwrap", environment: environment) else { return nil }
    self.program = program
    self.environment = environment
  }

  /// Whether it works here, shown by a command in it that does nothing.
  public func works() -> Bool {
    let trial = command(["true"], closing: ClosedPlaces.none, in: "/", noting: "/dev/null")
    let result = try? Child.run(
      trial, in: "/", environment: environment, timeLimit: .seconds(20))
    return result?.succeeded == true
  }

  /// The words that run a command in it.
  ///
  /// - Parameters:
  ///   - top: the work tree, without links in its path.
  ///   - processFile: where the number of the command's own process is written, which requests to
  ///     stop are passed on to.
  public func command(
    _ words: [String], closing places: ClosedPlaces, in top: String, noting processFile: String
  ) -> [String] {
    // Ctrl-C is for the command: bubblewrap, which waits for it, is to wait on. What is ignored
    // stays so over exec, so the command gets it back as it was.
    ["sh", "-c", "trap '' HUP INT QUIT TERM; exec \"$@\"", "sh", program, "--dev-bind", "/", "/"]
      + mounts(places, top) + capabilities + [
        "--", "env", "--default-signal=HUP,INT,QUIT,TERM", "sh", "-c",
        "echo $$ > \"$0\"; exec \"$@\"", processFile,
      ] + words
  }

  /// Outer folders first, since each mount hides what was mounted below it before.
  private func mounts(_ places: ClosedPlaces, _ top: String) -> [String] {
    var words: [String] = []
    func mount(_ option: String, _ path: String) {
      let path = Path.join(top, path)
      words += [option, path, path]
    }
    let single = places.files.filter { file in
      !places.folders.contains { ClosedPlaces.isBelow(file, $0) }
        || places.open.contains { ClosedPlaces.isBelow(file, $0) }
    }
    // A folder on the way is held in its place, or all below it could be moved aside.
    if !places.files.isEmpty || !places.folders.isEmpty { mount("--bind", "") }
    for folder in Self.ways(to: single + places.folders, besides: places.folders) {
      mount("--bind", folder)
    }
    for folder in places.folders { mount("--ro-bind", folder) }
    for folder in places.open { mount("--bind", folder) }
    for file in single { mount("--ro-bind", file) }
    return words
  }

  /// The folders above these paths, the outer ones first.
  private static func ways(to paths: [String], besides closed: [String]) -> [String] {
    var found: Set<String> = []
    for path in paths {
      var folder = Path.parent(path)
      while folder != ".", folder != "/" {
        if !closed.contains(where: { ClosedPlaces.isBelow(folder, $0) }) { found.insert(folder) }
        folder = Path.parent(folder)
      }
    }
    return found.sorted()
  }

  /// Root keeps what it needs for files of others, and nothing by which it could mount them anew.
  private var capabilities: [String] {
    guard Machine.userID == 0 else { return [] }
    let kept = [
      "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "NET_BIND_SERVICE",
    ]
    return ["--cap-drop", "ALL"] + kept.flatMap { ["--cap-add", "CAP_\($0)"] }
  }
}
