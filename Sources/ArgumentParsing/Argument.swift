/// A value found by its place among the words.
///
/// Places are filled in declared order. An optional one, one with a default, or an array may be
/// missing; an array takes all the words that are left, so it comes last.
///
/// The parameters that every form has:
/// - `name`: the word that stands for it in help, in lower case; the property's name unless given.
/// - `help`: what it is, without a full stop.
/// - `hint`: what to tell somebody who left it out.
/// - `choices`: the words it may be; those of its type unless given.
/// - `completion`: what a shell offers; the choices unless given.
@propertyWrapper
public struct Argument<Value>: DeclaredProperty {
  private let values: ValueSlot<Value>

  var declared: Declared { .word(values) }

  /// What the command line gave.
  public var wrappedValue: Value { values.parsed }
}

extension Argument {
  private static func definition(
    _ name: String?, _ help: String, _ hint: String?, _ choices: [String]?,
    _ known: [String], _ completion: CompletionKind?
  ) -> ArgumentDefinition {
    var definition = ArgumentDefinition(kind: .positional, givenName: name, help: help)
    definition.hint = hint
    definition.choices = choices ?? known
    definition.choicesAreClosed = choices != nil
    definition.completion = completion
    return definition
  }
}

extension Argument where Value: ExpressibleByArgument {
  /// A value that must be given.
  public init(
    name: String? = nil, help: String, hint: String? = nil, choices: [String]? = nil,
    completion: CompletionKind? = nil
  ) {
    var definition = Self.definition(
      name, help, hint, choices, Value.allArguments, completion)
    definition.required = true
    values = ValueSlot(definition, initial: nil, reading: readOne)
  }

  /// A value that may be missing, and what it is then.
  public init(
    wrappedValue: Value, name: String? = nil, help: String, hint: String? = nil,
    choices: [String]? = nil, completion: CompletionKind? = nil
  ) {
    var definition = Self.definition(
      name, help, hint, choices, Value.allArguments, completion)
    definition.defaultText = wrappedValue.argumentText
    values = ValueSlot(definition, initial: wrappedValue, reading: readOne)
  }
}

extension Argument {
  /// A value that may be missing.
  public init<Wrapped: ExpressibleByArgument>(
    name: String? = nil, help: String, hint: String? = nil, choices: [String]? = nil,
    completion: CompletionKind? = nil
  ) where Value == Wrapped? {
    let definition = Self.definition(
      name, help, hint, choices, Wrapped.allArguments, completion)
    values = ValueSlot(definition, initial: .some(nil), reading: readOptional)
  }

  /// All the words that are left; `required` asks for one at least.
  public init<Element: ExpressibleByArgument>(
    name: String? = nil, help: String, hint: String? = nil, required: Bool = false,
    choices: [String]? = nil, completion: CompletionKind? = nil
  ) where Value == [Element] {
    var definition = Self.definition(
      name, help, hint, choices, Element.allArguments, completion)
    definition.repeats = true
    definition.required = required
    values = ValueSlot(definition, initial: [], reading: readNext)
  }
}

/// Reads the one value of a property.
func readOne<Value: ExpressibleByArgument>(
  _ word: String, into value: inout Value?
) throws(ArgumentFault) {
  value = try Value(argument: word)
}

/// Reads the one value of a property that may be missing.
func readOptional<Value: ExpressibleByArgument>(
  _ word: String, into value: inout Value??
) throws(ArgumentFault) {
  value = .some(try Value(argument: word))
}

/// Reads one more value of a property that takes many.
func readNext<Value: ExpressibleByArgument>(
  _ word: String, into value: inout [Value]?
) throws(ArgumentFault) {
  let next = try Value(argument: word)
  if value?.append(next) == nil { value = [next] }
}
