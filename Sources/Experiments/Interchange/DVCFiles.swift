import Documents
import Research

/// Reads `dvc.yaml`: which files it names as metrics and parameters, and what these say.
public enum DVCFiles {
  /// Paths as `dvc.yaml` writes them, from its own folder.
  public struct Index: Hashable, Sendable {
    /// The files of metrics, each once.
    public var metrics: [String] = []
    /// The files of parameters; `params.yaml`, which stages mean when they name none.
    public var parameters: [String] = []
  }

  /// The files that `dvc.yaml` names, at its top and in its stages.
  public static func index(_ yaml: [UInt8]) throws(MetricFault) -> Index {
    let fields = try self.fields(yaml, "dvc.yaml")
    var index = Index()
    var tables = [fields]
    for stage in map(fields, "stages") ?? [] {
      if case .map(let stage) = stage.value { tables.append(stage) }
    }
    for (number, table) in tables.enumerated() {
      index.metrics += paths(table, "metrics")
      for path in paths(table, "params") {
        // In a stage a word is a key of params.yaml, and a map names another file.
        let isFile = number == 0 || mapped(table, "params").contains(path)
        index.parameters.append(isFile ? path : "params.yaml")
      }
    }
    var seen: (metrics: Set<String>, parameters: Set<String>) = ([], [])
    index.metrics.removeAll { !seen.metrics.insert($0).inserted }
    index.parameters.removeAll { !seen.parameters.insert($0).inserted }
    return index
  }

  /// The numbers of a file of metrics, parts of nested names joined by points.
  ///
  /// The first part says the arm where it is one of ours; all else is of the treatment.
  public static func records(_ bytes: [UInt8], _ path: String) throws(MetricFault) -> [MetricRecord]
  {
    var records: [MetricRecord] = []
    for (names, value) in leaves(try tree(bytes, path), []) {
      guard let first = names.first else { continue }
      let arm = names.count > 1 ? MetricRecord.Arm(rawValue: first) : nil
      let name = (arm == nil ? names : Array(names.dropFirst())).joined(separator: ".")
      switch value {
      case .integer, .number, .boolean:
        records.append(MetricRecord(name, MetricsReader.value(of: value), arm: arm))
      case .string(let text):
        // YAML writes numbers that JSON does not have.
        guard let number = Double(text.hasPrefix(".") ? String(text.dropFirst()) : text),
          !number.isFinite
        else { continue }
        records.append(MetricRecord(name, .missing(reason: MetricRecord.gave + text), arm: arm))
      default: continue
      }
    }
    if records.isEmpty { throw MetricFault("\(path) has no number") }
    return records
  }

  /// The parameters of a file, parts of nested names joined by points.
  public static func parameters(
    _ bytes: [UInt8], _ path: String
  ) throws(MetricFault) -> [ForeignMetrics.Parameter] {
    leaves(try tree(bytes, path), []).map { names, value in
      ForeignMetrics.Parameter(names.joined(separator: "."), [value])
    }
  }

  private static func tree(_ bytes: [UInt8], _ path: String) throws(MetricFault) -> JSON {
    if path.hasSuffix(".json") {
      do {
        return try JSON.parse(bytes)
      } catch {
        throw MetricFault("\(path):\(error.line): \(error.message)")
      }
    }
    guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else {
      throw MetricFault("\(path) is neither JSON nor YAML")
    }
    return json(.map(try fields(bytes, path)))
  }

  private static func fields(_ bytes: [UInt8], _ path: String) throws(MetricFault) -> [Field] {
    do {
      return try Document.parse(Array("---\n".utf8) + bytes + Array("\n---\n".utf8)).fields
    } catch {
      throw MetricFault("\(path):\(max(1, error.line - 1)): \(error.message)")
    }
  }

  private static func json(_ value: Value) -> JSON {
    switch value {
    case .text(let text): ForeignMetrics.scalar(text)
    case .integer(let number): .integer(number)
    case .boolean(let truth): .boolean(truth)
    case .list(let values): .array(values.map(json))
    case .map(let fields): .object(fields.map { JSON.Member($0.key, json($0.value)) })
    }
  }

  private static func leaves(_ json: JSON, _ names: [String]) -> [(names: [String], value: JSON)] {
    guard case .object(let members) = json else { return [(names, json)] }
    return members.flatMap { leaves($0.value, names + [$0.key]) }
  }

  private static func map(_ fields: [Field], _ key: String) -> [Field]? {
    if case .map(let found)? = fields.first(where: { $0.key == key })?.value { found } else { nil }
  }

  /// The words of a list, and the keys of maps in it: `- metrics.json` and `- metrics.json: {…}`.
  private static func paths(_ fields: [Field], _ key: String) -> [String] {
    guard let value = fields.first(where: { $0.key == key })?.value else { return [] }
    guard case .list(let entries) = value else { return value.text.map { [$0] } ?? [] }
    return entries.flatMap { entry -> [String] in
      if case .map(let fields) = entry { return fields.map(\.key) }
      return entry.text.map { [$0] } ?? []
    }
  }

  private static func mapped(_ fields: [Field], _ key: String) -> Set<String> {
    guard case .list(let entries)? = fields.first(where: { $0.key == key })?.value else {
      return []
    }
    return Set(
      entries.flatMap { entry -> [String] in
        if case .map(let fields) = entry { fields.map(\.key) } else { [] }
      })
  }
}
