/// The words that one command takes, in declared order, from its properties.
struct Grammar {
  /// One long spelling, and what it means for its slot.
  struct LongName {
    let spelling: String
    let slot: ArgumentSlot
    /// For a flag: whether this spelling says yes.
    let affirms: Bool
  }

  private(set) var positionals: [ArgumentSlot] = []
  /// Options and flags.
  private(set) var named: [ArgumentSlot] = []
  private(set) var longNames: [LongName] = []
  private(set) var groups: [any DeclaredGroup] = []

  init(of arguments: any ParsableArguments) {
    collect(arguments)
  }

  private mutating func collect(_ arguments: any ParsableArguments) {
    for child in Mirror(reflecting: arguments).children {
      guard let property = child.value as? any DeclaredProperty else { continue }
      switch property.declared {
      case .word(let slot):
        slot.definition.propertyName = hyphenated(child.label ?? "")
        add(slot)
      case .group(let group):
        collect(group.members)
        groups.append(group)
      }
    }
  }

  private mutating func add(_ slot: ArgumentSlot) {
    guard slot.definition.kind != .positional else {
      positionals.append(slot)
      return
    }
    named.append(slot)
    for (index, spelling) in slot.definition.longSpellings.enumerated() {
      longNames.append(LongName(spelling: spelling, slot: slot, affirms: index == 0))
    }
  }

  /// Every slot, positionals first.
  var slots: [ArgumentSlot] { positionals + named }

  func slot(short letter: Character) -> ArgumentSlot? {
    named.first { $0.definition.short == letter }
  }

  func longName(_ spelling: String) -> LongName? {
    longNames.first { $0.spelling == spelling }
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
