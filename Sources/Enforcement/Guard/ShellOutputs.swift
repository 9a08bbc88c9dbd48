import Platform

/// Small programs whose output is known without running them, and filters of what comes in.
extension ShellRun {
  /// What a program prints that writes nothing; nil for one that is none of these.
  func printed(_ name: String, _ arguments: [Reading], input: [Reading]?) -> [Reading]? {
    switch name {
    case "pwd": return [state.directory]
    case "echo": return [Self.echoed(arguments)]
    case "printf": return Self.formatted(arguments)
    case "dirname", "basename", "realpath", "readlink":
      return paths(name, arguments.filter { !$0.hasPrefix("-") })
    case "grep", "egrep", "fgrep", "rg", "ag", "zgrep": return matched(arguments, input)
    case "tr": return input ?? [.unknown]
    case "cat", "head", "tail", "uniq", "tac", "shuf", "cut", "rev", "nl", "fold", "column":
      // What passes through is at most what came in.
      let files = Operands(arguments, short: "ncdfbts").operands
      return texts(of: files.filter { $0.text != "-" }, input)
    case "sort":
      guard !arguments.contains(where: { $0.hasPrefix("-o") || $0.hasPrefix("--output") }) else {
        return nil
      }
      return texts(of: arguments.filter { !$0.hasPrefix("-") }, input)
    case "ls": return listed(arguments.filter { !$0.hasPrefix("-") })
    case "mktemp":
      let parts = Operands(arguments, short: "pt", long: ["--tmpdir", "--suffix"])
      let name = parts.operands.last ?? Reading("tmp.XXXXXXXXXX")
      return [name.within(parts.values(of: "-p", "--tmpdir").first ?? Reading("/tmp"))]
    default: return nil
    }
  }

  /// What the files hold that are there, else what comes in.
  private func texts(of files: [Reading], _ input: [Reading]?) -> [Reading] {
    if files.isEmpty { return input ?? [.unknown] }
    return files.prefix(64).map { text(ofFile: $0, limit: 1 << 16) }
  }

  private func paths(_ name: String, _ arguments: [Reading]) -> [Reading] {
    let suffix = name == "basename" ? arguments.dropFirst().first?.text : nil
    return arguments.prefix(suffix == nil ? arguments.count : 1).map { path in
      guard let text = path.text else { return .unknown }
      switch name {
      case "dirname": return Reading(Path.parent(text))
      case "basename":
        let last = Path.last(text)
        let isCut = suffix.map { last.hasSuffix($0) && last != $0 } ?? false
        return Reading(isCut ? String(last.dropLast(suffix?.count ?? 0)) : last)
      default: return path.within(state.directory)
      }
    }
  }

  /// What `ls` prints: files as they are named, and the names in folders.
  private func listed(_ paths: [Reading]) -> [Reading] {
    (paths.isEmpty ? [Reading(".")] : paths).flatMap { path -> [Reading] in
      guard let place = path.within(state.directory).text, !path.isPattern else { return [path] }
      guard Glob.isFolder(place) else { return [path] }
      let names = (try? FileSystem.entries(place)) ?? []
      return names.count > ShellExpansion.most ? [.unknown] : names.map { Reading($0) }
    }
  }

  /// What `grep` prints: names of files with `-l`, else lines of what comes in.
  private func matched(_ arguments: [Reading], _ input: [Reading]?) -> [Reading] {
    let parts = Operands(arguments, short: "efABCmgtTd", long: ["--regexp", "--file", "--glob"])
    let hasPattern = parts.has("-e", "-f", "--regexp", "--file")
    let files = Array(parts.operands.dropFirst(hasPattern ? 0 : 1))
    if parts.has("-l", "-L", "--files-with-matches", "--files-without-match", "--files") {
      let roots = files.isEmpty ? [Reading(".")] : files
      return roots.flatMap { root -> [Reading] in
        let place = root.within(state.directory).text
        return place.map { Glob.isFolder($0) } == false ? [root] : [root.anythingBelow]
      }
    }
    guard files.isEmpty, let input else { return texts(of: files, input) }
    let pattern = hasPattern ? parts.values(of: "-e").first : parts.operands.first
    guard let text = pattern?.text, !parts.has("-i", "-E", "-P", "-f", "-o"),
      let wanted = Self.simplePattern(text)
    else { return input }
    let isInverted = parts.has("-v", "--invert-match")
    return input.filter { line in
      guard let text = line.text, !text.contains("\n") else { return true }
      return wanted.fits(text) != isInverted
    }
  }

