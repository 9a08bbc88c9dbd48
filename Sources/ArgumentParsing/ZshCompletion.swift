/// The script for zsh: a function file for `fpath`, or to be sourced after `compinit`.
func zshCompletion(_ table: CompletionTable) -> String {
  let function = table.function
  var lines = [
    "#compdef \(table.program)",
    "# Completion of \(table.program) for zsh: source this file after compinit, or put it into",
    "# fpath as \(function).", "",
  ]
  lines += table.enterFunction + [""] + placeFunction(table) + [""] + table.valueFunction
  lines += """

    \(function)_words() { compadd -- "$@" }

    # Offers what the program itself prints; what follows a tab describes it.
    \(function)_program() {
      local line
      local -a lines
      for line in ${(f)"$(\(shellQuoted(table.program)) "$@" 2>/dev/null </dev/null)"}; do
        if [[ $line == *$'\\t'* ]]; then
          lines+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
        else
          lines+=("${line//:/\\\\:}")
        fi
      done
      _describe value lines
    }

    \(function)_files() { _files }

    \(function)_directories() { _files -/ }

    \(function)() {
      local current=$words[CURRENT]
      local place='' pending='' ended='' valued='' word='' before='' count=0 i j
      local -a below names
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  lines += table.walk(from: "2", below: "CURRENT", word: "${(Q)words[i]}")
  lines += """
      if [[ -n $pending ]]; then
        \(function)_value "$place" "$pending"
      elif [[ -z $ended && $current == --*=* ]]; then
        before=${current%%=*}
        compset -P '*='
        \(function)_value "$place" "$before"
      elif [[ -z $ended && $current == -* ]]; then
        _describe -o option names
      else
        ((${#below} > 0)) && { ((count == 0)) || [[ -z $place ]]; } &&
          _describe command below
        \(function)_value "$place" "$((count + 1))"
      fi
    }

    if [[ $funcstack[1] == \(function) ]]; then
      \(function) "$@"
    else
      compdef \(function) \(shellQuoted(table.program))
    fi
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  return lines.joined(separator: "\n") + "\n"
}

/// A function that sets `below`, `names` and `valued` to what can follow the place `$1`.
private func placeFunction(_ table: CompletionTable) -> [String] {
  var lines = [
    "# What can follow a place: commands below it, names of options, those that take a value.",
    "\(table.function)_place() {", "  below=() names=() valued=''", "  case \"$1\" in",
  ]
  for place in table.places {
    lines.append("    \(shellQuoted(place.key)))")
    if !place.commands.isEmpty {
      var commands = place.commands
      if place.path.isEmpty {
        commands.append(CompletionTable.Word(word: "help", meaning: "Explain a command"))
      }
      lines += ["      below=("] + commands.map { "        " + described($0) } + ["      )"]
    }
    lines.append("      names=(")
    for named in place.named {
      let meaning = named.spellings.first?.meaning ?? ""
      let short = named.short.map { CompletionTable.Word(word: "-\($0)", meaning: meaning) }
      lines += (named.spellings + (short.map { [$0] } ?? [])).map { "        " + described($0) }
    }
    lines += ["      )", "      valued=\(shellQuoted(table.valued(place)))", "      ;;"]
  }
  return lines + ["  esac", "}"]
}

/// A candidate with its meaning, as `_describe` reads it.
private func described(_ word: CompletionTable.Word) -> String {
  let name = word.word.split(separator: ":", omittingEmptySubsequences: false)
    .joined(separator: "\\:")
  return shellQuoted("\(name):\(word.meaning)")
}
