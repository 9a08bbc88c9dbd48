/// Rows of comma-separated values, as RFC 4180 writes them: fields may stand in double quotes.
enum CommaSeparated {
  /// The rows below the header, each as a dictionary by the header's names.
  static func rows(_ text: String) -> [[String: String]] {
    var records = fields(text)
    guard !records.isEmpty else { return [] }
    let header = records.removeFirst()
    return records.map { record in
      Dictionary(zip(header, record), uniquingKeysWith: { first, _ in first })
    }
  }

  private static func fields(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field = ""
    var isQuoted = false
    var previous: Character?
    for character in text {
      if isQuoted {
        if character == "\"" { isQuoted = false } else { field.append(character) }
      } else if character == "\"" {
        // A quote doubled within quotes is one quote.
        if previous == "\"" { field.append(character) }
        isQuoted = true
      } else if character == "," {
        record.append(field)
        field = ""
      } else if character.isNewline {
        if !field.isEmpty || !record.isEmpty { records.append(record + [field]) }
        record = []
        field = ""
      } else {
        field.append(character)
      }
      previous = character
    }
    if !field.isEmpty || !record.isEmpty { records.append(record + [field]) }
    return records
  }
}
