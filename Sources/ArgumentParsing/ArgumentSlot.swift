/// Where the parser puts what it read for one property.
///
/// Mirror hands out copies of the wrappers; a copy shares its slot with the property, so what is
/// put there is what the property reads. Only the parser writes, before anybody else has the
/// command.
class ArgumentSlot {
  /// What the property declares, its own name left out.
  let declaration: ArgumentDefinition
  /// The property's name as a word; nil until somebody wanted it.
  var propertyName: String?
  /// How often a word gave it a value.
  var uses = 0

  init(_ declaration: ArgumentDefinition) {
    self.declaration = declaration
    Declarations.tell(self)
  }

  /// Takes a value from a word; a flag takes `true` and `false`.
  func take(_ word: String) throws(ArgumentFault) {
    preconditionFailure("every slot overrides this")
  }
}

/// A slot for values of one type.
final class ValueSlot<Value>: ArgumentSlot {
  /// Adds a word to what was read so far.
  typealias Reading = (String, inout Value?) throws(ArgumentFault) -> Void

  private(set) var value: Value?
  private let reading: Reading

  init(_ definition: ArgumentDefinition, initial: Value?, reading: @escaping Reading) {
    value = initial
    self.reading = reading
    super.init(definition)
  }

  override func take(_ word: String) throws(ArgumentFault) {
    try reading(word, &value)
  }

  /// What the property reads.
  ///
  /// Only a required value of a command that never went through `CommandTree.parse` is missing:
  /// parsing fails rather than give out such a command.
  var parsed: Value {
    guard let value else {
      preconditionFailure("\(declaration.help) is read before the command line was parsed")
    }
    return value
  }
}

/// A property that adds something to the grammar.
protocol DeclaredProperty {
  var declared: Declared { get }
}

/// What a property adds: one word, or the properties of another struct.
enum Declared {
  case word(ArgumentSlot)
  case group(any DeclaredGroup)
}
