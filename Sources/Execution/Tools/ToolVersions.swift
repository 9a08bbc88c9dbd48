import Platform
public import Research

/// The versions of the tools that a run stands on, each as the tool says it.
///
/// Only tools of a fixed list are asked, only those that the command or a person's configuration
/// names, and none that lies in the work tree: that is the commit's, and anybody's.
public struct ToolVersions: Sendable {
  /// The versions as a start records them: `tool_gcc` and what gcc says.
  public let facts: [RunStart.Fact]
  /// Why some are not among them, by name.
  public let unknown: [String]

  /// How long one may take, and all of them.
  static let patience: (one: Duration, all: Duration) = (.seconds(2), .seconds(5))

  /// Asks.
  ///
  /// - Parameters:
  ///   - program: where the command's program lies; where that is a script, its first line says
  ///     what runs it.
  ///   - names: other tools, by their names; nil for none.
  ///   - workTree: the top of the work tree.
  ///   - folder: the ledger's own, in the common git directory.
  ///   - environment: what the command gets.
  public init(
    of program: String, and names: String?, outside workTree: String?, rememberedIn folder: String,
    environment: [String: String]
  ) {
    var wanted: [(name: String, tool: KnownTool?, path: String?)] = []
    func want(_ name: String, _ path: String?) {
      if !wanted.contains(where: { $0.name == name }) {
        wanted.append((name, KnownTool(program: name), path))
      }
    }
    if let (name, path) = Self.own(program, environment) { want(name, path) }
    for name in (names ?? "").split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      want(String(name.prefix(40)), nil)
    }
    var asking = Asking(folder: folder, workTree: workTree, environment: environment)
    var facts: [RunStart.Fact] = []
    var unknown: [String] = []
    for (name, tool, path) in wanted {
      do throws(Silence) {
        facts.append(RunStart.Fact("tool_\(name)", try asking.version(of: name, tool, path)))
      } catch {
        unknown.append("\(name): \(error.reason)")
      }
    }
    asking.memory?.keep()
    if !unknown.isEmpty {
      facts.append(RunStart.Fact("tools_unknown", unknown.joined(separator: "; ")))
    }
    self.facts = facts
    self.unknown = unknown
  }

  /// Why a tool's version is not known.
  struct Silence: Error {
    let reason: String
  }

  /// The tool that the command's program is, or that runs it.
  private static func own(
    _ program: String, _ environment: [String: String]
  ) -> (String, String)? {
    if KnownTool(program: program) != nil { return (Path.last(program), program) }
    guard let words = Interpreter.words(of: program), let named = Interpreter.program(in: words),
      KnownTool(program: named) != nil,
      let path = named.contains("/") ? named : Child.locate(named, environment: environment)
    else { return nil }
    return (Path.last(named), path)
  }
}

/// Asks tools for their versions, and remembers what they said.
private struct Asking {
  let folder: String
  let workTree: String?
  let environment: [String: String]
  /// Read when it is wanted first.
  private(set) var memory: ToolMemory?
  private let deadline = MonotonicClock.nanoseconds()

  init(folder: String, workTree: String?, environment: [String: String]) {
    self.folder = folder
    self.workTree = workTree.map { (try? FileSystem.resolve($0)) ?? $0 }
    self.environment = environment
  }

  mutating func version(
    of name: String, _ tool: KnownTool?, _ path: String?
  ) throws(ToolVersions.Silence) -> String {
    guard let tool else { throw ToolVersions.Silence(reason: "not among those that are known") }
    guard let found = path ?? Child.locate(name, environment: environment),
      let real = try? FileSystem.resolve(found), let status = (try? FileSystem.status(real)) ?? nil
    else { throw ToolVersions.Silence(reason: "not there") }
    if let workTree, Path.relative(real, to: workTree) != nil {
      throw ToolVersions.Silence(reason: "lies in the work tree")
    }
    let isScript = (try? FileSystem.readBeginning(real, of: 2)) == Array("#!".utf8)
    if isScript || KnownTool.choosers.contains(Path.last(real)) {
      throw ToolVersions.Silence(reason: "stands for another, which it chooses by folder")
    }
    if memory == nil { memory = ToolMemory(in: folder) }
    let key = ToolMemory.key(of: real, status)
    if let known = memory?[key] { return known }
    let said = try answer(of: tool, at: found, name)
    memory?[key] = said
    return said
  }

  private func answer(
    of tool: KnownTool, at path: String, _ name: String
  ) throws(ToolVersions.Silence) -> String {
    let spent = Duration.nanoseconds(
      Int64(clamping: MonotonicClock.nanoseconds() &- deadline))
    let left = ToolVersions.patience.all - spent
    guard left > .zero else { throw ToolVersions.Silence(reason: "the others took too long") }
    let limit = min(ToolVersions.patience.one, left)
    var environment = environment
    environment["LC_ALL"] = "C"
    let result: ChildResult
    do throws(SystemError) {
      // Where nothing of the project lies that one could read.
      result = try Child.run(
        [path] + tool.question, in: "/", environment: environment, timeLimit: limit,
        outputLimit: 65_536)
    } catch {
      throw ToolVersions.Silence(reason: "could not be asked: \(error.reason)")
    }
    if result.end == .timedOut {
      throw ToolVersions.Silence(reason: "took longer than \(limit.rounded)")
    }
    let said = tool.version(in: result.output) ?? tool.version(in: result.errors)
    guard result.succeeded, let said else { throw ToolVersions.Silence(reason: "did not say") }
    return said
  }
}
