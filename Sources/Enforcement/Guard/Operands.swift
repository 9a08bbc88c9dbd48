/// A command's arguments, parted as getopt does: options with their values, and operands.
struct Operands {
  /// Options without a value, such as `-r` and `--force`.
  private(set) var flags: Set<String> = []
  /// Options with one, each with all it was given.
  private(set) var values: [String: [Reading]] = [:]
  private(set) var operands: [Reading] = []
  /// The operands behind `--`; nil without one.
  private(set) var afterDashes: [Reading]?

  /// - Parameters:
  ///   - short: the letters that take a value.
  ///   - long: the long options that take one in the next argument.
  ///   - stopsAtOperand: the first operand ends the options: what follows is a command.
  init(
    _ arguments: [Reading], short: String = "", long: Set<String> = [],
    stopsAtOperand: Bool = false
  ) {
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      guard argument.hasPrefix("-"), argument.units.count > 1, let text = argument.text else {
        operands.append(argument)
        if stopsAtOperand { break }
        continue
      }
      if text == "--" {
        afterDashes = Array(arguments[index...])
        operands += arguments[index...]
        return
      }
      if text.hasPrefix("--") {
        if let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
          let count = text.utf8.distance(from: text.startIndex, to: sign)
          values[String(text[..<sign]), default: []].append(argument.dropping(count + 1))
        } else if long.contains(text), index < arguments.count {
          values[text, default: []].append(arguments[index])
          index += 1
        } else {
          flags.insert(text)
        }
        continue
      }
      // A group of letters; the first that takes a value takes the rest, or the next argument.
      for (offset, letter) in text.dropFirst().enumerated() {
        guard short.contains(letter) else {
          flags.insert("-\(letter)")
          continue
        }
        let rest = argument.dropping(offset + 2)
        if !rest.units.isEmpty {
          values["-\(letter)", default: []].append(rest)
        } else if index < arguments.count {
          values["-\(letter)", default: []].append(arguments[index])
          index += 1
        }
        break
      }
    }
    if index < arguments.count { operands += arguments[index...] }
  }

  /// Whether one of these was given, with or without a value.
  func has(_ options: String...) -> Bool {
    options.contains { flags.contains($0) || values[$0] != nil }
  }

  /// What was given to any of these.
  func values(of options: String...) -> [Reading] { options.flatMap { values[$0] ?? [] } }
}
