/// The words that one command takes, in declared order, from its properties.
struct Grammar {
  /// One long spelling, and what it means for its slot.
  struct LongName {
    let spelling: String
    let slot: NamedSlot
    /// For a flag: whether this spelling says yes.
    let affirms: Bool
  }

  private(set) var positionals: [NamedSlot] = []
  /// Options and flags.
  private(set) var named: [NamedSlot] = []
  /// The structs of words that belong to it.
  let groups: [any DeclaredGroup]

  /// The grammar of a struct that `make` makes, and the struct itself.
  static func of<Made>(_ make: () -> Made) -> (made: Made, grammar: Grammar) {
    let (made, declarations) = Declarations.heard(while: make)
    let names = PropertyNames(of: made)
    var grammar = Grammar(groups: declarations.groups)
    for slot in declarations.slots {
      let slot = NamedSlot(slot: slot, names: names)
      if slot.declaration.kind == .positional {
        grammar.positionals.append(slot)
      } else {
        grammar.named.append(slot)
      }
    }
    return (made, grammar)
  }

  private init(groups: [any DeclaredGroup]) { self.groups = groups }

  /// Every long spelling, in declared order.
  var longNames: [LongName] { Self.longNames(of: named) { $0.definition } }

  private static func longNames(
    of slots: [NamedSlot], _ definition: (NamedSlot) -> ArgumentDefinition
  ) -> [LongName] {
    slots.flatMap { slot in
      definition(slot).longSpellings.enumerated().map {
        LongName(spelling: $0.element, slot: slot, affirms: $0.offset == 0)
      }
    }
  }

  /// Every slot, positionals first.
  var slots: [NamedSlot] { positionals + named }

  func slot(short letter: Character) -> NamedSlot? {
    named.first { $0.declaration.short == letter }
  }

  func longName(_ spelling: String) -> LongName? {
    // Names that are given with the declaration are known without asking for those of properties.
    let given = named.filter { $0.declaration.givenName != nil }
    return Self.longNames(of: given) { $0.declaration }.first { $0.spelling == spelling }
      ?? longNames.first { $0.spelling == spelling }
  }

  /// The long spellings worth suggesting.
  var suggestible: [String] {
    longNames.filter { !$0.slot.definition.hidden }.map(\.spelling) + ["--help"]
  }

  /// The line that shows how a command is called.
  func usage(program: String, path: [String]) -> String {
    var words = [program] + path
    if named.contains(where: { !$0.definition.hidden && !$0.definition.required }) {
      words.append("[options]")
    }
    for slot in named where slot.definition.required {
      let definition = slot.definition
      words.append(
        "\(definition.spelling) \(definition.placeholder)\(definition.repeats ? "..." : "")")
    }
    for slot in positionals {
      let definition = slot.definition
      let word = definition.placeholder + (definition.repeats ? "..." : "")
      words.append(definition.required ? word : "[\(word)]")
    }
    return words.joined(separator: " ")
  }
}