  /// A regular expression of letters, `.`, `.*`, `^` and `$` as what it fits; nil for any other.
  private static func simplePattern(_ text: String) -> Reading? {
    var bytes = Array(text.utf8)[...]
    var units: [Reading.Unit] = []
    if bytes.first == UInt8(ascii: "^") { bytes.removeFirst() } else { units = [.unknown] }
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "$") where bytes.isEmpty: return Reading(units)
      case UInt8(ascii: "\\"):
        guard let next = bytes.popFirst(), ".-/_*+?$^[]".utf8.contains(next) else { return nil }
        units.append(.byte(next))
      case UInt8(ascii: "."):
        if bytes.first == UInt8(ascii: "*") {
          bytes.removeFirst()
          units.append(.unknown)
        } else {
          units.append(.one)
        }
      case UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "$"), UInt8(ascii: "^"): return nil
      default: units.append(.byte(byte))
      }
    }
    return Reading(units + [.unknown])
  }

  private static func echoed(_ arguments: [Reading]) -> Reading {
    let isOption = { (word: Reading) in ["-n", "-e", "-E", "-ne", "-en"].contains(word.text) }
    let words = arguments.drop(while: isOption)
    let units = words.map(\.units).joined(separator: [.byte(32)])
    return escaped(Array(units))
  }

  /// What printf prints: the format again and again while there are arguments.
  private static func formatted(_ arguments: [Reading]) -> [Reading] {
    var rest = arguments.drop { $0.text == "--" }
    guard let format = rest.popFirst() else { return [] }
    if format.text == "-v" { return [.unknown] }
    var units: [Reading.Unit] = []
    repeat {
      let count = rest.count
      units += filled(format, &rest)
      if rest.count == count { break }
    } while !rest.isEmpty && units.count < ShellExpansion.longest
    return [escaped(units)]
  }

  private static func filled(
    _ format: Reading, _ arguments: inout ArraySlice<Reading>
  ) -> [Reading.Unit] {
    var units: [Reading.Unit] = []
    var rest = format.units[...]
    while let unit = rest.popFirst() {
      guard unit == .byte(UInt8(ascii: "%")), let next = rest.first else {
        units.append(unit)
        continue
      }
      if next == unit {
        rest.removeFirst()
        units.append(unit)
        continue
      }
      while let sign = rest.popFirst() {
        guard case .byte(let byte) = sign, !(byte >= 97 && byte <= 122) else { break }
      }
      units += arguments.popFirst()?.units ?? []
    }
    return units
  }

  /// `\n` and `\t` as what they print.
  private static func escaped(_ units: [Reading.Unit]) -> Reading {
    var result: [Reading.Unit] = []
    var rest = units[...]
    while let unit = rest.popFirst() {
      if unit == .byte(UInt8(ascii: "\\")), let next = rest.first {
        let known: [Reading.Unit: UInt8] = [
          .byte(UInt8(ascii: "n")): 10, .byte(UInt8(ascii: "t")): 9, .byte(UInt8(ascii: "0")): 0,
        ]
        if let byte = known[next] {
          rest.removeFirst()
          result.append(.byte(byte))
          continue
        }
      }
      result.append(unit)
    }
    return Reading(result)
  }
}
