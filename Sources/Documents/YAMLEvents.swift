import CYAML

/// What libyaml says next about a text.
struct YAMLEvent {
  enum Kind {
    case scalar(String, plain: Bool)
    case listStart
    case mapStart
    case end
    case documentStart(explicit: Bool)
    case documentEnd(explicit: Bool)
    case streamStart
    case streamEnd
    case alias
  }
  let kind: Kind
  /// Where it starts, in Unicode scalars from the start of the text.
  let position: Int
  /// Whether an anchor or a tag stands before it.
  let isAnchored: Bool
  let isTagged: Bool
}

/// libyaml's parser over bytes that outlive it, one event at a time.
///
/// The only place of this module that touches libyaml.
@safe struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeBufferPointer<UInt8>

  /// Starts on valid UTF-8, which must stay where it is for as long as this value lives.
  init(unsafeText text: UnsafeBufferPointer<UInt8>) throws(Fault) {
    unsafe self.text = text
    unsafe parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe parser.deallocate()
      throw Fault(line: 1, column: 1, message: "no memory is left to read the front matter")
    }
    // A set encoding keeps libyaml from taking other bytes for UTF-16.
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
  }

  /// The next event; `.streamEnd` again and again once the text is at its end.
  mutating func next() throws(Fault) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw refusal() }
    defer { unsafe yaml_event_delete(&event) }
    var isAnchored = false
    var isTagged = false
    let kind: YAMLEvent.Kind
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      isAnchored = unsafe scalar.anchor != nil
      isTagged = unsafe scalar.tag != nil
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = unsafe .scalar(
        String(decoding: bytes, as: UTF8.self), plain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    case YAML_SEQUENCE_START_EVENT:
      isAnchored = unsafe event.data.sequence_start.anchor != nil
      isTagged = unsafe event.data.sequence_start.tag != nil
      kind = .listStart
    case YAML_MAPPING_START_EVENT:
      isAnchored = unsafe event.data.mapping_start.anchor != nil
      isTagged = unsafe event.data.mapping_start.tag != nil
      kind = .mapStart
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      kind = .end
    case YAML_ALIAS_EVENT:
      kind = .alias
    case YAML_DOCUMENT_START_EVENT:
      kind = unsafe .documentStart(explicit: event.data.document_start.implicit == 0)
    case YAML_DOCUMENT_END_EVENT:
      kind = unsafe .documentEnd(explicit: event.data.document_end.implicit == 0)
    case YAML_STREAM_START_EVENT:
      kind = .streamStart
    default:
      kind = .streamEnd
    }
    return unsafe YAMLEvent(
      kind: kind, position: Int(clamping: event.start_mark.index),
      isAnchored: isAnchored, isTagged: isTagged)
  }

  /// A fault at a position of this text, as a place in the file: the text begins on its line 2.
  func fault(at position: Int, _ message: String) -> Fault {
    var left = position
    var offset = 0
    while unsafe offset < text.count {
      // Continuation bytes belong to the scalar before them.
      if unsafe text[offset] & 0xC0 != 0x80 {
        if left == 0 { break }
        left -= 1
      }
      offset += 1
    }
    return fault(atByte: offset, message)
  }

  private func fault(atByte offset: Int, _ message: String) -> Fault {
    let fault = unsafe Fault(at: offset, of: text, message)
    return Fault(line: fault.line + 1, column: fault.column, message: fault.message)
  }

  /// Why libyaml cannot go on, in its own words and, for the common slips, what to write instead.
  private func refusal() -> Fault {
    guard let problem = unsafe parser.pointee.problem else {
      return Fault(line: 1, column: 1, message: "no memory is left to read the front matter")
    }
    var message = unsafe "not YAML: " + String(cString: problem)
    if let context = unsafe parser.pointee.context {
      unsafe message += " " + String(cString: context)
    }
    switch message {
    case let said where said.contains("mapping values are not allowed"):
      message += "; text that holds a colon and a space must stand in quotes"
    case let said where said.contains("tab character"):
      message += "; indent with spaces"
    case let said where said.contains("cannot start any token"):
      message += "; indent with spaces, and put text that begins so in quotes"
    case let said where said.contains("could not find expected ':'"):
      message += "; expected lines of the form key: value"
    default: break
    }
    // What the reader of characters refuses has a byte offset and no mark.
    if unsafe parser.pointee.error == YAML_READER_ERROR {
      return unsafe fault(atByte: Int(clamping: parser.pointee.problem_offset), message)
    }
    return unsafe fault(at: Int(clamping: parser.pointee.problem_mark.index), message)
  }
}
