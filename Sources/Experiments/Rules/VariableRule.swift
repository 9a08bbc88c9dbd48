import Research

/// What is varied has a name as `config.json` has it, once, and its values.
enum VariableRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let part = reading.outline.parts[.independentVariables] else { return [] }
    let form = "write such as `warmup_steps`: 0 (baseline), 500 (treatment)"
    let variables = reading.spec.variables
    if variables.isEmpty {
      // A measurement varies nothing, and says so.
      if trimmed(part.text).lowercased().hasPrefix("none") || part.blocks.isEmpty { return [] }
      return [
        SpecFault(
          .variable, at: part.place, "no variable is named as a code span with its values",
          remedy: form + "; or \"None.\" where nothing is varied", lack: "variables")
      ]
    }
    var faults: [SpecFault] = []
    var seen: Set<String> = []
    for variable in variables {
      let name = shortened(variable.name)
      if !variable.isExact {
        faults.append(
          SpecFault(
            .variable, at: variable.place,
            "the variable \"\(name)\" is no line that begins with its name as a code span",
            remedy: form, lack: "variables are no lines that begin with a name as a code span"))
      } else if variable.values.isEmpty {
        faults.append(
          SpecFault(.variable, at: variable.place, "`\(name)` has no values", remedy: form))
      }
      if !seen.insert(variable.name).inserted {
        faults.append(
          SpecFault(
            .variable, at: variable.place, "`\(name)` is declared twice",
            remedy: "keep one, with all its values"))
      }
    }
    return faults
  }
}
