/// Brace expansion, as bash does before anything else: `a{b,c}d` is `abd acd`, `{1..3}` is `1 2 3`.
enum ShellBraces {
  /// The words that one with braces stands for; the word itself where it has none.
  static func expanded(_ word: ShellWord) -> [ShellWord] {
    let hasBraces = word.pieces.contains { piece in
      guard case .text(let bytes, isQuoted: false) = piece else { return false }
      return bytes.contains(UInt8(ascii: "{"))
    }
    guard hasBraces, word.length <= longest else { return [word] }
    var budget = ShellExpansion.most
    return expand(atoms(word)[...], 0, &budget).map(word(of:))
  }

  /// No path is longer, and copies of longer words would be many.
  private static let longest = 4096

  /// A byte of unquoted text, or a piece that braces take as one.
  private enum Atom {
    case byte(UInt8)
    case piece(ShellWord.Piece)

    func `is`(_ scalar: Unicode.Scalar) -> Bool {
      if case .byte(UInt8(ascii: scalar)) = self { true } else { false }
    }
  }

  private static func atoms(_ word: ShellWord) -> [Atom] {
    word.pieces.flatMap { piece -> [Atom] in
      if case .text(let bytes, isQuoted: false) = piece { return bytes.map { .byte($0) } }
      return [.piece(piece)]
    }
  }

  private static func word(of atoms: [Atom]) -> ShellWord {
    var word = ShellWord()
    for atom in atoms {
      switch atom {
      case .byte(let byte): word.add(byte, isQuoted: false)
      case .piece(let piece): word.pieces.append(piece)
      }
    }
    return word
  }

  private static func expand(
    _ atoms: ArraySlice<Atom>, _ depth: Int, _ budget: inout Int
  ) -> [[Atom]] {
    guard depth < 8, budget > 0, let (open, commas, close) = group(in: atoms) else {
      return [Array(atoms)]
    }
    let head = Array(atoms[..<open])
    var choices: [[Atom]] = []
    if commas.isEmpty {
      choices = range(atoms[(open + 1)..<close]) ?? [Array(atoms[open...close])]
    } else {
      var start = open + 1
      for end in commas + [close] {
        choices += expand(atoms[start..<end], depth + 1, &budget)
        start = end + 1
      }
    }
    budget -= choices.count
    let tails = expand(atoms[(close + 1)...], depth + 1, &budget)
    if choices.count * tails.count > ShellExpansion.most {
      return [head + [.piece(.unknown)]]
    }
    return choices.flatMap { choice in tails.map { head + choice + $0 } }
  }

  /// The first braces that stand for several words: with a comma of their own, or `..`.
  private static func group(
    in atoms: ArraySlice<Atom>
  ) -> (open: Int, commas: [Int], close: Int)? {
    var stack: [(open: Int, commas: [Int], hasDots: Bool)] = []
    var found: (open: Int, commas: [Int], close: Int)?
    var index = atoms.startIndex
    while index < atoms.endIndex {
      let atom = atoms[index]
      if atom.is("{") {
        stack.append((index, [], false))
      } else if atom.is(","), !stack.isEmpty {
        stack[stack.count - 1].commas.append(index)
      } else if atom.is("."), !stack.isEmpty, index + 1 < atoms.endIndex, atoms[index + 1].is(".") {
        stack[stack.count - 1].hasDots = true
      } else if atom.is("}"), let top = stack.popLast() {
        if !top.commas.isEmpty || top.hasDots {
          // The outermost that holds what was found before.
          if found.map({ top.open < $0.open }) ?? true { found = (top.open, top.commas, index) }
        }
        if stack.isEmpty, found != nil { return found }
      }
      index += 1
    }
    return found
  }

  /// `1..5`, `a..e`; nil for what is no range.
  private static func range(_ atoms: ArraySlice<Atom>) -> [[Atom]]? {
    var bytes: [UInt8] = []
    for atom in atoms {
      guard case .byte(let byte) = atom else { return nil }
      bytes.append(byte)
    }
    let ends = String(decoding: bytes, as: UTF8.self).split(
      separator: ".", omittingEmptySubsequences: true)
    guard ends.count >= 2 else { return nil }
    let sane = -1_000_000...1_000_000
    if let first = Int(ends[0]), let last = Int(ends[1]), sane.contains(first),
      sane.contains(last)
    {
      guard abs(last - first) < 200 else { return [[.piece(.unknown)]] }
      let width = ends[0].hasPrefix("0") || ends[1].hasPrefix("0") ? ends[0].count : 0
      return (min(first, last)...max(first, last)).map { number in
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (zeros + digits).utf8.map { .byte($0) }
      }
    }
    guard ends[0].utf8.count == 1, ends[1].utf8.count == 1, let first = ends[0].utf8.first,
      let last = ends[1].utf8.first
    else { return nil }
    return (min(first, last)...max(first, last)).map { [.byte($0)] }
  }
}
