import Documents
import Platform
import Testing

@testable import rtrack

/// A repository with one experiment that sends out jobs. None outlives its test.
final class CloudLab {
  let lab: RunLab
  var session: Session { lab.session }

  /// - Parameter spec: what is registered; the sample of the page about specs when not said.
  init(spec: String? = nil) throws {
    lab = try RunLab(spec: spec)
    session.patience.cloud = .seconds(2)
  }

  /// A job that a failed test left goes on for ever otherwise.
  deinit {
    for job in (try? jobs()) ?? [] {
      let folder = job["folder"]?.string ?? ""
      _ = try? session.call(["sh", Path.join(folder, "job"), "stop"])
    }
  }

  /// Sends out a job, and comes back.
  @discardableResult
  func send(_ command: String, _ options: String...) -> Program.Outcome {
    session.rtrack(["cloud", "run", command, "--spec", "1", "--detach"] + options)
  }

  func jobs() throws -> [JSON] {
    try JSON.parse(Array(session.rtrack("cloud ls --json").output.utf8))["jobs"]?.array ?? []
  }

  /// The folder of the last job, on its machine.
  func folder() throws -> String { try #require(try jobs().last?["folder"]?.string) }

  /// How a job stands; asked until it is in one of these states, for a minute.
  func state(of run: String, until states: String...) throws -> String {
    var state = ""
    for _ in 0..<600 {
      let seen = session.rtrack(["cloud", "status", run, "--json"]).output
      state = try JSON.parse(Array(seen.utf8))["jobs"]?.array?.first?["state"]?.string ?? seen
      if states.contains(state) { return state }
      MonotonicClock.sleep(.milliseconds(100))
    }
    return state
  }

  /// Waits until a file is there, for a minute.
  func wait(for path: String) throws {
    for _ in 0..<1_200 where try FileSystem.status(path) == nil {
      MonotonicClock.sleep(.milliseconds(50))
    }
    try #require(try FileSystem.status(path) != nil, "\(path) never came")
  }
}
