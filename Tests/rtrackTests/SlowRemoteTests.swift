import Platform
import Testing

@testable import rtrack

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A remote that is not there, or takes a call and never answers.
@Suite struct SlowRemoteTests {
  private func lab(remote url: String?) throws -> Session {
    let session = try Session()
    for line in ["init", "agent add flux", "issue open First --as flux"] {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    if let url { try session.call(["git", "remote", "add", "origin", url]) }
    session.patience.push = .milliseconds(300)
    session.patience.sync = .milliseconds(300)
    return session
  }

  /// A comment is written whatever the remote does; `sync` alone is then what could not be done.
  private func expectSafe(_ session: Session, saying why: String) throws {
    let start = MonotonicClock.nanoseconds()
    let said = session.rtrack("comment 1 Hello --push --json --as flux")
    #expect(said.status == 0)
    #expect(said.output.contains("\"pushed\": false") && said.output.contains("\"not_pushed\""))
    #expect(said.errors.contains("not published") && said.errors.contains(why), "\(said.errors)")
    let synced = session.rtrack("sync")
    #expect(synced.status == 2 && synced.errors.contains(why), "\(synced.errors)")
    #expect(MonotonicClock.nanoseconds() - start < 30_000_000_000)
    #expect(session.rtrack("show 1").output.contains("Hello"))
  }

  @Test func `no remote is said, and nothing is lost`() throws {
    try expectSafe(try lab(remote: nil), saying: "no remote")
  }

  @Test func `a remote that is gone is said, and nothing is lost`() throws {
    try expectSafe(try lab(remote: "../gone.git"), saying: "could not fetch from origin")
  }

  @Test func `a remote that never answers is waited for only so long`() throws {
    let silence = try SilentPort()
    let session = try lab(remote: "git://127.0.0.1:\(silence.port)/lab.git")
    try expectSafe(session, saying: "origin did not answer within ")
  }

  @Test func `a lock that stays on the remote's branch is told as such`() throws {
    let session = try lab(remote: "../remote.git")
    try session.call(["git", "init", "-q", "--bare", "../remote.git"])
    #expect(session.rtrack("sync").status == 0)
    session.patience.sync = .seconds(4)
    session.rtrack("comment 1 Next --as flux")
    let lock = Path.absolute("../remote.git/refs/heads/rtrack-ledger.lock", in: session.directory)
    try FileSystem.create([], at: lock)
    let barred = session.rtrack("sync")
    #expect(barred.status == 2 && barred.errors.contains("rtrack-ledger.lock"), "\(barred.errors)")
    #expect(barred.errors.contains("origin is barred by"), "\(barred.errors)")
    try FileSystem.remove(lock)
    #expect(session.rtrack("sync").status == 0)
  }
}

/// A port of this machine where calls are taken and nothing is ever said.
private struct SilentPort: ~Copyable {
  let port: UInt16
  private let socketNumber: Int32

  init() throws {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let number = socket(AF_INET, kind, 0)
    try #require(number >= 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        unsafe bind(number, name, length) == 0 && listen(number, 8) == 0
          && getsockname(number, name, &length) == 0
      }
    }
    try #require(isBound)
    socketNumber = number
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(socketNumber) }
}
