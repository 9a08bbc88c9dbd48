public import Ledger
public import Research

/// The line of a text that says why it was found.
public struct Snippet: Hashable, Sendable {
  /// The first line with most of the words; the first line of all where none has one.
  public let line: String

  /// Reads it from the event itself, never from the index.
  public init(of event: Event, _ terms: SearchTerms, _ snapshot: Snapshot) {
    let words = terms.words.map { $0.text.lowercased() }
    let lines = (SaidText(event, in: snapshot).text ?? "").split(whereSeparator: \.isNewline)
      .map { line in line.drop(while: \.isWhitespace) }.filter { !$0.isEmpty }
    func count(_ line: Substring) -> Int {
      let lowered = line.lowercased()
      return words.count { lowered.contains($0) }
    }
    var best: (line: Substring, count: Int)?
    for line in lines {
      let found = count(line)
      if found > best?.count ?? -1 { best = (line, found) }
      if found == words.count { break }
    }
    line = best.map { String($0.line) } ?? ""
  }
}
