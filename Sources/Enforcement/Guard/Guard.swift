import Platform
import Research

/// Judges what a coding agent's tool is about to do: shell commands and file tools.
///
/// A courtesy to whoever is honest and in a hurry, not a wall: a program that the command starts
/// can write what it likes. What lands in git is judged there.
public final class Guard {
  /// Where the tool works.
  let directory: String
  private let environment: [String: String]
  /// The role of whoever speaks in a repository, by a folder in it.
  private let role: (String) throws -> String?
  private var grounds: [String: Ground] = [:]

  /// Judges tools that work in a folder.
  public init(
    in directory: String, environment: [String: String],
    role: @escaping (String) throws -> String? = { _ in nil }
  ) {
    self.directory = Path.normalize(directory)
    self.environment = environment
    self.role = role
  }

  /// What could not be looked at, a line each.
  public var complaints: [String] { grounds.values.compactMap(\.complaint).sorted() }

  /// Judges a call of a tool.
  ///
  /// - Throws: ``Refusal`` when it must not be made; ``PhaseFault`` when the phase is no phase.
  public func check(_ call: ToolCall) throws {
    switch call {
    case .other: return
    case .files(let paths):
      for place in places(paths) {
        try check(ShellDeed(act: .write, place: place, command: "", follows: true))
      }
    case .removal(let paths):
      for place in places(paths) {
        try check(ShellDeed(act: .remove, place: place, command: ""))
      }
    case .shell(let text):
      // Nothing holds here: no need to read what runs.
      if try here().map({ !$0.isGuarded }) ?? false, environment["RTRACK_PHASE"] == nil,
        !text.utf8.contains(UInt8(ascii: "/"))
      {
        return
      }
      let run = ShellRun(ShellState(directory: directory, environment: environment))
      run.run(text: text)
      run.finish()
      for deed in distinct(run.deeds) { try check(deed) }
      if run.isCut, let standing = try here()?.standing {
        throw Refusal(
          rule: "guard",
          reason: "in \(standing.words) a command this long or this deep cannot be read",
          hint: "give it in several calls, or put it into a script")
      }
    }
  }

  /// What paths name, with `..` taken as text and as the system takes it: tools do either.
  private func places(_ paths: [String]) -> [Reading] {
    paths.flatMap { path in
      Set([
        Reading(Path.absolute(path, in: directory)),
        Glob.normalized(Reading(path).within(Reading(directory))),
      ])
    }
  }

  private func distinct(_ deeds: [ShellDeed]) -> [ShellDeed] {
    var seen: Set<ShellDeed> = []
    return deeds.filter { seen.insert($0).inserted }
  }

  /// The ground that the tool works on.
  private func here() throws -> Ground? { try ground(of: directory) }

  func ground(of path: String) throws -> Ground? {
    guard let tree = WorkTree.holding(path) else { return nil }
    if let known = grounds[tree.top] { return known }
    let own = WorkTree.holding(directory)
    let ground = try Ground(
      tree, environment, isOwn: own == nil || own?.commonDirectory == tree.commonDirectory,
      role: role)
    grounds[tree.top] = ground
    return ground
  }

  // MARK: Deeds

  private func check(_ deed: ShellDeed) throws {
    switch deed.act {
    case .rights: return try checkRights(deed)
    case .permissions: try checkRights(deed)
    default: break
    }
    if deed.place.hasUnknown { return try checkUnknown(deed) }
    let isPattern = deed.place.isPattern
    let found = isPattern ? Glob.paths(deed.place) : []
    // A pattern that nothing fits is a name like any other.
    let paths = found.isEmpty ? [deed.place.text ?? ""] : found
    for path in paths { try check(path, deed) }
  }

  /// RUN changes no permissions and takes nobody's rights, whatever it is about.
  private func checkRights(_ deed: ShellDeed) throws {
    guard let standing = try here()?.standing, standing.phase == .run else { return }
    throw Refusal(
      rule: "owned", reason: "\(standing.words) may not use \(deed.command)",
      hint: "RUN changes no permissions and no owners; a script runs as `sh FILE`, and what is "
        + "read-only is meant so")
  }

  private func check(_ path: String, _ deed: ShellDeed) throws {
    let place = Glob.resolved(path, following: deed.follows)
    guard let ground = try ground(of: place) else { return try checkAbove(place, deed) }
    if let refusal = ground.refusal(inGitDirectory: place) { throw named(refusal, deed) }
    guard let relative = Path.relative(place, to: ground.tree.top) else { return }
    if relative.split(separator: "/").first == ".git" { return }
    try check(relative, at: place, on: ground, deed)
  }

  /// A folder that holds whole work trees: only this one is looked at.
  private func checkAbove(_ place: String, _ deed: ShellDeed) throws {
    guard deed.act == .remove, let ground = try here(),
      Path.relative(ground.tree.top, to: place) != nil
    else { return }
    try check(".", at: ground.tree.top, on: ground, deed)
  }

  private func check(
    _ relative: String, at place: String, on ground: Ground, _ deed: ShellDeed
  ) throws {
    let isFolder = relative == "." || (Glob.isFolder(place) && !isLink(place, deed))
    switch deed.act {
    case .unpack:
      let refusal = ground.refusal(byPhase: Path.join(relative, "unpacked"), isGuess: true)
      if let refusal { throw named(refusal, deed) }
    case .write where isFolder: return
    case .remove where relative == ".": try checkGitFolder(ground, deed)
    default: break
    }
    guard isFolder, deed.act != .unpack else { return try judge(relative, on: ground, deed) }
    for file in Glob.files(below: place) {
      try judge(relative == "." ? file : relative + "/" + file, on: ground, deed)
    }
  }

  private func checkGitFolder(_ ground: Ground, _ deed: ShellDeed) throws {
    if let refusal = ground.refusal(inGitDirectory: ground.tree.gitDirectory) {
      throw named(refusal, deed)
    }
  }

  /// A link is a file, unless what it names is written through it.
  private func isLink(_ place: String, _ deed: ShellDeed) -> Bool {
    !deed.follows && ((try? FileSystem.status(place)) ?? nil)?.kind == .symbolicLink
  }

  /// One file.
  private func judge(_ path: String, on ground: Ground, _ deed: ShellDeed) throws {
    if deed.act == .clean, ground.isCommitted(path) { return }
    if let refusal = ground.refusal(byPhase: path, isGuess: deed.isGuess) {
      throw named(refusal, deed)
    }
    switch deed.act {
    // What HEAD holds is what the policy keeps.
    case .revert(fromElsewhere: false), .clean, .unpack, .rights: return
    case .write, .remove, .permissions, .revert:
      if let refusal = ground.refusal(byPolicy: path) { throw named(refusal, deed) }
    }
  }

  // MARK: Words

  /// Puts the command in front of a refusal.
  private func named(_ refusal: Refusal, _ deed: ShellDeed) -> Refusal {
    guard !deed.command.isEmpty else { return refusal }
    return Refusal(
      rule: refusal.rule, reason: "`\(deed.command)`: \(refusal.reason)", hint: refusal.hint)
  }
}
