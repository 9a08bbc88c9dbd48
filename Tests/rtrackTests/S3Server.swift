import Platform
import Testing

@testable import rtrack

/// An S3-compatible server of a test's own on the loopback interface, with one bucket: its port, its
/// keys, its end with the test, or after five minutes.
final class S3Server {
  static var isThere: Bool {
    ["moto_server", "aws", "rclone", "timeout"].allSatisfy {
      Child.locate($0, environment: Machine.environment) != nil
    }
  }

  private let folder: String
  private let session: Session
  /// Where it is.
  let endpoint: String

  /// Starts it, and lets the session's `aws` and `rclone` (as `lab:`) reach it.
  init(for session: Session) throws {
    self.session = session
    folder = Path.join(session.root, "s3")
    try session.write(
      Path.join(folder, "make"),
      """
      cd '\(folder)' || exit
      # Without what whoever called this holds open.
      PYTHONUNBUFFERED=1 python3 -c '
      import os, sys
      os.closerange(3, 65536)
      os.execvp(sys.argv[1], sys.argv[1:])
      ' timeout 300 moto_server -H 127.0.0.1 -p 0 < /dev/null > log 2>&1 &
      echo $! > pid
      for try in $(seq 400); do
        sed -n 's/.*Running on \\(http[^ ]*\\).*/\\1/p' log | head -n 1 | grep . && exit; sleep 0.1
      done
      cat log >&2; exit 1
      """)
    let made = try session.call(["sh", Path.join(folder, "make")])
    endpoint = String(decoding: made.output, as: UTF8.self).filter { !$0.isWhitespace }
    try #require(made.succeeded, "\(String(decoding: made.errors, as: UTF8.self))")
    session.environment.merge([
      "AWS_ACCESS_KEY_ID": "lab", "AWS_SECRET_ACCESS_KEY": "swordfish-swordfish",
      "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
      "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "RCLONE_CONFIG_LAB_TYPE": "s3",
      "RCLONE_CONFIG_LAB_PROVIDER": "Other", "RCLONE_CONFIG_LAB_ENDPOINT": endpoint,
      "RCLONE_CONFIG_LAB_ENV_AUTH": "true", "RCLONE_CONFIG_LAB_REGION": "us-east-1",
    ]) { $1 }
    try aws("mb", "s3://runs")
    try session.call(["git", "config", "rtrack.cloud.endpoint", endpoint])
    try session.call(["git", "config", "rtrack.cloud.bucket", "s3://runs/lab"])
  }

  deinit {
    _ = try? session.call([
      "sh", "-c",
      "kill $(cat '\(folder)/pid'); while kill -0 $(cat '\(folder)/pid'); do sleep 0.05; done",
    ])
  }

  /// A call of `aws s3`; it must succeed.
  @discardableResult
  func aws(_ words: String...) throws -> String {
    let result = try session.call(["aws", "--endpoint-url", endpoint, "s3"] + words)
    try #require(
      result.succeeded, "\(words): \(String(decoding: result.errors, as: UTF8.self))")
    return String(decoding: result.output, as: UTF8.self)
  }

  /// The names of what lies in the bucket.
  func names() throws -> [String] {
    try aws("ls", "--recursive", "s3://runs/").split(separator: "\n")
      .compactMap { $0.split(separator: " ").last.map(String.init) }.sorted()
  }
}
