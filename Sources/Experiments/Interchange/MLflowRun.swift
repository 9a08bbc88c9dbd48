import Documents
import Research

/// Reads one run of MLflow's file store: `meta.yaml`, and the files below `metrics`, `params` and
/// `tags`, which are called as what they hold.
public enum MLflowRun {
  /// The files of a run, by their names below its folder.
  public struct Files: Sendable {
    /// `meta.yaml`.
    public var meta: [UInt8]
    /// Below `metrics`: lines of time in milliseconds, value and step.
    public var metrics: [String: [UInt8]] = [:]
    /// Below `params`: a value each.
    public var parameters: [String: [UInt8]] = [:]
    /// Below `tags`: a text each.
    public var tags: [String: [UInt8]] = [:]

    /// The files of a run of which only `meta.yaml` is known yet.
    public init(meta: [UInt8]) { self.meta = meta }
  }

  /// What a run kept: its seed is the parameter `seed`, its arm the tag `rtrack.arm`, and the
  /// treatment without one. Nil for a run that was deleted.
  ///
  /// - Throws: ``MetricFault``: what cannot be read, or that the run did not finish.
  public static func read(_ files: Files) throws(MetricFault) -> ForeignMetrics? {
    let meta: Document
    do {
      meta = try Document.parse(Array("---\n".utf8) + files.meta + Array("\n---\n".utf8))
    } catch {
      throw MetricFault("meta.yaml:\(max(1, error.line - 1)): \(error.message)")
    }
    func value(_ key: String) -> Value? { meta.fields.first { $0.key == key }?.value }
    if value("lifecycle_stage")?.text == "deleted" { return nil }
    // 3 is FINISHED; older stores spell the word.
    let status = value("status")?.text ?? ""
    guard ["3", "FINISHED"].contains(status) else {
      throw MetricFault("it did not finish: meta.yaml says status \(status)")
    }
    var found = ForeignMetrics()
    if let start = value("start_time")?.integer, let end = value("end_time")?.integer, end >= start
    {
      found.seconds = Double(end - start) / 1000
    }
    found.parameters = files.parameters.sorted { $0.key < $1.key }.map { name, bytes in
      ForeignMetrics.Parameter(name, [ForeignMetrics.scalar(text(bytes))])
    }
    let seed = try self.seed(found)
    let arm = try self.arm(files)
    for (name, bytes) in files.metrics.sorted(by: { $0.key < $1.key }) {
      for (index, line) in bytes.split(separator: 10).enumerated() {
        let words = text(Array(line)).split(separator: " ")
        guard words.count >= 2, let number = Double(String(words[1])) else {
          throw MetricFault("metrics/\(name):\(index + 1): expected a time, a value and a step")
        }
        let step = words.count > 2 ? Double(String(words[2])) : nil
        let value: MetricValue =
          number.isFinite ? .number(number) : .missing(reason: MetricRecord.gave + words[1])
        found.records.append(MetricRecord(name, value, seed: seed, step: step, arm: arm))
      }
    }
    if found.records.isEmpty { throw MetricFault("it has no metrics") }
    return found
  }

  private static func seed(_ found: ForeignMetrics) throws(MetricFault) -> Int? {
    guard let told = found.parameters.first(where: { $0.name == "seed" })?.values.first else {
      return nil
    }
    guard let seed = told.integer else {
      throw MetricFault("params/seed is no whole number")
    }
    return seed
  }

  private static func arm(_ files: Files) throws(MetricFault) -> MetricRecord.Arm? {
    guard let told = files.tags["rtrack.arm"].map(text) else { return nil }
    guard let arm = MetricRecord.Arm(word: told) else {
      throw MetricFault("tags/rtrack.arm is \(short(told)), which is no arm")
    }
    return arm
  }

  private static func text(_ bytes: [UInt8]) -> String {
    trimmed(String(decoding: bytes, as: UTF8.self))
  }
}
