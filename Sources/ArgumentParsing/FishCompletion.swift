/// The script for fish: sourced, or a file in `completions`.
func fishCompletion(_ table: CompletionTable) -> String {
  let function = "_" + table.function
  let program = fishQuoted(table.program)
  var lines = [
    "# Completion of \(table.program) for fish: source this file.", "",
    "# Whether the words before the cursor lead to a place; with a second argument, whether so",
    "# many positionals follow it; with - as the third, whether at least so many do.",
    "function \(function)_at",
    "    set -l words (commandline -opc)",
    "    set -e words[1]",
    "    set -l place ''",
    "    set -l count 0",
    "    set -l pending ''",
    "    set -l ended ''",
    "    for word in $words",
    "        if test -n \"$pending\"",
    "            set pending ''",
    "            continue",
    "        end",
    "        if test -z \"$ended\"",
    "            switch \"$place|$word\"",
    "                case '|help'",
    "                    continue",
  ]
  for place in table.places {
    for command in place.commands {
      let keys = place.entries.filter { $0.name == command.word }
        .map { fishQuoted("\(place.key)|\($0.word)") }
      let next = (place.path + [command.word]).joined(separator: " ")
      lines += [
        "                case \(keys.joined(separator: " "))",
        "                    set place \(fishQuoted(next))",
        "                    continue",
      ]
    }
  }
  lines += [
    "            end",
    "            if test \"$word\" = --",
    "                set ended 1",
    "                continue",
    "            end",
    "            set -l valued ''",
    "            switch \"$place\"",
  ]
  for place in table.places where place.named.contains(where: { $0.value != nil }) {
    lines += [
      "                case \(fishQuoted(place.key))",
      "                    set valued \(fishQuoted(pattern(of: place)))",
    ]
  }
  lines += [
    "            end",
    "            if test -n \"$valued\"; and string match -qr -- $valued \"$word\"",
    "                set pending 1",
    "                continue",
    "            end",
    "            string match -qr -- '^-[^0-9]' \"$word\"; and continue",
    "        end",
    "        set count (math $count + 1)",
    "    end",
    "    test \"$place\" = \"$argv[1]\"; or return 1",
    "    test (count $argv) -lt 2; and return 0",
    "    test \"$argv[3]\" = -; and test $count -ge $argv[2]; and return 0",
    "    test $count -eq $argv[2]",
    "end", "",
    "complete -c \(program) -f",
  ]
  for place in table.places {
    lines += declarations(of: place, function: function, program: table.program)
  }
  return lines.joined(separator: "\n") + "\n"
}

/// A regular expression for the words after which a value is due.
private func pattern(of place: CompletionTable.Place) -> String {
  let valued = place.named.filter { $0.value != nil }
  var forms = valued.flatMap(\.spellings).map(\.word)
  let letters = valued.compactMap(\.short).map(String.init).joined()
  let flags = place.named.filter { $0.value == nil }.compactMap(\.short).map(String.init).joined()
  if !letters.isEmpty {
    forms.append("-\(flags.isEmpty ? "" : "[\(flags)]*")[\(letters)]")
  }
  return "^(\(forms.joined(separator: "|")))$"
}

private func declarations(
  of place: CompletionTable.Place, function: String, program: String
) -> [String] {
  let start = "complete -c \(fishQuoted(program)) -n "
  let here = fishQuoted("\(function)_at \(fishQuoted(place.key))")
  var lines: [String] = []
  var commands = place.commands
  if place.path.isEmpty {
    commands.append(CompletionTable.Word(word: "help", meaning: "Explain a command"))
  }
  for command in commands {
    lines.append(start + here + " -a \(fishQuoted(command.word)) -d \(fishQuoted(command.meaning))")
  }
  for named in place.named {
    for (index, spelling) in named.spellings.enumerated() {
      var line = start + here + " -l \(fishQuoted(String(spelling.word.dropFirst(2))))"
      if index == 0, let short = named.short { line += " -s \(fishQuoted(String(short)))" }
      if let value = named.value { line += " " + offer(value, program: program, required: true) }
      lines.append(line + " -d \(fishQuoted(spelling.meaning))")
    }
  }
  for (index, value) in place.positionals.enumerated() where value != .none {
    let isRest = place.repeats && index == place.positionals.count - 1
    let condition = "\(function)_at \(fishQuoted(place.key)) \(index)\(isRest ? " -" : "")"
    lines.append(
      start + fishQuoted(condition) + " " + offer(value, program: program, required: false))
  }
  return lines
}

/// The parameters of `complete` that offer values; `required` for those of an option.
private func offer(_ kind: CompletionKind, program: String, required: Bool) -> String {
  let exclusive = required ? "-x" : "-f"
  switch kind {
  case .none: return exclusive
  case .files: return required ? "-r -F" : "-F"
  case .directories: return "\(exclusive) -a '(__fish_complete_directories)'"
  case .choices(let words):
    // fish expands what it reads there, so each word is quoted once more.
    return "\(exclusive) -a \(fishQuoted(words.map(fishQuoted).joined(separator: " ")))"
  case .command(let words):
    let call = ([program] + words).map(fishQuoted).joined(separator: " ")
    return "\(exclusive) -a \(fishQuoted("(\(call) 2>/dev/null </dev/null)"))"
  }
}

/// A word in single quotes for fish, whatever it holds.
private func fishQuoted(_ word: String) -> String {
  var quoted = "'"
  for character in word.unicodeScalars {
    if character == "'" || character == "\\" { quoted += "\\" }
    quoted.unicodeScalars.append(character)
  }
  return quoted + "'"
}
