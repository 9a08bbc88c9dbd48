import Platform

/// Hears what the properties of a struct declare while the struct is made, in declared order.
///
/// Every call makes one command. To look at it by Mirror would take longer than all the rest that
/// `rtrack comment` computes; so Mirror is asked for the names of properties only, and only when a
/// word or a message wants one.
final class Declarations {
  private static let listening = ThreadLocal<Declarations>()

  /// The words that were declared.
  private(set) var slots: [ArgumentSlot] = []
  /// The structs of words among them.
  private(set) var groups: [any DeclaredGroup] = []

  /// Makes a struct, and gives what its properties declared.
  static func heard<Made>(while make: () -> Made) -> (made: Made, declarations: Declarations) {
    let declarations = Declarations()
    return (listening.with(declarations, do: make), declarations)
  }

  /// A property that is being made; nobody hears one of a struct that is made by hand.
  static func tell(_ slot: ArgumentSlot) { listening.value?.slots.append(slot) }

  /// As `tell`, of a group whose own properties were told before.
  static func tell(_ group: any DeclaredGroup) { listening.value?.groups.append(group) }
}

/// A slot, and who knows the name of its property.
struct NamedSlot {
  let slot: ArgumentSlot
  let names: PropertyNames

  /// What the property declares, its own name left out.
  var declaration: ArgumentDefinition { slot.declaration }

  /// What the property declares, with its name. The first one asked for costs more than a parse:
  /// what needs no name is read from `declaration`.
  var definition: ArgumentDefinition {
    if slot.propertyName == nil { names.settle() }
    var definition = slot.declaration
    definition.propertyName = slot.propertyName ?? ""
    return definition
  }

  /// How often a word gave it a value.
  var uses: Int {
    get { slot.uses }
    nonmutating set { slot.uses = newValue }
  }

  /// Takes a value from a word; a flag takes `true` and `false`.
  func take(_ word: String) throws(ArgumentFault) { try slot.take(word) }
}

/// The names of a struct's properties, looked up once, when the first is asked for.
final class PropertyNames {
  private var owner: Any?

  init(of owner: Any) { self.owner = owner }

  /// Tells every slot of the struct its property's name.
  func settle() {
    guard let owner else { return }
    self.owner = nil
    Self.settle(owner)
  }

  private static func settle(_ owner: Any) {
    for child in Mirror(reflecting: owner).children {
      guard let property = child.value as? any DeclaredProperty else { continue }
      switch property.declared {
      case .word(let slot): slot.propertyName = hyphenated(child.label ?? "")
      case .group(let group): settle(group.members)
      }
    }
  }
}
