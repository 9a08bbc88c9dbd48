import Documents
import Research

/// Takes the front matter of an event apart, key by key, and remembers which keys were known.
struct FieldReader {
  let path: String
  private let fields: [Field]
  private var wasRead: [Bool]

  init(_ document: Document, path: String) {
    fields = document.fields
    wasRead = [Bool](repeating: false, count: document.fields.count)
    self.path = path
  }

  /// Keys that this version does not know: kept in the file, and told.
  var unknownKeys: [String] { fields.indices.filter { !wasRead[$0] }.map { fields[$0].key } }

  private mutating func value(_ key: String) -> Value? {
    guard let index = fields.firstIndex(where: { $0.key == key }) else { return nil }
    wasRead[index] = true
    return fields[index].value
  }

  func fault(_ key: String, _ expected: String) -> EventFault {
    EventFault(path: path, message: "`\(key)` is \(expected)")
  }

  mutating func text(_ key: String) throws(EventFault) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.text else { throw fault(key, "a list or a map, not text") }
    return text
  }

  mutating func required(_ key: String) throws(EventFault) -> String {
    guard let text = try text(key), !text.isEmpty else {
      throw EventFault(path: path, message: "`\(key)` is missing from the front matter")
    }
    return text
  }

  mutating func strings(_ key: String) throws(EventFault) -> [String]? {
    guard let value = value(key) else { return nil }
    guard let list = value.strings else { throw fault(key, "not a list of texts") }
    return list
  }

  mutating func integer(_ key: String) throws(EventFault) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = value.integer else {
      throw fault(key, "\"\(value.text ?? "a list")\", not a whole number")
    }
    return number
  }

  mutating func boolean(_ key: String) throws(EventFault) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let truth = value.boolean else { throw fault(key, "neither true nor false") }
    return truth
  }

  mutating func map(_ key: String) throws(EventFault) -> [Field] {
    guard let value = value(key) else { return [] }
    guard let map = value.map else { throw fault(key, "not a map") }
    return map
  }

  /// Reads one text as a value of its own form.
  mutating func parsed<Parsed>(
    _ key: String, _ expected: String, _ parse: (String) -> Parsed?
  ) throws(EventFault) -> Parsed? {
    guard let text = try text(key) else { return nil }
    guard let parsed = parse(text) else {
      throw fault(key, "\"\(text)\", which is not \(expected)")
    }
    return parsed
  }

  mutating func list<Parsed>(
    _ key: String, _ expected: String, _ parse: (String) -> Parsed?
  ) throws(EventFault) -> [Parsed] {
    var list: [Parsed] = []
    for text in try strings(key) ?? [] {
      guard let parsed = parse(text) else {
        throw fault(key, "\"\(text)\", which is not \(expected)")
      }
      list.append(parsed)
    }
    return list
  }

  mutating func agents(_ key: String) throws(EventFault) -> [AgentName] {
    try list(key, "an agent's name") { AgentName($0) }
  }

  mutating func events(_ key: String) throws(EventFault) -> [EventName] {
    try list(key, "an event's name") { EventName($0) }
  }

  mutating func time(_ key: String) throws(EventFault) -> Timestamp? {
    try parsed(key, "a time such as 2026-11-21T05:33:12Z") { Timestamp($0) }
  }
}
