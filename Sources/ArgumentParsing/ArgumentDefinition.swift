/// What one wrapped property adds to the grammar of a command.
struct ArgumentDefinition: Sendable {
  /// Whether the words are found by place, by name with a value, or by name alone.
  enum Kind: Sendable {
    case positional, option, flag
  }

  /// What a declaration says; the property's name comes later, when it is asked for.
  var kind: Kind
  var givenName: String?
  var short: Character?
  var givenPlaceholder: String?
  var help: String
  var hint: String?
  var choices: [String] = []
  /// Whether the parser itself refuses other words: the choices were declared with the property,
  /// not with its type, which may read more than it lists.
  var choicesAreClosed = false
  var completion: CompletionKind?
  var inversion: FlagInversion?
  var hidden = false
  /// The word that spells the default, as help shows it.
  var defaultText: String?
  /// Whether parsing fails without it.
  var required = false
  /// Whether it takes any number of values.
  var repeats = false

  /// The property's name, in words with hyphens between them.
  var propertyName = ""

  /// The long name without hyphens, such as `dry-run`.
  var name: String { givenName ?? propertyName }

  /// What stands for the value in help, such as `FILE`.
  var placeholder: String { givenPlaceholder ?? name.uppercased() }

  /// The spelling that messages use: `--status` or `ISSUE`.
  var spelling: String { kind == .positional ? placeholder : "--\(name)" }

  /// Every long spelling with its hyphens, the positive one of a flag first.
  var longSpellings: [String] {
    switch (kind, inversion) {
    case (.positional, _): []
    case (.flag, .prefixedNo?): ["--\(name)", "--no-\(name)"]
    case (.flag, .prefixedEnableDisable?): ["--enable-\(name)", "--disable-\(name)"]
    case (.flag, nil), (.option, _): ["--\(name)"]
    }
  }

  /// What a shell offers as the value: what was declared, else the choices.
  var offered: CompletionKind {
    completion ?? (choices.isEmpty ? .none : .choices(choices))
  }
}

/// A property's name as a word of the command line: `_dryRun` becomes `dry-run`.
///
/// By bytes, since every call of a command does it for every property; letters beyond ASCII stay
/// as they are.
func hyphenated(_ label: String) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(label.utf8.count + 4)
  var previousIsLower = false
  for byte in label.utf8.drop(while: { $0 == UInt8(ascii: "_") }) {
    let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    if isUpper && previousIsLower { bytes.append(UInt8(ascii: "-")) }
    switch byte {
    case _ where isUpper: bytes.append(byte | 0x20)
    case UInt8(ascii: "_"): bytes.append(UInt8(ascii: "-"))
    default: bytes.append(byte)
    }
    previousIsLower = !isUpper && byte != UInt8(ascii: "_")
  }
  return String(decoding: bytes, as: UTF8.self)
}
