/// The script for bash: it needs neither the package bash-completion nor a bash newer than 3.2.
func bashCompletion(_ table: CompletionTable) -> String {
  let function = table.function
  var lines = ["# Completion of \(table.program) for bash: source this file.", ""]
  lines += table.enterFunction + [""] + placeFunction(table) + [""] + table.valueFunction
  lines += """

    # Offers those of the words that begin as the current one does.
    \(function)_words() {
      local candidate
      for candidate in "$@"; do
        [[ $candidate == "$current"* ]] || continue
        [[ $candidate == *[!A-Za-z0-9_./:@%+=,-]* ]] && printf -v candidate %q "$candidate"
        COMPREPLY+=("$candidate")
      done
    }

    # Offers what the program itself prints; what follows a tab is for other shells.
    \(function)_program() {
      local line
      while IFS= read -r line; do
        \(function)_words "${line%%$'\\t'*}"
      done < <(\(shellQuoted(table.program)) "$@" 2>/dev/null </dev/null)
    }

    # Offers file names; bash itself quotes them.
    \(function)_paths() {
      local line
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do
        COMPREPLY+=("$line")
      done < <(compgen "$1" -- "$current")
    }

    \(function)_files() { \(function)_paths -f; }

    \(function)_directories() { \(function)_paths -d; }

    \(function)() {
      local IFS=$' \\t\\n' current=${COMP_WORDS[COMP_CWORD]}
      local place='' pending='' ended='' valued='' word='' before='' count=0 i j
      local below names
      COMPREPLY=()
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  lines += table.walk(from: "1", below: "COMP_CWORD", word: "${COMP_WORDS[i]}")
  lines += """
      if [[ -n $pending ]]; then
        [[ $current == '=' ]] && current=''
        \(function)_value "$place" "$pending"
      elif [[ -z $ended && $current == --*=* ]]; then
        before=${current%%=*}
        current=${current#*=}
        \(function)_value "$place" "$before"
        for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
          COMPREPLY[i]=$before=${COMPREPLY[i]}
        done
      elif [[ -z $ended && $current == -* ]]; then
        \(function)_words "${names[@]}"
      else
        ((${#below[@]} > 0)) && { ((count == 0)) || [[ -z $place ]]; } &&
          \(function)_words "${below[@]}"
        \(function)_value "$place" "$((count + 1))"
      fi
      return 0
    }

    complete -F \(function) \(shellQuoted(table.program))
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
      let words = place.commands.map(\.word) + (place.path.isEmpty ? ["help"] : [])
      lines.append("      below=(\(words.map(shellQuoted).joined(separator: " ")))")
    }
    let names = place.named.flatMap(\.all).map(shellQuoted)
    lines.append("      names=(\(names.joined(separator: " ")))")
    lines.append("      valued=\(shellQuoted(table.valued(place)))")
    lines.append("      ;;")
  }
  return lines + ["  esac", "}"]
}
