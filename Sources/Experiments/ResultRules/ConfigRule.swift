import Documents
import Research

/// The configuration that was used is there, with each independent variable at one of the values
/// that the spec gives it; where it is not, the run deviated.
enum ConfigRule: ResultRule {
  static let name = "config"
  private static let file = "config.json"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    guard let config = subject.config else { return [] }
    let variables = (subject.spec?.variables ?? []).filter(\.isExact)
    if variables.isEmpty { return [] }
    let uses = Uses(of: Set(variables.map(\.name)), in: config.json)
    return variables.flatMap { check($0, uses.found[$0.name] ?? [], config, subject) }
  }

  private static func check(
    _ variable: Spec.Variable, _ uses: [(path: [JSONPlaces.Step], value: JSON)],
    _ config: ConfigFile, _ subject: ResultSubject
  ) -> [ResultFinding] {
    let word = short(variable.name)
    let values = variable.values.map(\.text)
    if uses.isEmpty {
      return [
        ResultFinding(
          name, subject.levelOfAbsence, in: file,
          "`\(word)`, an independent variable, is not in it",
          remedy: "add `\"\(word)\"` with the value that each arm used"
            + (values.isEmpty ? "" : ": \(listed(values.map(short)))"))
      ]
    }
    if values.isEmpty { return [] }
    return uses.prefix(20).compactMap { use in
      if values.contains(where: { isSame($0, use.value) }) { return nil }
      let place = config.places.place(of: use.path)
      return ResultFinding(
        "deviated", .warning, in: file, line: place.line, column: place.column,
        "`\(word)` is \(short(use.value.serialized(pretty: false))); the spec gives it "
          + listed(values.map(short)),
        remedy: "the verdict will say that the run deviated")
    }
  }

  /// Whether a value of the configuration is the one that the spec writes.
  private static func isSame(_ text: String, _ value: JSON) -> Bool {
    if let number = value.number {
      let digits = text.filter { $0 != "," && $0 != "_" && $0 != " " }
      return Double(digits) == number
    }
    if let truth = value.boolean {
      let word = text.lowercased()
      let words = truth ? ["true", "yes", "on", "enabled"] : ["false", "no", "off", "disabled"]
      return words.contains(word)
    }
    if value.isNull { return ["null", "none"].contains(text.lowercased()) }
    return value.string == text
  }

  /// Every value of some keys, anywhere in a configuration; lists count as their elements.
  private struct Uses {
    var found: [String: [(path: [JSONPlaces.Step], value: JSON)]] = [:]

    init(of names: Set<String>, in json: JSON) {
      var open: [(path: [JSONPlaces.Step], value: JSON)] = [([], json)]
      while let (path, value) = open.popLast() {
        guard path.count < 16 else { continue }
        for (index, element) in (value.array ?? []).enumerated().reversed() {
          open.append((path + [.index(index)], element))
        }
        for member in (value.object ?? []).reversed() {
          let inner = path + [.name(member.key)]
          if names.contains(member.key) { note(member.key, inner, member.value) }
          open.append((inner, member.value))
        }
      }
    }

    /// A scalar, the scalars of a list, or those of an object of arms.
    private mutating func note(_ name: String, _ path: [JSONPlaces.Step], _ value: JSON) {
      if let elements = value.array {
        for element in elements where element.array == nil && element.object == nil {
          found[name, default: []].append((path, element))
        }
      } else if let members = value.object {
        for member in members where member.value.array == nil && member.value.object == nil {
          found[name, default: []].append((path + [.name(member.key)], member.value))
        }
      } else {
        found[name, default: []].append((path, value))
      }
    }
  }
}
