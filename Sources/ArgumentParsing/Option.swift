/// A value found by a name: `--status done`, `--status=done`, `-F file`, `-Ffile`.
///
/// The parameters that every form has:
/// - `name`: the long name without hyphens; the property's name, hyphenated, unless given.
/// - `short`: a letter for the short form.
/// - `value`: what stands for the value in help; the name in capitals unless given.
/// - `help`: what it does, without a full stop.
/// - `choices`: the words the value may be; those of its type unless given.
/// - `completion`: what a shell offers; the choices unless given.
/// - `hidden`: true keeps it out of help and completion.
@propertyWrapper
public struct Option<Value>: DeclaredProperty {
  private let values: ValueSlot<Value>

  var declared: Declared { .word(values) }

  /// What the command line gave.
  public var wrappedValue: Value { values.parsed }
}

extension Option {
  private static func definition(
    _ name: String?, _ short: Character?, _ value: String?, _ help: String, _ choices: [String]?,
    _ known: [String], _ completion: CompletionKind?, _ hidden: Bool
  ) -> ArgumentDefinition {
    var definition = ArgumentDefinition(kind: .option, givenName: name, help: help)
    definition.short = short
    definition.givenPlaceholder = value
    definition.choices = choices ?? known
    definition.choicesAreClosed = choices != nil
    definition.completion = completion
    definition.hidden = hidden
    return definition
  }
}

extension Option where Value: ExpressibleByArgument {
  /// An option that must be given.
  public init(
    name: String? = nil, short: Character? = nil, value: String? = nil, help: String,
    choices: [String]? = nil, completion: CompletionKind? = nil, hidden: Bool = false
  ) {
    var definition = Self.definition(
      name, short, value, help, choices, Value.allArguments, completion, hidden)
    definition.required = true
    values = ValueSlot(definition, initial: nil, reading: readOne)
  }

  /// An option that may be missing, and what its value is then.
  public init(
    wrappedValue: Value, name: String? = nil, short: Character? = nil, value: String? = nil,
    help: String, choices: [String]? = nil, completion: CompletionKind? = nil,
    hidden: Bool = false
  ) {
    var definition = Self.definition(
      name, short, value, help, choices, Value.allArguments, completion, hidden)
    definition.defaultText = wrappedValue.argumentText
    values = ValueSlot(definition, initial: wrappedValue, reading: readOne)
  }
}

extension Option {
  /// An option that may be missing.
  public init<Wrapped: ExpressibleByArgument>(
    name: String? = nil, short: Character? = nil, value: String? = nil, help: String,
    choices: [String]? = nil, completion: CompletionKind? = nil, hidden: Bool = false
  ) where Value == Wrapped? {
    let definition = Self.definition(
      name, short, value, help, choices, Wrapped.allArguments, completion, hidden)
    values = ValueSlot(definition, initial: .some(nil), reading: readOptional)
  }

  /// An option that may be given again and again, with one value each time; `required` asks for
  /// one at least.
  public init<Element: ExpressibleByArgument>(
    name: String? = nil, short: Character? = nil, value: String? = nil, help: String,
    required: Bool = false, choices: [String]? = nil, completion: CompletionKind? = nil,
    hidden: Bool = false
  ) where Value == [Element] {
    var definition = Self.definition(
      name, short, value, help, choices, Element.allArguments, completion, hidden)
    definition.repeats = true
    definition.required = required
    values = ValueSlot(definition, initial: [], reading: readNext)
  }
}
