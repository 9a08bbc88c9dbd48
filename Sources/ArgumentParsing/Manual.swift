extension CommandTree {
  /// The manual page of the program with every visible command, for `man` (roff, macros of man).
  ///
  /// - Parameter date: the date that the foot of the page shows, such as `2026-11-21`.
  /// - Returns: lines of ASCII, the last one ended too; what is not ASCII is written as escapes.
  public func manual(date: String) -> String {
    let name = program.uppercased()
    var lines = [
      ".TH \(macroArgument(name)) 1 \(dateArgument(date)) "
        + "\(macroArgument("\(program) \(version)")) \(macroArgument("User Commands"))",
      ".SH NAME",
      "\(roff(program)) \\- \(roff(summary))",
      ".SH SYNOPSIS",
      ".B \(macroArgument(program))",
      ".I COMMAND",
      "[options]",
      ".SH DESCRIPTION",
    ]
    lines += roffLines("\(program) help COMMAND shows what is said of one command here.")
    for section in sections {
      let commands = CommandTree(
        program: program, summary: "", sections: [(title: "", nodes: section.nodes)], version: ""
      )
      .paths
      guard !commands.isEmpty else { continue }
      lines.append(".SH \(macroArgument(section.title.uppercased()))")
      for (path, node) in commands {
        lines += manualSection(path: path, node: node)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func manualSection(path: [String], node: CommandNode) -> [String] {
    let title = ([program] + path).joined(separator: " ")
    let page = page(path: path)
    var lines = [".SS \(macroArgument(title))"] + roffLines("\(page.summary).")
    guard node.command != nil else { return lines }
    lines += [".PP", ".B \(macroArgument(page.usage))"]
    if !page.aliases.isEmpty {
      lines.append(".PP")
      lines += roffLines("Also called: \(page.aliases.joined(separator: ", ")).")
    }
    for paragraph in paragraphs(of: page.discussion) {
      lines.append(".PP")
      lines += paragraph.verbatim ? verbatim(paragraph.text) : roffLines(paragraph.text)
    }
    // The commands below have sections of their own.
    let parts = page.parts.filter { $0.title != "Commands" }
    for row in parts.flatMap(\.rows) where row.term != "-h, --help" {
      lines += [".TP", ".B \(macroArgument(row.term))"]
      lines += row.text.isEmpty ? ["\\&"] : roffLines(row.text)
    }
    for example in page.examples {
      lines.append(".PP")
      if !example.purpose.isEmpty { lines += roffLines("\(example.purpose):") + [".PP"] }
      lines += verbatim("  \(example.line)")
    }
    return lines
  }

  private func verbatim(_ text: String) -> [String] {
    [".nf"] + text.split(separator: "\n").map { roffLine(String($0)) } + [".fi"]
  }
}

/// Text as roff: no character that roff would obey, nothing beyond ASCII, and hyphens that stay
/// hyphens when a reader copies an option.
func roff(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\e"
    case "-": result += "\\-"
    case "\"": result += "\\(dq"
    case "'": result += "\\(aq"
    case "`": result += "\\(ga"
    case "^": result += "\\(ha"
    case "~": result += "\\(ti"
    case " "..."~": result.unicodeScalars.append(scalar)
    case "\n", "\t": result += " "
    case _ where scalar.value < 0xA0: break
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
    }
  }
  return result
}

/// Text as lines of text: roff fills them anew, short ones are easier to read in the source.
private func roffLines(_ text: String) -> [String] {
  wrapped(text, width: 72).map(roffLine)
}

/// A line of text: never taken for a request, though it begins with a full stop.
private func roffLine(_ text: String) -> String {
  let line = roff(text)
  return line.hasPrefix(".") ? "\\&" + line : line
}

/// Text as one argument of a macro.
private func macroArgument(_ text: String) -> String {
  "\"\(roff(text))\""
}

/// A date as an argument: its hyphens stay plain, or `mandoc` does not know it for a date.
private func dateArgument(_ date: String) -> String {
  date.split(separator: "-", omittingEmptySubsequences: false)
    .map { macroArgument(String($0)).dropFirst().dropLast() }.joined(separator: "-")
}
