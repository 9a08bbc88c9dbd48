/// Reads the YAML of a front matter into fields, through libyaml's events.
struct FrontMatterReader: ~Copyable {
  private var events: YAMLEvents
  private var nodes = 0

  /// The most maps and lists within one another, the whole front matter being the first.
  static let deepest = 16
  /// The most keys and values.
  static let mostNodes = 10_000

  private init(_ events: consuming YAMLEvents) {
    self.events = events
  }

  /// The fields of a front matter, which is valid UTF-8 and begins on line 2 of its file.
  static func fields(of frontMatter: ArraySlice<UInt8>) throws(Fault) -> [Field] {
    if frontMatter.isEmpty { return [] }
    if let fields = PlainLines.fields(of: frontMatter) { return fields }
    return try yamlFields(of: frontMatter)
  }

  /// The same, through libyaml whatever stands there.
  static func yamlFields(of frontMatter: ArraySlice<UInt8>) throws(Fault) -> [Field] {
    try unsafe frontMatter.withUnsafeBufferPointer { (text) throws(Fault) -> [Field] in
      var reader = try FrontMatterReader(unsafe YAMLEvents(unsafeText: text))
      return try reader.root()
    }
  }

  private mutating func root() throws(Fault) -> [Field] {
    var fields: [Field] = []
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamStart: continue
      case .streamEnd: return fields
      case .documentStart(explicit: false), .documentEnd(explicit: false): continue
      case .documentStart(explicit: true), .documentEnd(explicit: true):
        throw events.fault(
          at: event.position,
          "a directive or a document marker stands here; expected one YAML mapping and then ---")
      default:
        guard case .map(let read) = try value(event, depth: 1) else {
          throw events.fault(
            at: event.position, "expected lines of the form key: value between the two ---")
        }
        fields = read
      }
    }
  }

  /// The value that an event begins. `depth` is that of a map or list that it would open.
  private mutating func value(_ event: YAMLEvent, depth: Int) throws(Fault) -> Value {
    try admit(event)
    switch event.kind {
    case .scalar(let text, plain: true): return .plain(text)
    case .scalar(let text, plain: false): return .text(text)
    case .listStart, .mapStart: break
    default: throw events.fault(at: event.position, "expected a value")
    }
    guard depth <= Self.deepest else {
      throw events.fault(
        at: event.position, "lists and maps lie more than \(Self.deepest) deep within one another")
    }
    if case .mapStart = event.kind { return .map(try map(depth: depth)) }
    var values: [Value] = []
    while true {
      let item = try events.next()
      if case .end = item.kind { return .list(values) }
      values.append(try value(item, depth: depth + 1))
    }
  }

  private mutating func map(depth: Int) throws(Fault) -> [Field] {
    var fields: [Field] = []
    var keys = DistinctKeys()
    while true {
      let event = try events.next()
      if case .end = event.kind { return fields }
      try admit(event)
      guard case .scalar(let key, let plain) = event.kind else {
        throw events.fault(at: event.position, "a list or map stands as a key; expected text")
      }
      guard !plain || key != "<<" else {
        throw events.fault(
          at: event.position, "merge keys (<<) are not allowed; write the keys out")
      }
      guard keys.insert(key, besides: fields, \.key) else {
        throw events.fault(
          at: event.position, "the key \(quoted(key)) stands twice; expected each key once")
      }
      fields.append(Field(key: key, value: try value(events.next(), depth: depth + 1)))
    }
  }

  /// Counts a key or value, and refuses what YAML has beyond plain data.
  private mutating func admit(_ event: borrowing YAMLEvent) throws(Fault) {
    nodes += 1
    guard nodes <= Self.mostNodes else {
      throw events.fault(
        at: event.position, "the front matter has more than \(Self.mostNodes) keys and values")
    }
    if case .alias = event.kind {
      throw events.fault(
        at: event.position, "aliases (*name) are not allowed; write the value out, or in quotes")
    }
    guard !event.isAnchored else {
      throw events.fault(
        at: event.position, "anchors (&name) are not allowed; put text that begins so in quotes")
    }
    guard !event.isTagged else {
      throw events.fault(
        at: event.position, "tags (!name) are not allowed; put text that begins so in quotes")
    }
  }
}

extension Value {
  /// What a plain scalar says: a number or a boolean only where writing it gives the same letters.
  static func plain(_ text: String) -> Value {
    switch text {
    case "true": .boolean(true)
    case "false": .boolean(false)
    default: canonicalInteger(text).map(Value.integer) ?? .text(text)
    }
  }

  private static func canonicalInteger(_ text: String) -> Int? {
    var bytes = text.utf8[...]
    guard bytes.count <= 20, let first = bytes.first, first == Byte.hyphen || first.isDigit
    else { return nil }
    if first == Byte.hyphen { bytes.removeFirst() }
    guard let leading = bytes.first, bytes.allSatisfy(\.isDigit) else { return nil }
    guard leading != Byte.zero || text == "0" else { return nil }
    return Int(text)
  }
}
