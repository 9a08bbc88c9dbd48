import Git
import Ledger
import Platform

/// How the hooks of a clone stand.
public struct HookStatus: Sendable {
  /// How one of them stands.
  public enum State: String, Sendable {
    /// git would run it.
    case live
    /// It is not there.
    case missing
    /// Another file has taken its place.
    case replaced
    /// git passes over files that may not be executed.
    case notExecutable = "not-executable"
    /// It is of another version, or of other settings; installing again renews it.
    case outdated
    /// It is there, but git looks elsewhere.
    case bypassed
  }

  /// Where the stubs are; nil where none were installed.
  public var folder: String?
  /// Each hook that belongs here.
  public var hooks: [(name: HookName, state: State)] = []
  /// The folder of the hooks that stood before.
  public var earlier: String?
  /// Hooks there that only they answer, and that no stub passes on yet.
  public var unforwarded: [String] = []
  /// The program that the stubs would run; nil where there is none.
  public var program: String?
  /// What git's configuration says instead, where that is another folder.
  public var hooksPath: String?

  /// True when all that belongs here is live.
  public var isWhole: Bool {
    folder != nil && hooks.allSatisfy { $0.state == .live } && unforwarded.isEmpty && program != nil
  }
}

extension HookInstallation {
  /// Looks at what is there, and changes nothing.
  public func status() throws -> HookStatus {
    var status = HookStatus()
    guard let record = try HookRecord.read(in: ledger.privateFolder) else { return status }
    let stubs = Path.join(common, record.folder)
    status.folder = stubs
    status.earlier = earlierFolder(record)
    let path = try settings.hooksPath()
    let place = path.map { Path.absolute($0.value, in: repository.workTree ?? common) }
    let isNamed = (place ?? Path.join(common, Self.folder)) == stubs
    if !isNamed { status.hooksPath = path?.value }
    let names =
      record.isServer && repository.isBare
      ? HookName.server
      : HookName.client
        + (record.isServer ? HookName.server : [])
    let configured = try settings.running(names, in: stubs)
    for name in names {
      var state = try state(of: name.rawValue, in: stubs, record)
      if state == .live, !isNamed, !configured.contains(name) { state = .bypassed }
      if state == .live, version.hasConfiguredHooks, !configured.contains(name) {
        state = .outdated
      }
      status.hooks.append((name, state))
    }
    let earlier = status.earlier.flatMap { try? FileSystem.entries($0) } ?? []
    status.unforwarded = earlier.filter {
      HookName.known.contains($0)
        && (try? FileSystem.status(Path.join(stubs, $0))) == .some(nil)
    }
    status.program = try stubProgram(in: stubs)
    return status
  }

  private func state(
    of name: String, in stubs: String, _ record: HookRecord
  ) throws -> HookStatus.State {
    let path = Path.join(stubs, name)
    guard let found = try FileSystem.status(path, following: true) else { return .missing }
    let bytes = try FileSystem.read(path, limit: 1 << 24)
    guard HookStub.isOurs(bytes) else { return .replaced }
    if found.permissions & 0o111 == 0 { return .notExecutable }
    let named = Self.program(in: bytes) ?? ""
    let stub = HookStub(
      program: named, isWhole: HookStub.isWhole(bytes), ledger: ledger.branch,
      earlier: record.earlier)
    return bytes == Array(stub.text(for: name).utf8) ? .live : .outdated
  }

  /// What the stubs would run: the path they hold, else the one in PATH.
  private func stubProgram(in stubs: String) throws -> String? {
    let names = try FileSystem.status(stubs) == nil ? [] : FileSystem.entries(stubs)
    for name in names {
      guard let bytes = try? FileSystem.read(Path.join(stubs, name), limit: 1 << 24),
        HookStub.isOurs(bytes), let named = Self.program(in: bytes)
      else { continue }
      if let status = try? FileSystem.status(named, following: true),
        status.permissions & 0o111 != 0
      {
        return named
      }
      return Child.locate("rtrack", environment: ledger.environment)
    }
    return nil
  }

  /// The path of the program that a stub holds.
  private static func program(in stub: [UInt8]) -> String? {
    let line = stub.split(separator: 10).first { $0.starts(with: "program='".utf8) }
    guard let line, line.last == 39 else { return nil }
    let word = String(decoding: line.dropFirst(9).dropLast(), as: UTF8.self)
    return word.split(separator: "'\\''", omittingEmptySubsequences: false).joined(separator: "'")
  }
}
