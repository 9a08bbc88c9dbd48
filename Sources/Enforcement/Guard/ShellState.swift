/// What is known of a shell at one point of a command line.
struct ShellState {
  /// Where it stands.
  var directory: Reading
  /// What the line set. A variable that may hold one of several values has them all.
  var variables: [String: [Reading]] = [:]
  /// What the caller's environment holds.
  let environment: [String: String]
  var functions: [String: ShellNode] = [:]
  /// The arguments of the function that runs, or of `sh -c`.
  var arguments: [Reading] = []
  /// What standard input holds, as far as it is known: words, a line each.
  var input: [Reading]?

  init(directory: String, environment: [String: String]) {
    self.directory = Reading(directory)
    self.environment = environment
  }

  /// Whether a variable has a value, as far as can be seen.
  func isSet(_ name: String) -> Bool { variables[name] != nil || environment[name] != nil }

  /// The values a parameter may have; unknown where nobody said.
  func values(of name: String) -> [Reading] {
    if let set = variables[name] { return set }
    switch name {
    case "PWD": return [directory]
    case "_": return [.unknown]
    case "__": return [Reading([.there])]
    case "@", "*": return arguments.isEmpty ? [Reading()] : arguments
    case "1", "2", "3", "4", "5", "6", "7", "8", "9":
      let index = (Int(name) ?? 1) - 1
      return index < arguments.count ? [arguments[index]] : [Reading()]
    case "0", "$", "?", "!", "#", "-": return [Reading("0")]
    default: return environment[name].map { [Reading($0)] } ?? [.unknown]
    }
  }
}

/// Turns words into what a shell would make of them, without running anything.
///
/// Where several values are possible, all of them become words: what is judged is what may happen.
struct ShellExpansion {
  let state: ShellState
  /// What a substitution prints, where that is known.
  let output: ([ShellNode]) -> [Reading]
  /// The file that stands for commands.
  let file: ([ShellNode]) -> Reading

  /// More words or alternatives than these are one unknown word.
  static let most = 512
  /// What values make together is no longer than this, however often they are put together.
  static let longest = 32_768

  func words(_ words: [ShellWord]) -> [Reading] {
    var found: [Reading] = []
    for word in words {
      found += self.words(word)
      if found.count > Self.most { return Array(found.prefix(Self.most)) + [.unknown] }
    }
    return found
  }

  /// The words that one becomes: braces make several, an unquoted value is split.
  func words(_ word: ShellWord) -> [Reading] {
    var found: [Reading] = []
    for part in ShellBraces.expanded(word) {
      for (units, isQuoted) in alternatives(part) {
        if units.isEmpty, !isQuoted { continue }
        found.append(Reading(units))
      }
      if found.count > Self.most { return [.unknown] }
    }
    return found
  }

  /// The values of a word that is not split, as in an assignment or after `>`.
  func values(_ word: ShellWord) -> [Reading] {
    let found = words(word)
    return found.isEmpty ? [Reading()] : found
  }

  /// All that a word without braces may be. Words that an unquoted value is split into are told
  /// like alternatives: each of them may be where the word stands.
  private func alternatives(_ word: ShellWord) -> [(units: [Reading.Unit], isQuoted: Bool)] {
    var all: [(units: [Reading.Unit], isQuoted: Bool)] = [([], false)]
    for (index, piece) in word.pieces.enumerated() {
      switch piece {
      case .text(let bytes, let isQuoted):
        let units = isQuoted ? bytes.map { .byte($0) } : pattern(bytes, isFirst: index == 0)
        for place in all.indices {
          all[place].units += units
          all[place].isQuoted = all[place].isQuoted || isQuoted
        }
      case .unknown:
        for place in all.indices { all[place].units.append(.unknown) }
      case .parameter(let name, let isQuoted):
        all = appending(state.values(of: name), isQuoted, to: all)
      case .operation(let name, let operation, let word, let isQuoted):
        all = appending(values(of: name, operation, word), isQuoted, to: all)
      case .substitution(let nodes, let isQuoted):
        all = appending(output(nodes), isQuoted, to: all)
      case .process(let nodes):
        let units = file(nodes).units
        for place in all.indices { all[place].units += units }
      }
      if all.count > Self.most { return [([.unknown], true)] }
    }
    return all
  }

  private func appending(
    _ values: [Reading], _ isQuoted: Bool, to all: [(units: [Reading.Unit], isQuoted: Bool)]
  ) -> [(units: [Reading.Unit], isQuoted: Bool)] {
    let fields = isQuoted ? values : values.flatMap(Self.split)
    if fields.isEmpty { return all.map { ($0.units, $0.isQuoted || isQuoted) } }
    let length = (all.map(\.units.count).max() ?? 0) + (fields.map(\.units.count).max() ?? 0)
    if fields.count * all.count > Self.most || fields.count * all.count * length > Self.longest {
      return [([.unknown], true)]
    }
    return all.flatMap { prefix in
      fields.map { (prefix.units + $0.units, prefix.isQuoted || isQuoted) }
    }
  }

  /// An unquoted value is parted at blanks, and its patterns work.
  private static func split(_ value: Reading) -> [Reading] {
    value.units.split {
      $0 == .byte(32) || $0 == .byte(9) || $0 == .byte(10)
    }
    .map { part in
      Reading(
        part.map { unit in
          switch unit {
          case .byte(UInt8(ascii: "*")): .star
          case .byte(UInt8(ascii: "?")): .one
          default: unit
          }
        })
    }
  }

  /// Unquoted text: `*`, `?`, `[…]`, and a tilde at its beginning.
  private func pattern(_ bytes: [UInt8], isFirst: Bool) -> [Reading.Unit] {
    var units: [Reading.Unit] = []
    var index = 0
    let lastBracket = bytes.lastIndex(of: UInt8(ascii: "]")) ?? 0
    if isFirst, bytes.first == UInt8(ascii: "~") {
      let name = bytes.dropFirst().prefix { $0 != Reading.slash }
      index = 1 + name.count
      if name.isEmpty, let home = state.environment["HOME"] {
        units = Reading(home).units
      } else if name.elementsEqual([UInt8(ascii: "+")]) {
        units = state.directory.units
      } else {
        // Somebody's home; never this work tree by its looks.
        units = Reading("/home/").units + [.unknown]
      }
    }
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "*"):
        // `**` crosses folders in some shells.
        if units.last == .star { units[units.count - 1] = .there }
        if units.last != .there { units.append(.star) }
      case UInt8(ascii: "?"): units.append(.one)
      case UInt8(ascii: "[") where index < lastBracket:
        let limit = min(bytes.count, index + 100)
        if let end = bytes[index..<limit].dropFirst(2).firstIndex(of: UInt8(ascii: "]")) {
          units.append(.one)
          index = end
        } else {
          units.append(.byte(bytes[index]))
        }
      default: units.append(.byte(bytes[index]))
      }
      index += 1
    }
    return units
  }
}
