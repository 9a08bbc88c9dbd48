/// How the opposite of a flag is spelled.
public enum FlagInversion: Sendable, Equatable {
  /// `--push` and `--no-push`.
  case prefixedNo
  /// `--enable-push` and `--disable-push`.
  case prefixedEnableDisable
}

/// A name without a value: `--push`, `-q`.
///
/// The parameters that every form has:
/// - `name`: the long name without hyphens; the property's name, hyphenated, unless given.
/// - `short`: a letter for the short form.
/// - `help`: what it does, without a full stop.
/// - `inversion`: how the opposite is spelled; there is none unless given.
/// - `hidden`: true keeps it out of help and completion.
@propertyWrapper
public struct Flag<Value>: DeclaredProperty {
  private let values: ValueSlot<Value>

  var declared: Declared { .word(values) }

  /// What the command line gave.
  public var wrappedValue: Value { values.parsed }
}

extension Flag {
  private static func definition(
    _ name: String?, _ short: Character?, _ help: String, _ inversion: FlagInversion?,
    _ hidden: Bool
  ) -> ArgumentDefinition {
    var definition = ArgumentDefinition(kind: .flag, givenName: name, help: help)
    definition.short = short
    definition.inversion = inversion
    definition.hidden = hidden
    return definition
  }
}

extension Flag where Value == Bool {
  /// A flag that is false unless given.
  public init(
    name: String? = nil, short: Character? = nil, help: String, inversion: FlagInversion? = nil,
    hidden: Bool = false
  ) {
    let definition = Self.definition(name, short, help, inversion, hidden)
    values = ValueSlot(definition, initial: false, reading: readFlag)
  }

  /// A flag with an opposite, and what it is when neither is given.
  public init(
    wrappedValue: Bool, name: String? = nil, short: Character? = nil, help: String,
    inversion: FlagInversion, hidden: Bool = false
  ) {
    var definition = Self.definition(name, short, help, inversion, hidden)
    definition.defaultText = wrappedValue ? "true" : "false"
    values = ValueSlot(definition, initial: wrappedValue, reading: readFlag)
  }
}

extension Flag where Value == Bool? {
  /// A flag with an opposite, nil when neither is given.
  public init(
    name: String? = nil, short: Character? = nil, help: String, inversion: FlagInversion,
    hidden: Bool = false
  ) {
    let definition = Self.definition(name, short, help, inversion, hidden)
    values = ValueSlot(definition, initial: .some(nil)) { word, value throws(ArgumentFault) in
      value = .some(word == "true")
    }
  }
}

/// Reads what the parser says of a flag that was named.
private func readFlag(_ word: String, into value: inout Bool?) throws(ArgumentFault) {
  value = word == "true"
}
