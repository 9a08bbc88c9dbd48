/// `find`, and commands that are not known at all.
extension ShellRun {
  /// What `find` was asked for, as far as it is understood.
  private struct Search {
    /// Names and paths that all that is found has, with their alternatives; empty where any may.
    var patterns: [[Reading]] = []
    /// False where the conditions are alternatives, or negated.
    var isNarrow = true
    var findsFoldersOnly = false
    var isDeleting = false
    var commands: [[Reading]] = []
  }

  /// What it finds is written as a path whose middle is not known.
  func find(_ arguments: [Reading], _ input: [Reading]?) -> [Reading] {
    var roots: [Reading] = []
    var rest = arguments[...]
    while let first = rest.first, !first.hasPrefix("-"), first.text != "(", first.text != "!" {
      roots.append(first)
      rest = rest.dropFirst()
    }
    if roots.isEmpty { roots = [Reading(".")] }
    let search = self.search(rest)
    var found: [Reading] = []
    for root in roots {
      // Several conditions are alternatives, or all hold: whichever, one of them fits.
      if search.isNarrow, search.patterns.count == 1 {
        found += search.patterns[0].map { placed($0, below: root) }
      } else {
        found += [root, root.anythingBelow]
      }
    }
    if search.isDeleting, !search.findsFoldersOnly {
      for place in found { note(.remove, place, by: "find -delete") }
    }
    for words in search.commands {
      _ = inSubshell { invoke(replacing("{}", with: found, in: words), input: nil) }
    }
    return found
  }

  private func search(_ words: ArraySlice<Reading>) -> Search {
    var search = Search()
    var rest = words
    while let word = rest.popFirst() {
      switch word.text {
      case "-name", "-iname":
        guard let pattern = rest.popFirst().map({ Reading.pattern($0) }) else { break }
        let isAnyCase = word.text == "-iname"
        search.patterns.append(
          isAnyCase ? [pattern, pattern.cased(32), pattern.cased(0)] : [pattern])
      case "-path", "-ipath", "-wholename":
        guard let path = rest.popFirst() else { break }
        let pattern = Reading.pattern(path, crossing: true)
        search.patterns.append([Reading([.byte(Reading.slash)] + pattern.units)])
      case "-type": search.findsFoldersOnly = rest.popFirst()?.text == "d"
      case "-o", "-or", "!", "-not", ",", "-regex", "-iregex": search.isNarrow = false
      case "-delete": search.isDeleting = true
      case "-exec", "-execdir", "-ok", "-okdir":
        let end = rest.firstIndex { $0.text == ";" || $0.text == "+" } ?? rest.endIndex
        search.commands.append(Array(rest[..<end]))
        rest = rest[min(end + 1, rest.endIndex)...]
      case "-fprint", "-fprintf", "-fls":
        if let file = rest.popFirst() { note(.write, file, by: "find", follows: true) }
      default: break
      }
    }
    return search
  }

  /// A name anywhere below a folder; a path, which begins with a slash here, as it is.
  private func placed(_ pattern: Reading, below root: Reading) -> Reading {
    guard pattern.units.first == .byte(Reading.slash) else {
      return Reading(root.anythingBelow.units + pattern.units)
    }
    return pattern.dropping(1)
  }

  /// A command that is not known: where one that is stands among its arguments, it may be run.
  func unfamiliar(_ arguments: [Reading], input: [Reading]?) -> [Reading] {
    let mark = arguments.firstIndex { $0.text.map(Self.writers.contains) == true }
    guard let mark, mark + 1 < arguments.count else { return [.unknown] }
    return guessing { inSubshell { invoke(Array(arguments[mark...]), input: input) } }
  }

  /// Commands that are seldom arguments of others unless these run them.
  private static let writers: Set<String> = [
    "rm", "/bin/rm", "mv", "cp", "tee", "sed", "perl", "truncate", "shred", "dd", "sh", "bash",
    "dash", "zsh", "/bin/sh", "/bin/bash", "python", "python3", "xargs",
  ]
}

extension Reading {
  /// The same in small letters for 32, in capitals for 0.
  fileprivate func cased(_ bit: UInt8) -> Reading {
    Reading(
      units.map { unit in
        guard case .byte(let byte) = unit, byte | 32 >= 97, byte | 32 <= 122 else { return unit }
        return .byte(byte & ~32 | bit)
      })
  }

  /// A quoted pattern, as a program reads it itself.
  ///
  /// - Parameter crossing: whether `*` fits a slash too.
  static func pattern(_ reading: Reading, crossing: Bool = false) -> Reading {
    var units: [Unit] = []
    var rest = reading.units[...]
    while let unit = rest.popFirst() {
      switch unit {
      case .byte(UInt8(ascii: "*")), .star: units.append(crossing ? .there : .star)
      case .byte(UInt8(ascii: "?")): units.append(.one)
      case .byte(UInt8(ascii: "[")):
        let end = rest.prefix(100).dropFirst().firstIndex(of: .byte(UInt8(ascii: "]")))
        if let end { rest = rest[(end + 1)...] }
        units.append(end == nil ? unit : .one)
      default: units.append(unit)
      }
    }
    return Reading(units)
  }
}
