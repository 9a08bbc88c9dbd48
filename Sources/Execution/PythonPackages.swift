import Platform
public import Research

/// What the Python that runs a command says of itself and of the packages that it finds, by asking
/// it. Names, versions and commits only: of where a package came from nothing is kept, since such
/// addresses hold passwords.
public struct PythonPackages: Hashable, Sendable {
  /// Such as `cpython 3.11.7`.
  public let interpreter: String
  /// `name==version`, sorted; behind an `@` the commit of one that was installed from a repository.
  public let packages: [String]

  /// An answer, or why there is none.
  public typealias Answer = Result<PythonPackages, Silence>

  /// Why Python did not answer, in words.
  public struct Silence: Error, Hashable {
    /// Such as `python3 took longer than 3 s`.
    public let reason: String
  }

  /// How long it may take: a list of hundreds of packages takes a few tenths of a second.
  public static let patience: Duration = .seconds(3)

  /// Asks the Python of a command; nil where no Python runs it.
  ///
  /// - Parameters:
  ///   - program: where the command's program lies.
  ///   - directory: where the command works.
  ///   - environment: what it gets.
  public static func asked(
    of command: [String], program: String, in directory: String, environment: [String: String],
    patience: Duration = patience
  ) -> Answer? {
    guard let python = interpreter(of: command, program, environment) else { return nil }
    var environment = environment
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    let name = Path.last(python[0])
    do throws(SystemError) {
      let said = try Child.run(
        python + ["-c", question], in: directory, environment: environment, timeLimit: patience)
      if said.end == .timedOut {
        return .failure(Silence(reason: "\(name) took longer than \(patience.rounded)"))
      }
      return said.succeeded
        ? answer(said.output) ?? .failure(Silence(reason: "\(name) said nothing that can be read"))
        : .failure(Silence(reason: "\(name) could not say"))
    } catch {
      return .failure(Silence(reason: "\(name) could not be asked: \(error.reason)"))
    }
  }

  /// The SHA-256 of the packages, one a line.
  public var digest: String { SHA256.digest(of: Array(packages.map { $0 + "\n" }.joined().utf8)) }

  /// As the start of a run records them.
  var facts: [RunStart.Fact] {
    [
      RunStart.Fact("python", interpreter),
      RunStart.Fact("packages", packages.joined(separator: " ")),
      RunStart.Fact("packages_sha256", digest),
    ]
  }

  /// What was recorded at a run's start; nil where nothing was.
  public init?(recorded facts: [RunStart.Fact]) {
    func value(_ name: String) -> String? { facts.first { $0.name == name }?.value }
    guard let interpreter = value("python"), let list = value("packages") else { return nil }
    self.init(interpreter, list.split(separator: " ").map(String.init))
  }

  init(_ interpreter: String, _ packages: [String]) {
    self.interpreter = interpreter
    self.packages = packages
  }

  /// What is otherwise in these than in `earlier`: `- name==1.0`, `+ name==1.1`.
  public func changes(since earlier: PythonPackages) -> [String] {
    let (old, new) = (Set(earlier.packages), Set(packages))
    var changes = earlier.packages.filter { !new.contains($0) }.map { "- \($0)" }
    changes += packages.filter { !old.contains($0) }.map { "+ \($0)" }
    if interpreter != earlier.interpreter {
      changes += ["- \(earlier.interpreter)", "+ \(interpreter)"]
    }
    return changes
  }

  /// The Python that runs a command: named by it, by the first line of its script, or by the
  /// virtual environment that it works in.
  static func interpreter(
    of command: [String], _ program: String, _ environment: [String: String]
  ) -> [String]? {
    if isPython(Path.last(command.first ?? "")) { return [program] }
    if let words = Interpreter.words(of: program), let named = Interpreter.program(in: words),
      isPython(Path.last(named))
    {
      return [named]
    }
    guard let folder = environment["VIRTUAL_ENV"], folder.hasPrefix("/") else { return nil }
    let python = Path.join(folder, "bin/python")
    return (try? FileSystem.status(python, following: true))??.kind == .file ? [python] : nil
  }

  /// `python`, `python3.11`, `pypy3`.
  private static func isPython(_ name: String) -> Bool {
    ["python", "pypy"].contains { word in
      name.hasPrefix(word) && name.dropFirst(word.count).allSatisfy { $0.isNumber || $0 == "." }
    }
  }

  private static func answer(_ bytes: [UInt8]) -> Answer? {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    guard let first = lines.first else { return nil }
    let packages = lines.dropFirst().filter { line in
      line.utf8.count <= 200 && line.contains("==")
        && line.utf8.allSatisfy { $0 > 32 && $0 < 127 }
    }
    return .success(PythonPackages(first, Array(packages.prefix(5_000))))
  }

  /// Nothing of the folder that the command works in is taken for a module of Python's own.
  private static let question = """
    import sys
    sys.path[:] = [p for p in sys.path if p]
    say = sys.stdout.write
    say("%s %d.%d.%d\\n" % ((sys.implementation.name,) + tuple(sys.version_info[:3])))
    from importlib import metadata
    found = {}
    for one in metadata.distributions():
        name, version = one.metadata["Name"], one.metadata["Version"]
        if not name or name.lower() in found:
            continue
        text = "%s==%s" % (name, version)
        try:
            import json
            origin = json.loads(one.read_text("direct_url.json") or "{}")
            commit = origin.get("vcs_info", {}).get("commit_id", "")
            if commit.isalnum():
                text += "@" + commit
        except Exception:
            pass
        found[name.lower()] = text
    for name in sorted(found):
        say(found[name] + "\\n")
    """
}
