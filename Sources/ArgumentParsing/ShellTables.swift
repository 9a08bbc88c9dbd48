// What the scripts for bash and zsh have in common: two tables as `case` statements, and the walk
// over the words before the cursor. Both shells see the caller's local variables in a function.

extension CompletionTable {
  /// The prefix of the script's functions: a name that every shell takes.
  var function: String {
    let letters = program.unicodeScalars.map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        ? String(scalar) : "_"
    }
    return "_" + letters.joined()
  }

  /// A function that sets `place` to what the word `$2` leads to from the place `$1`.
  var enterFunction: [String] {
    var lines = [
      "# What a word leads to from a place: a command, a group, or nothing.",
      "\(function)_enter() {", "  case \"$1|$2\" in",
    ]
    for place in places where !place.entries.isEmpty {
      for command in place.commands {
        let keys = place.entries.filter { $0.name == command.word }
          .map { shellQuoted("\(place.key)|\($0.word)") }
        let next = (place.path + [command.word]).joined(separator: " ")
        lines.append("    \(keys.joined(separator: "|"))) place=\(shellQuoted(next)) ;;")
      }
    }
    return lines + ["    *) return 1 ;;", "  esac", "}"]
  }

  /// A function that offers what the value of `$2`, an option or the number of a positional, may
  /// be at the place `$1`.
  var valueFunction: [String] {
    var lines = [
      "# What may stand for the value of an option, or for a positional by its number.",
      "\(function)_value() {", "  case \"$1|$2\" in",
    ]
    for place in places {
      for named in place.named {
        guard let value = named.value, let offer = offer(value) else { continue }
        let keys = named.all.map { shellQuoted("\(place.key)|\($0)") }
        lines.append("    \(keys.joined(separator: "|"))) \(offer) ;;")
      }
      for (index, value) in place.positionals.enumerated() {
        let isRest = place.repeats && index == place.positionals.count - 1
        let key =
          isRest
          ? "\(shellQuoted(place.key + "|"))[0-9]*" : shellQuoted("\(place.key)|\(index + 1)")
        lines.append("    \(key)) \(offer(value) ?? ":") ;;")
      }
    }
    return lines + ["    *) return 1 ;;", "  esac", "}"]
  }

  private func offer(_ kind: CompletionKind) -> String? {
    switch kind {
    case .none: nil
    case .files: "\(function)_files"
    case .directories: "\(function)_directories"
    case .choices(let words):
      ([function + "_words"] + words.map(shellQuoted)).joined(separator: " ")
    case .command(let words):
      ([function + "_program"] + words.map(shellQuoted)).joined(separator: " ")
    }
  }

  /// The options of a place that take a value, with a space around each.
  func valued(_ place: Place) -> String {
    " " + place.named.filter { $0.value != nil }.flatMap(\.all).map { $0 + " " }.joined()
  }

  /// The statements that read the words before the cursor: they leave the place, the number of
  /// positionals, whether `--` was seen, and the option whose value is due.
  func walk(from first: String, below limit: String, word: String) -> [String] {
    """
      \(function)_place ''
      for ((i = \(first); i < \(limit); i++)); do
        word=\(word)
        if [[ -n $pending ]]; then
          # bash makes the = of --name=value a word of its own.
          [[ $word == '=' ]] || pending=''
        elif [[ -z $ended && $word == -- ]]; then
          ended=1
        elif [[ -n $ended || $word != -* || $word == - || $word == -[0-9]* ]]; then
          if [[ -z $ended ]] && \(function)_enter "$place" "$word"; then
            \(function)_place "$place"
          elif [[ -n $place || $word != help ]]; then
            count=$((count + 1))
          fi
        elif [[ $word == --* ]]; then
          [[ $valued == *" $word "* ]] && pending=$word
        else
          for ((j = 1; j < ${#word}; j++)); do
            if [[ $valued == *" -${word:$j:1} "* ]]; then
              ((j == ${#word} - 1)) && pending=-${word:$j:1}
              break
            fi
          done
        fi
      done
    """.split(separator: "\n").map(String.init)
  }
}
