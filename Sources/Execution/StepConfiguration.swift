import Documents
import Experiments
import Platform
public import Research

/// The `config.json` of a run of several commands: the one that all wrote alike, or an object of
/// those that they wrote, by the commands' names.
public struct StepConfiguration {
  private let place: RunPlace
  private let steps: [StepRecord]

  /// The configuration of a run's commands.
  public init(_ place: RunPlace, _ steps: [StepRecord]) {
    self.place = place
    self.steps = steps
  }

  /// Writes it among the results, unless there is one.
  ///
  /// - Parameter earlier: a file of a command that was run in an earlier run, by its path there.
  public func write(earlier: (String, RunID) -> [UInt8]?) {
    let path = Path.join(place.results, "config.json")
    guard (try? FileSystem.status(path)) == .some(nil) else { return }
    var found: [(name: String, bytes: [UInt8])] = []
    for step in steps {
      let own = "\(step.name)/config.json"
      let bytes =
        step.source.flatMap { earlier(own, $0) }
        ?? (try? FileSystem.readPlain(
          Path.join(place.results, own), limit: MetricsReader.largest))
      if let bytes { found.append((step.name, bytes)) }
    }
    guard let first = found.first else { return }
    if found.allSatisfy({ $0.bytes == first.bytes }) {
      try? FileSystem.write(first.bytes, to: path)
      return
    }
    let members = found.compactMap { name, bytes in
      (try? JSON.parse(bytes)).map { JSON.Member(name, $0) }
    }
    // What cannot be read is told as it lies, by the check.
    if members.count < found.count { return }
    let text = JSON.object(members).serialized(pretty: true) + "\n"
    try? FileSystem.write(Array(text.utf8), to: path)
  }
}
