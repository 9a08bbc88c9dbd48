import Platform
import Testing

@testable import rtrack

/// An sshd of a test's own on the loopback interface: its port, its keys, its end with the test.
final class SSHServer {
  static let program = "/usr/sbin/sshd"
  static var isThere: Bool {
    (try? FileSystem.status(program)) != nil
      && ["ssh", "rsync"].allSatisfy { Child.locate($0, environment: Machine.environment) != nil }
  }

  private let folder: String
  private let session: Session
  /// A file whose being there lets the next transfer be cut after a million bytes.
  var cut: String { Path.join(folder, "cut") }

  /// Starts it, and lets the session's `ssh lab` reach it.
  ///
  /// - Parameter variables: what programs find in their environment there.
  init(for session: Session, variables: [String: String] = [:]) throws {
    // Of several such lines sshd takes the first alone.
    let words = variables.map { "\($0)=\($1)" }.joined(separator: " ")
    let set = variables.isEmpty ? "" : "'SetEnv \(words)' "
    self.session = session
    folder = Path.join(session.root, "ssh")
    let bin = Path.join(session.root, "bin")
    session.environment["PATH"] = "\(bin):\(session.environment["PATH"] ?? "")"
    try session.write(
      Path.join(folder, "make"),
      """
      set -eu
      cd '\(folder)'; chmod 700 .
      [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
      ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f id
      cp id.pub authorized_keys; chmod 600 authorized_keys
      for port in $(awk -v seed=$$ 'BEGIN { srand(seed); for (i = 0; i < 20; i++)
          print 20000 + int(rand() * 10000) }'); do
        printf '%s\\n' "Port $port" 'ListenAddress 127.0.0.1' "HostKey $PWD/host" \\
          "PidFile $PWD/pid" "AuthorizedKeysFile $PWD/authorized_keys" 'StrictModes no' \\
          'UsePAM no' 'PasswordAuthentication no' 'KbdInteractiveAuthentication no' \\
          'PermitRootLogin prohibit-password' \(set)> server
        \(Self.program) -f server -E log && break
      done
      printf '%s\\n' 'Host lab' 'HostName 127.0.0.1' "Port $port" "User $(id -un)" \\
        "IdentityFile $PWD/id" 'IdentitiesOnly yes' "UserKnownHostsFile $PWD/known" > client
      echo "[127.0.0.1]:$port $(cut -d' ' -f1,2 host.pub)" > known
      for try in 1 2 3 4 5 6 7 8 9 10; do [ -s pid ] && exit; sleep 0.1; done; cat log; exit 1
      """)
    try session.write(
      Path.join(bin, "ssh"),
      """
      #!/bin/sh
      real=/usr/bin/ssh
      case "$*" in
      *"rsync --server"*)
        if [ -e '\(cut)' ]; then
          rm '\(cut)'
          $real -F '\(folder)/client' "$@" <&0 &
          while kill -0 $! 2> /dev/null; do
            [ "$(awk '/^[rw]char/ { sum += $2 } END { print sum }' /proc/$!/io)" -lt 1000000 ] ||
              kill -KILL $!
          done
          exit 255
        fi ;;
      esac
      exec $real -F '\(folder)/client' "$@"
      """)
    let made = try session.call([
      "sh", "-c", "chmod +x '\(bin)/ssh' && sh '\(folder)/make'",
    ])
    try #require(made.succeeded, "\(String(decoding: made.output + made.errors, as: UTF8.self))")
    for (key, value) in [
      ("engine", "ssh"), ("host", "lab"), ("folder", Path.join(session.root, "far/jobs")),
    ] {
      try session.call(["git", "config", "rtrack.cloud.\(key)", value])
    }
  }

  deinit { stop() }

  /// Lets nobody in any more; connections that are there stay.
  func stop() {
    _ = try? session.call(["sh", "-c", "kill $(cat '\(folder)/pid')"])
    for _ in 0..<100 where (try? FileSystem.status(Path.join(folder, "pid"))) != nil {
      MonotonicClock.sleep(.milliseconds(20))
    }
  }

  /// Lets everybody in again, after so many seconds.
  func start(after seconds: Int) throws {
    try session.call([
      "sh", "-c",
      "(sleep \(seconds); exec \(Self.program) -f '\(folder)/server' -E '\(folder)/log') "
        + "> /dev/null 2>&1 &",
    ])
  }
}
