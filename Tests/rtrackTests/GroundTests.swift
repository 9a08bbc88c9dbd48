import Git
import Ledger
import Platform
import Research
import Testing

@testable import rtrack

/// Ground that does not bear: what cannot be written is said in clear words, with exit status 2,
/// and the ledger is afterwards what it was.
@Suite struct GroundTests {
  /// A repository with an issue to comment on.
  private func lab() throws -> Session {
    let session = try Session()
    for line in ["init", "agent add flux", "issue open First --as flux"] {
      let outcome = session.rtrack(line)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    return session
  }

  private func tip(_ session: Session) throws -> String {
    let result = try session.call(["git", "rev-parse", "rtrack-ledger"])
    return String(decoding: result.output, as: UTF8.self)
  }

  @Test func `a git directory that cannot be written is named, and nothing changes`() throws {
    let session = try lab()
    let before = try tip(session)
    // Read-only folders do not stop root; a file where a folder of objects belongs stops everybody.
    let objects = Path.join(session.directory, ".git/objects")
    var blocked: [String] = []
    for number in 256..<512 {
      let folder = Path.join(objects, String(String(number, radix: 16).dropFirst()))
      if try FileSystem.status(folder) != nil { continue }
      try FileSystem.create([], at: folder, mode: 0o444)
      blocked.append(folder)
    }
    for number in 0..<4 {
      let outcome = session.rtrack(["comment", "1", "Try \(number)", "--as", "flux"])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("cannot write objects"), "\(outcome.errors)")
      #expect(outcome.errors.contains("nothing was written"))
    }
    #expect(try tip(session) == before)
    #expect(session.rtrack("show 1").status == 0)
    for folder in blocked { try FileSystem.remove(folder) }
    #expect(try session.call(["git", "fsck"]).succeeded)
    #expect(session.rtrack("comment 1 Again --as flux").status == 0)
  }

  @Test func `a git directory that is read-only is named too`() throws {
    let session = try lab()
    let before = try tip(session)
    let folder = Path.join(session.directory, ".git/objects")
    // Root may mark a folder immutable, where the file system knows that; others cannot write to
    // one without the permission.
    let isRoot = Machine.userID == 0
    let (on, off) =
      isRoot ? (["chattr", "+i"], ["chattr", "-i"]) : (["chmod", "555"], ["chmod", "755"])
    guard try session.call(on + [folder]).succeeded else { return }
    defer { _ = try? session.call(off + [folder]) }
    let outcome = session.rtrack("comment 1 Refused --as flux")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("cannot write objects"), "\(outcome.errors)")
    #expect(try tip(session) == before)
    #expect(session.rtrack("status").status == 0)
  }

  @Test func `a folder for the lock that cannot be made is named`() throws {
    let session = try Session()
    try session.write(".git/rtrack", "in the way")
    let outcome = session.rtrack("init")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(".git/rtrack"))
    #expect(try session.call(["git", "branch", "--list", "rtrack-ledger"]).output.isEmpty)
  }

  @Test func `a full disk is said, and nothing changes`() throws {
    let session = try lab()
    let before = try tip(session)
    // A limit on what a process may write stands in for the disk; the signal is ignored, so that
    // the write itself fails.
    let result = try session.call([
      "sh", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" comment 1 Full --as flux", Session.binary,
    ])
    #expect(result.end == .exited(2))
    let said = String(decoding: result.errors, as: UTF8.self)
    #expect(
      said.contains("rtrack: cannot write objects") && said.contains("nothing was"), "\(said)")
    #expect(try tip(session) == before)
    #expect(session.rtrack("comment 1 Room --as flux").status == 0)
    #expect(try session.call(["git", "fsck"]).succeeded)
  }

  @Test func `a lock held longer than the wait is named`() throws {
    let session = try lab()
    let before = try tip(session)
    let path = Path.join(session.directory, ".git/rtrack/lock")
    let held = try FileLock(path, wait: .zero)
    let repository = try Repository.open(
      from: session.directory, environment: session.environment)
    let ledger = try Ledger(of: repository, environment: session.environment)
    var writer = Writer(of: ledger, clock: { .init(seconds: 0) }, dice: { 0 })
    writer.patience = .milliseconds(50)
    do {
      _ = try writer.write { _ in Composition([], speaker: .system, act: "") }
      Testing.Issue.record("the lock did not hold")
    } catch {
      let failure = Failure(error)
      #expect(failure.kind == "busy" && failure.status == 2)
      #expect(failure.message.contains(".git/rtrack/lock"))
      #expect(failure.hint?.contains("nothing was written") == true)
    }
    held.release()
    #expect(try tip(session) == before)
  }

  @Test func `a lock file that git left behind is named`() throws {
    let session = try lab()
    let before = try tip(session)
    let path = ".git/refs/heads/rtrack-ledger.lock"
    try session.write(path, "")
    let repository = try Repository.open(
      from: session.directory, environment: session.environment)
    let ledger = try Ledger(of: repository, environment: session.environment)
    var writer = Writer(of: ledger, clock: { .init(seconds: 0) }, dice: { 0 })
    writer.patience = .milliseconds(50)
    do {
      _ = try writer.write { composer in
        Composition(
          [], files: [(path: ".research/program/x.md", bytes: [10])], speaker: .system, act: "x")
      }
      Testing.Issue.record("the lock did not hold")
    } catch {
      #expect(Failure(error).message.contains("rtrack-ledger.lock"))
    }
    #expect(try tip(session) == before)
    #expect(session.rtrack("doctor -q").output.contains("locks"))
  }

  @Test func `another user's repository is opened only when git trusts it`() throws {
    let session = try lab()
    guard Machine.userID == 0 else {
      // Only root can give files away; what would be said is the same.
      let failure = Failure(
        GitError(.foreignOwner(path: "/lab"), doing: "open", message: "dubious ownership"))
      #expect(failure.hint == "if you trust it: `git config --global --add safe.directory /lab`")
      return
    }
    _ = try session.call(["chown", "-R", "12345", "."])
    let refused = session.rtrack("show 1")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("belongs to another user"))
    #expect(refused.errors.contains("safe.directory"))
    _ = try session.call([
      "git", "config", "--global", "--add", "safe.directory", session.directory,
    ])
    #expect(session.rtrack("show 1").status == 0)
    _ = try session.call(["chown", "-R", "0", "."])
  }

  @Test func `a folder of branches leaves no room for the ledger`() throws {
    let session = try Session()
    _ = try session.call(["git", "config", "ledger.branch", "work/ledger"])
    _ = try session.call(["git", "branch", "work"])
    let outcome = session.rtrack("init")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("leaves no room for work/ledger"))
    #expect(outcome.errors.contains("git config ledger.branch"))
    #expect(try FileSystem.status(Path.join(session.directory, ".research")) == nil)
  }

  @Test func `head and index stay as they are, byte for byte`() throws {
    let session = try lab()
    try session.write("staged.txt", "staged\n")
    _ = try session.call(["git", "add", "staged.txt"])
    let index = try FileSystem.read(Path.join(session.directory, ".git/index"))
    let head = try session.read(".git/HEAD")
    for line in [
      "comment 1 Text --as flux", "status", "show 1", "log", "files", "doctor --fix",
    ] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    #expect(try FileSystem.read(Path.join(session.directory, ".git/index")) == index)
    #expect(try session.read(".git/HEAD") == head)
  }
}
